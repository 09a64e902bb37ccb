//! The names that a Rust source gives to those who use it.

use std::collections::BTreeSet;
use syn::{ImplItem, Item, Visibility};

/// The public names of a source: types, their fields and variants, functions and methods. None if it is no Rust.
pub fn public_names(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Ok(file) = syn::parse_file(source) {
        for item in &file.items {
            add(&mut names, "", item);
        }
    }
    names
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn add(names: &mut BTreeSet<String>, above: &str, item: &Item) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let own = format!("{above}{}", item.ident);
            let fields = item.fields.iter().filter(|field| is_public(&field.vis));
            names.extend(fields.filter_map(|field| Some(format!("{own}::{}", field.ident.as_ref()?))));
            names.insert(own);
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let own = format!("{above}{}", item.ident);
            names.extend(item.variants.iter().map(|variant| format!("{own}::{}", variant.ident)));
            names.insert(own);
        }
        Item::Fn(item) if is_public(&item.vis) => _ = names.insert(format!("{above}{}", item.sig.ident)),
        Item::Type(item) if is_public(&item.vis) => _ = names.insert(format!("{above}{}", item.ident)),
        Item::Const(item) if is_public(&item.vis) => _ = names.insert(format!("{above}{}", item.ident)),
        Item::Mod(item) if is_public(&item.vis) => {
            let own = format!("{above}{}", item.ident);
            for inner in item.content.iter().flat_map(|(_, items)| items) {
                add(names, &format!("{own}::"), inner);
            }
            names.insert(own);
        }
        Item::Impl(item) if item.trait_.is_none() => {
            let syn::Type::Path(path) = &*item.self_ty else { return };
            let Some(last) = path.path.segments.last() else { return };
            for inner in &item.items {
                if let ImplItem::Fn(method) = inner
                    && is_public(&method.vis)
                {
                    names.insert(format!("{above}{}::{}", last.ident, method.sig.ident));
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::public_names;

    #[test]
    fn names_that_others_can_say() {
        let source = "pub struct A<T> { pub b: T, c: u8 }\nimpl<T> A<T> { pub fn d(&self) {} fn e(&self) {} }\n\
                      impl Clone for A<u8> { fn clone(&self) -> Self { todo!() } }\npub enum F { G, H(u8) }\npub mod i { pub fn j() {} }\n\
                      pub(crate) fn k() {}\nstruct L;\npub type M = u8;\n";
        let names: Vec<_> = public_names(source).into_iter().collect();
        assert_eq!(names, ["A", "A::b", "A::d", "F", "F::G", "F::H", "M", "i", "i::j"]);
        assert!(public_names("not Rust").is_empty());
    }
}
