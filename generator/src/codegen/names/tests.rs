use super::*;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

#[test]
fn fields() {
    for (wire, expected) in [
        ("PageNumber", "page_number"),
        ("VpcID", "vpc_id"),
        ("VpcId", "vpc_id"),
        ("SecurityGroupIDs", "security_group_ids"),
        ("IPv6Address", "ipv6_address"),
        ("EnableIPv6", "enable_ipv6"),
        ("TCPListener", "tcp_listener"),
        ("type", "r#type"),
        ("Self", "self_"),
        ("crate", "crate_"),
        ("super", "super_"),
        ("_", "unnamed"),
        ("", "unnamed"),
        ("1stName", "field_1st_name"),
        ("X-Acs-Trace.Id", "x_acs_trace_id"),
        ("a b#c", "a_b_c"),
        ("应用", "u5e94_u7528"),
        ("应用Id", "id"),
        ("Items", "items"),
        ("gen", "r#gen"),
        ("async", "r#async"),
        ("union", "union"),
        ("Tag.N.Key", "tag_n_key"),
    ] {
        assert_eq!(field(wire), expected, "{wire:?}");
        assert!(
            syn::parse_str::<syn::Ident>(expected).is_ok() || expected.starts_with("r#"),
            "{expected}"
        );
    }
    assert_eq!(field(&"A".repeat(1000)).len(), LONGEST);
}

#[test]
fn methods() {
    for (wire, expected) in [
        ("send", "send_"),
        ("New", "new_"),
        ("Add", "add_"),
        ("Type", "r#type"),
        ("ListTasks", "list_tasks"),
    ] {
        assert_eq!(method(wire), expected, "{wire:?}");
    }
}

#[test]
fn modules() {
    for (operation, expected) in [
        ("ListTasks", "list_tasks"),
        ("fn", "fn_"),
        ("Mod", "mod_"),
        ("Operation", "operation_"),
        ("Aux", "aux_"),
        ("self", "self_"),
        ("gen", "gen_"),
    ] {
        assert_eq!(module(operation), expected);
    }
}

#[test]
fn values() {
    for (wire, expected) in [
        ("PayByTraffic", "PayByTraffic"),
        ("cn-hangzhou", "CnHangzhou"),
        ("0", "Value0"),
        ("-1", "ValueMinus1"),
        ("1.2", "Value1_2"),
        ("ecs.c5.large", "EcsC5Large"),
        ("Unknown", "UnknownValue"),
        ("self", "SelfValue"),
        ("TLSv1.2", "Tlsv1_2"),
        ("是", "U662f"),
        ("", "Unnamed"),
        ("*", "Unnamed"),
        ("AES_256", "Aes256"),
    ] {
        assert_eq!(value(wire), expected, "{wire:?}");
    }
}

#[test]
fn errors() {
    for (code, expected) in [
        ("InvalidParameter", "InvalidParameter"),
        ("Invalid%s.NotFound", "InvalidNotFound"),
        ("400", "Code400"),
        ("Unknown", "UnknownCode"),
        ("%s", "Unnamed"),
        ("QuotaExceed.ElasticQuota", "QuotaExceedElasticQuota"),
    ] {
        assert_eq!(error(code), expected, "{code:?}");
    }
}

#[test]
fn the_later_gives_way() {
    let mut scope = Scope::with(["Vec"]);
    let mut take = |name: &str| scope.take(&[name.to_owned()], number_type, name);
    assert_eq!(
        [
            take("Vec"),
            take("Tag"),
            take("Tag"),
            take("Tag2"),
            take("V1"),
            take("V1")
        ],
        ["Vec2", "Tag", "Tag2", "Tag2_2", "V1", "V1_2"]
    );
    let mut scope = Scope::default();
    let mut take = |name: &str| scope.take(&[name.to_owned()], number_field, name);
    assert_eq!(
        [
            take("vpc_id"),
            take("vpc_id"),
            take("r#type"),
            take("r#type"),
            take("new_"),
            take("new_")
        ],
        ["vpc_id", "vpc_id_2", "r#type", "type_2", "new_", "new_2"]
    );
}

/// A type of one of these names would stand in the way of what the code means by it.
#[test]
fn what_the_prelude_brings_is_kept() {
    fn leaves(tree: &syn::UseTree, found: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => leaves(&path.tree, found),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
            syn::UseTree::Name(name) => found.push(name.ident.to_string()),
            syn::UseTree::Rename(rename) => found.push(rename.rename.to_string()),
            syn::UseTree::Glob(_) => panic!("what it brings can't be told"),
        }
    }
    let prelude = include_str!("../../../../runtime/src/codegen.rs");
    let mut found = Vec::new();
    for item in syn::parse_file(prelude).expect("Rust").items {
        if let syn::Item::Use(item) = item {
            leaves(&item.tree, &mut found);
        }
    }
    let is_type = |name: &String| name.starts_with(|first: char| first.is_ascii_uppercase());
    let missing: Vec<_> = found
        .iter()
        .filter(|name| is_type(name))
        .filter(|name| !TYPES.contains(&name.as_str()))
        .collect();
    assert!(found.len() > 20 && missing.is_empty(), "{missing:?}");
}

/// A setter or an operation of one of these names would stand in the way of the method.
#[test]
fn methods_of_the_templates_are_kept() {
    /// The methods that templates among Rust name themselves; those of traits are called by other ways.
    fn methods(tokens: TokenStream, in_template: bool, found: &mut Vec<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.to_string() == word);
        let (mut of_impl, mut of_trait) = (false, false);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if in_template && word == "impl" => (of_impl, of_trait) = (true, false),
                TokenTree::Ident(word) if of_impl && word == "for" => of_trait = true,
                // `fn #name` is a name of the plan.
                TokenTree::Ident(name) if in_template && at > 0 && is(at - 1, "fn") => found.push(name.to_string()),
                TokenTree::Group(group) => {
                    let begins = at > 1 && is(at - 1, "!") && is(at - 2, "quote");
                    let is_body = group.delimiter() == Delimiter::Brace;
                    if !(is_body && of_trait) {
                        methods(group.stream(), in_template || begins, found);
                    }
                    if is_body {
                        (of_impl, of_trait) = (false, false);
                    }
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for template in [
        include_str!("../render/call.rs"),
        include_str!("../render/client.rs"),
        include_str!("../render/params.rs"),
        include_str!("../render/setters.rs"),
    ] {
        methods(template.parse().expect("Rust"), false, &mut found);
    }
    for name in ["from_env", "new", "pages", "send", "unchecked"] {
        assert!(
            found.iter().any(|method| method == name),
            "{name} is not seen: {found:?}"
        );
    }
    let missing: Vec<_> = found.iter().filter(|name| !METHODS.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
