//! What a user of a generated crate can name, read off the rendered files.

use super::origins::{Meaning, Meanings, meanings};
use crate::codegen::{Source, render_crate};
use crate::spec::product::Product;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{
    Fields, FnArg, GenericArgument, ImplItem, Item as Syntax, PathArguments, ReturnType, Type, UseTree, Visibility,
};

/// The public items of a crate that come of a spec, by version of the API and the path below that version's module.
#[derive(Debug, Default)]
pub(crate) struct Api {
    items: BTreeMap<(String, String), Item>,
    /// The version that is the crate's root.
    pub(crate) root: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) sort: Sort,
    /// What code that uses it depends on: a type, an argument.
    pub(crate) form: String,
    /// What it stands for in the spec.
    pub(crate) meaning: Meaning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// A method of the client.
    Operation,
    Setter,
    /// The walk over all pages.
    Pages,
    /// A structure or an enum.
    Type,
    Field,
    Variant,
    /// Any other function or constant.
    Other,
}

impl Api {
    /// The API of the crate that [`generate`](crate::codegen::generate) makes of a product.
    pub(crate) fn of(product: &Product) -> Self {
        let mut api = Self::default();
        // What the code leaves out is told when it is made.
        let visit = |source: Source<'_>| Found::of(&source.module, source.root, &source.file);
        for version in render_crate(product, &visit, &mut Vec::new()) {
            api.root.get_or_insert_with(|| version.version.to_owned());
            let mut found = Found::default();
            for file in version.files {
                found.items.extend(file.items);
                found.reexports.extend(file.reexports);
            }
            found.reexport();
            let common = version.common.as_ref().map(|common| &common.codes);
            api.add(
                version.version,
                found,
                meanings(version.version, common, &version.gathered),
            );
        }
        api
    }

    /// Items that nothing in the spec stands for are the same in all crates.
    fn add(&mut self, version: &str, found: Found, mut meanings: Meanings) {
        for (path, (sort, form)) in found.items {
            if let Some(meaning) = meanings.remove(&path) {
                self.items
                    .insert((version.to_owned(), path), Item { sort, form, meaning });
            }
        }
    }

    pub(crate) fn get(&self, version: &str, path: &str) -> Option<&Item> {
        self.items.get(&(version.to_owned(), path.to_owned()))
    }

    /// All items, with version and path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str, &Item)> {
        self.items
            .iter()
            .map(|((version, path), item)| (version.as_str(), path.as_str(), item))
    }

    /// The variant of a code that operations have in common.
    pub(crate) fn in_common(&self, version: &str, wire: &str) -> Option<&str> {
        let start = (
            version.to_owned(),
            format!("{}::", crate::codegen::plan::errors::COMMON),
        );
        let variants = self
            .items
            .range(start.clone()..)
            .take_while(|((dated, name), _)| *dated == start.0 && name.starts_with(&start.1));
        let mut variants = variants.filter(|(_, item)| item.meaning.wire == wire);
        variants.next().map(|((_, name), _)| name.as_str())
    }
}

/// The form of the type of a call.
const CALL: &str = "call";

/// An operation as the client has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its name on the wire.
    pub operation: String,
    /// The name of the client's method.
    pub name: String,
    /// Whether its type keeps track of required parameters.
    pub needs: bool,
}

/// The methods of the client of a product's newest version.
pub fn methods(product: &Product) -> Vec<Method> {
    let api = Api::of(product);
    let root = api.root.as_deref().unwrap_or_default();
    let newest = || api.iter().filter(|(version, ..)| *version == root);
    // What structures need is asked for where they are made.
    let of_call = |path: &str| {
        let call = path.rsplit_once("::").and_then(|(call, _)| api.get(root, call));
        call.is_some_and(|call| call.form == CALL)
    };
    let needed = newest().filter(|(_, path, item)| item.sort == Sort::Setter && item.meaning.required && of_call(path));
    let needed = needed.flat_map(|(_, _, item)| &item.meaning.origins);
    let needed: BTreeSet<&str> = needed.map(|origin| origin.operation.as_str()).collect();
    let method = |(_, path, item): (&str, &str, &Item)| {
        let name = path.strip_prefix("Client::").filter(|_| item.sort == Sort::Operation)?;
        let operation = &item.meaning.wire;
        Some(Method {
            operation: operation.clone(),
            name: name.to_owned(),
            needs: needed.contains(operation.as_str()),
        })
    };
    newest().filter_map(method).collect()
}

/// The public names of a source: types, their fields and variants, functions and methods. None if it is no Rust.
pub fn public_names(source: &str) -> BTreeSet<String> {
    let found = syn::parse_file(source).map(|file| Found::of("", "crate", &file));
    found.map_or(BTreeSet::new(), |found| found.items.into_keys().collect())
}

/// What a visit of files found: the items by path, each with its sort and form.
#[derive(Debug, Default)]
struct Found {
    items: BTreeMap<String, (Sort, String)>,
    /// Types that are another's under a name of their own, and that other's path.
    reexports: Vec<(String, String)>,
}

impl Found {
    /// What a file holds; `module` is the path of its module below that of the version, which has the path `root`.
    fn of(module: &str, root: &str, file: &syn::File) -> Self {
        let mut visitor = Visitor {
            found: Self::default(),
            module: module.to_owned(),
            root,
        };
        visitor.items(&file.items);
        visitor.found
    }

    /// Gives re-exported types what the others have.
    fn reexport(&mut self) {
        for (name, of) in std::mem::take(&mut self.reexports) {
            let below = self.items.iter().filter_map(|(path, item)| {
                let rest = path.strip_prefix(&of)?;
                (rest.is_empty() || rest.starts_with("::")).then(|| (format!("{name}{rest}"), item.clone()))
            });
            let below: Vec<_> = below.collect();
            self.items.extend(below);
        }
    }
}

struct Visitor<'r> {
    found: Found,
    module: String,
    /// The path of the version's module.
    root: &'r str,
}

impl Visitor<'_> {
    fn path(&self, name: impl ToString) -> String {
        if self.module.is_empty() {
            name.to_string()
        } else {
            format!("{}::{}", self.module, name.to_string())
        }
    }

    fn add(&mut self, path: String, sort: Sort, form: impl Into<String>) {
        self.found.items.insert(path, (sort, form.into()));
    }

    fn form(&self, of: &impl ToTokens) -> String {
        let text = of.to_token_stream().to_string();
        let text = text
            .replace(" , ", ", ")
            .replace(", ", ",")
            .replace(' ', "")
            .replace(',', ", ");
        text.replace(&format!("{}::", self.root), "")
    }

    fn items(&mut self, items: &[Syntax]) {
        let pages = items.iter().find_map(|item| self.page_item(item));
        for item in items {
            match item {
                Syntax::Struct(item) if is_public(&item.vis) => {
                    let own = self.path(&item.ident);
                    let held = |name: &str| {
                        item.fields
                            .iter()
                            .any(|field| field.ident.as_ref().is_some_and(|own| own == name))
                    };
                    let form = match (held("call"), held("params")) {
                        (true, _) => CALL,
                        (_, true) => "structure of a request",
                        _ => "structure of a response",
                    };
                    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                        if let Some(name) = &field.ident {
                            self.add(format!("{own}.{name}"), Sort::Field, self.form(&field.ty));
                        }
                    }
                    self.add(own, Sort::Type, form);
                }
                Syntax::Enum(item) if is_public(&item.vis) => {
                    let own = self.path(&item.ident);
                    for variant in &item.variants {
                        self.add(format!("{own}::{}", variant.ident), Sort::Variant, "");
                    }
                    let unknown = item.variants.iter().find(|variant| variant.ident == "Unknown");
                    let number = |fields: &Fields| fields.iter().any(|field| self.form(&field.ty) == "i64");
                    let numbers = unknown.is_some_and(|variant| number(&variant.fields));
                    let errors = items
                        .iter()
                        .any(|other| is_impl(other, "ServiceErrorKind", &item.ident));
                    let form = match (errors, numbers) {
                        (true, _) => "errors",
                        (_, true) => "values of numbers",
                        _ => "values of text",
                    };
                    self.add(own, Sort::Type, form);
                }
                Syntax::Use(item) if is_public(&item.vis) => self.import(&item.tree, &mut Vec::new()),
                Syntax::Fn(item) if is_public(&item.vis) => self.add(self.path(&item.sig.ident), Sort::Other, ""),
                Syntax::Type(item) if is_public(&item.vis) => self.add(self.path(&item.ident), Sort::Other, ""),
                Syntax::Const(item) if is_public(&item.vis) => self.add(self.path(&item.ident), Sort::Other, ""),
                Syntax::Mod(item) if is_public(&item.vis) => {
                    let own = self.path(&item.ident);
                    if let Some((_, items)) = &item.content {
                        let around = std::mem::replace(&mut self.module, own.clone());
                        self.items(items);
                        self.module = around;
                    }
                    self.add(own, Sort::Other, "");
                }
                Syntax::Impl(item) if item.trait_.is_none() => self.methods(item, pages.as_deref()),
                _ => {}
            }
        }
    }

    /// What a page holds, if the item makes one.
    fn page_item(&self, item: &Syntax) -> Option<String> {
        let Syntax::Impl(item) = item else { return None };
        item.trait_.as_ref().filter(|(path, _)| path.is_ident("Page"))?;
        item.items.iter().find_map(|item| match item {
            ImplItem::Type(item) if item.ident == "Item" => Some(self.form(&item.ty)),
            _ => None,
        })
    }

    fn methods(&mut self, item: &syn::ItemImpl, pages: Option<&str>) {
        let Type::Path(of) = &*item.self_ty else { return };
        let Some(of) = of.path.segments.last() else { return };
        for item in &item.items {
            let ImplItem::Fn(method) = item else { continue };
            if !is_public(&method.vis) {
                continue;
            }
            let path = self.path(format!("{}::{}", of.ident, method.sig.ident));
            let set = method.sig.inputs.iter().find_map(parameter);
            match (&method.sig.output, set, pages) {
                (_, Some(set), _) => self.add(path, Sort::Setter, self.form(set)),
                (_, _, Some(item)) if method.sig.ident == "items" => self.add(path, Sort::Pages, item),
                (ReturnType::Type(_, call), ..) if of.ident == "Client" => {
                    let call = self.form(call);
                    self.add(path, Sort::Operation, call.rsplit("::").next().unwrap_or_default());
                }
                _ => self.add(path, Sort::Other, ""),
            }
        }
    }

    fn import(&mut self, tree: &UseTree, way: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                way.push(path.ident.to_string());
                self.import(&path.tree, way);
                way.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, way)),
            UseTree::Name(name) => self.imported(way, &name.ident.to_string(), name.ident.to_string()),
            UseTree::Rename(rename) => self.imported(way, &rename.ident.to_string(), rename.rename.to_string()),
            UseTree::Glob(_) => {}
        }
    }

    fn imported(&mut self, way: &[String], name: &str, as_name: String) {
        let own = self.path(as_name);
        match (way, name) {
            (_, "EmptyResponse") => {
                self.add(format!("{own}.request_id"), Sort::Field, "Option<String>");
                self.add(own, Sort::Type, "structure of a response");
            }
            (_, "UndocumentedError") => self.add(own, Sort::Type, "errors"),
            ([above, module], _) if above == "super" => {
                let around = self.module.rsplit_once("::").map_or("", |(around, _)| around);
                self.found.reexports.push((own, format!("{around}::{module}::{name}")));
            }
            _ => self.add(own, Sort::Other, ""),
        }
    }
}

/// The type that a setter's argument is for.
fn parameter(argument: &FnArg) -> Option<&Type> {
    let FnArg::Typed(argument) = argument else { return None };
    let Type::ImplTrait(bounds) = &*argument.ty else {
        return None;
    };
    bounds.bounds.iter().find_map(|bound| {
        let syn::TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == "IntoParameter")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        match arguments.args.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_impl(item: &Syntax, of: &str, name: &syn::Ident) -> bool {
    let Syntax::Impl(item) = item else { return false };
    let is_it = |ty: &Type| matches!(ty, Type::Path(path) if path.path.is_ident(name));
    item.trait_.as_ref().is_some_and(|(path, _)| path.is_ident(of)) && is_it(&item.self_ty)
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
        assert_eq!(names, ["A", "A.b", "A::d", "F", "F::G", "F::H", "M", "i", "i::j"]);
        assert!(public_names("not Rust").is_empty());
    }
}
