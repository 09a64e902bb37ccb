//! What a user of a generated crate can name: its public items, each with what its use depends on and where in the spec it comes
//! from. It is made of the same plans as the code, so that two surfaces differ where two crates do.

use crate::codegen::entry::{self, Gathered};
use crate::codegen::errors::Enum;
use crate::codegen::operation::Home;
use crate::codegen::plan::{Holds, Kind, Member, Plan, Struct, Structs};
use crate::codegen::request::{MOST, Setter};
use crate::codegen::{Place, errors, response, versions};
use crate::spec::product::{Product, Version};
use std::collections::BTreeMap;

/// The public items of a crate, by version of the API and the path below that version's module.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    items: BTreeMap<(String, String), Item>,
    /// The version that is the crate's root.
    pub(crate) root: Option<String>,
}

/// The place in the spec of all codes that operations have in common, which is in no operation.
pub(crate) const COMMON_PATH: &str = "errors";

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) sort: Sort,
    /// What code that uses it depends on: a type, an argument.
    pub(crate) form: String,
    /// What it stands for on the wire.
    pub(crate) wire: String,
    /// Whether a call can't be sent, or a structure not be finished, without it.
    pub(crate) required: bool,
    /// The places in the spec that it comes from.
    pub(crate) origins: Vec<Origin>,
}

/// The sorts of items.
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
}

/// A place in the spec.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) version: String,
    pub(crate) operation: String,
    /// As in [`Difference::path`](crate::spec::compare::Difference::path).
    pub(crate) path: String,
}

impl Surface {
    /// The surface of the crate that [`generate`](crate::codegen::generate) makes of a product.
    pub(crate) fn of(product: &Product) -> Self {
        let mut surface = Self::default();
        // What the code leaves out is told when it is made.
        let mut told = Vec::new();
        for version in versions(product, &mut told) {
            surface.root.get_or_insert_with(|| version.version.clone());
            let place = Place::new(&product.name, version, false, &mut told);
            surface.add_version(version, place.home(product));
        }
        surface
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

    fn add_common(&mut self, version: &str, common: &Enum) {
        let mut add = |name: String, item| self.items.insert((version.to_owned(), name), item);
        add(errors::COMMON.to_owned(), common_item(Sort::Type, version, ""));
        for (wire, name) in common.variants() {
            let name = format!("{}::{name}", errors::COMMON);
            add(name, common_item(Sort::Variant, version, wire));
        }
    }

    /// The variant of a code that operations have in common.
    pub(crate) fn in_common(&self, version: &str, wire: &str) -> Option<&str> {
        let start = (version.to_owned(), format!("{}::", errors::COMMON));
        let variants = self
            .items
            .range(start.clone()..)
            .take_while(|((dated, name), _)| *dated == start.0 && name.starts_with(&start.1));
        let mut variants = variants.filter(|(_, item)| item.wire == wire);
        variants.next().map(|((_, name), _)| name.as_str())
    }

    fn add_version(&mut self, version: &Version, home: Home<'_>) {
        let Gathered { known, entries } = entry::gather(version, home, &mut Vec::new());
        if let Some(common) = home.common {
            self.add_common(&version.version, &common.codes);
        }
        let mut shared: BTreeMap<String, Vec<Origin>> = BTreeMap::new();
        for entry in &entries {
            let plan = &entry.plan;
            let mut writer = Writer {
                surface: self,
                plan,
                version: &version.version,
                module: format!("operation::{}", plan.names.module),
                shared: &mut shared,
            };
            let method = format!("Client::{}", plan.names.method);
            let call = format!("{}::{}", writer.module, plan.names.call);
            writer.add(
                method,
                Sort::Operation,
                plan.names.call.clone(),
                &plan.spec.operation,
                "",
            );
            writer.add(call.clone(), Sort::Type, "call".to_owned(), "", "");
            writer.setters(&call, &plan.request, "request");
            writer.answer(&plan.answer);
            writer.params();
            writer.own_enums();
            let error = format!("{}::{}", writer.module, plan.names.error());
            writer.add(error.clone(), Sort::Type, "errors".to_owned(), "", "");
            for (wire, name) in entry.errors.variants() {
                let path = format!("errors.{wire}");
                writer.add(format!("{error}::{name}"), Sort::Variant, String::new(), wire, &path);
            }
            if home.common.is_some() {
                let name = format!("{error}::{}", errors::COMMON_VARIANT);
                let item = common_item(Sort::Variant, &version.version, "");
                writer.surface.items.insert((version.version.clone(), name), item);
            }
            if let Some(paging) = &entry.paging {
                let (item, items) = paging.items();
                writer.add(format!("{call}::items"), Sort::Pages, item, &items, "pagination");
            }
        }
        for values in known.iter() {
            let name = format!("types::{}", values.name);
            let origins = shared.remove(&values.name).unwrap_or_default();
            let form = values_form(values.text);
            let item = |sort, form: &str, wire: &str| Item {
                sort,
                form: form.to_owned(),
                wire: wire.to_owned(),
                required: false,
                origins: origins.clone(),
            };
            for (wire, variant) in values.variants() {
                let variant = format!("{name}::{variant}");
                let key = (version.version.clone(), variant);
                self.items.insert(key, item(Sort::Variant, "", wire));
            }
            self.items
                .insert((version.version.clone(), name), item(Sort::Type, form, ""));
        }
    }
}

/// An item of the codes that operations have in common: of one of them, or of all.
fn common_item(sort: Sort, version: &str, wire: &str) -> Item {
    let path = if wire.is_empty() {
        COMMON_PATH.to_owned()
    } else {
        format!("{COMMON_PATH}.{wire}")
    };
    let form = match sort {
        Sort::Type => "errors",
        _ => "",
    };
    Item {
        sort,
        form: form.to_owned(),
        wire: wire.to_owned(),
        required: false,
        origins: vec![Origin {
            version: version.to_owned(),
            operation: String::new(),
            path,
        }],
    }
}

fn values_form(text: bool) -> &'static str {
    if text { "values of text" } else { "values of numbers" }
}

/// Adds the items of one operation.
struct Writer<'w, 'p> {
    surface: &'w mut Surface,
    plan: &'p Plan<'p>,
    version: &'p str,
    module: String,
    /// Where the value lists of `types` are used.
    shared: &'w mut BTreeMap<String, Vec<Origin>>,
}

impl<'p> Writer<'_, 'p> {
    fn origin(&self, path: &str) -> Origin {
        Origin {
            version: self.version.to_owned(),
            operation: self.plan.spec.operation.clone(),
            path: path.to_owned(),
        }
    }

    /// Adds an item, or another origin to one that is there: equal structures share a type.
    fn add(&mut self, name: String, sort: Sort, form: String, wire: &str, path: &str) {
        let origin = self.origin(path);
        let key = (self.version.to_owned(), name);
        let item = self.surface.items.entry(key).or_insert_with(|| Item {
            sort,
            form,
            wire: wire.to_owned(),
            required: false,
            origins: vec![],
        });
        if !item.origins.contains(&origin) {
            item.origins.push(origin);
        }
    }

    fn setters(&mut self, owner: &str, structure: &'p Struct<'p>, path: &str) {
        let mut tracked = 0;
        for member in &structure.members {
            let path = format!("{path}.{}", member.field.name);
            let name = format!("{owner}::{}", member.name);
            let argument = Setter::of(member, self.plan).argument;
            self.add(name.clone(), Sort::Setter, argument, &member.field.name, &path);
            if member.field.required && tracked < MOST {
                tracked += 1;
                if let Some(item) = self.surface.items.get_mut(&(self.version.to_owned(), name)) {
                    item.required = true;
                }
            }
            self.value_type(member, &path);
        }
    }

    /// The structures of the request, each where it is used.
    fn params(&mut self) {
        let plan = self.plan;
        self.walk(
            &plan.params,
            &plan.request,
            "request",
            &mut |writer, structure, path| {
                let name = format!("{}::{}", writer.module, structure.name);
                writer.add(name.clone(), Sort::Type, "structure of a request".to_owned(), "", path);
                writer.setters(&name, structure, path);
            },
        );
    }

    fn answer(&mut self, structs: &'p Structs<'p>) {
        let Some(answer) = structs.get(0) else { return };
        let plan = self.plan;
        let mut fields = |writer: &mut Self, structure: &'p Struct<'p>, path: &str| {
            let name = format!("{}::{}", writer.module, structure.name);
            let whole = if structure.field.is_none() { "" } else { path };
            writer.add(name.clone(), Sort::Type, "structure of an answer".to_owned(), "", whole);
            for member in &structure.members {
                let path = format!("{path}.{}", member.field.name);
                let held = response::held(member, plan);
                writer.add(
                    format!("{name}.{}", member.name),
                    Sort::Field,
                    held,
                    &member.field.name,
                    &path,
                );
                writer.value_type(member, &path);
            }
        };
        fields(self, answer, "response");
        self.walk(structs, answer, "response", &mut fields);
    }

    /// Visits the structures below one, with the places of the fields that hold them.
    fn walk(
        &mut self,
        structs: &'p Structs<'p>,
        structure: &'p Struct<'p>,
        path: &str,
        visit: &mut impl FnMut(&mut Self, &'p Struct<'p>, &str),
    ) {
        for member in &structure.members {
            if let Holds::One(Kind::Struct(index)) | Holds::Many(Kind::Struct(index)) = &member.holds
                && let Some(inner) = structs.get(*index)
            {
                let path = format!("{path}.{}", member.field.name);
                visit(self, inner, &path);
                self.walk(structs, inner, &path, visit);
            }
        }
    }

    /// The enum that a member's values are of.
    fn value_type(&mut self, member: &Member<'p>, path: &str) {
        let (Holds::One(Kind::Value { path: name, text }) | Holds::Many(Kind::Value { path: name, text })) =
            &member.holds
        else {
            return;
        };
        if let Some(shared) = name.strip_prefix("types::") {
            let origin = self.origin(path);
            self.shared.entry(shared.to_owned()).or_default().push(origin);
            return;
        }
        let name = format!("{}::{name}", self.module);
        self.add(name, Sort::Type, values_form(*text).to_owned(), "", path);
    }

    /// The variants of the operation's own enums, which have the origins of the enum.
    fn own_enums(&mut self) {
        for values in &self.plan.enums {
            let name = format!("{}::{}", self.module, values.name);
            let Some(item) = self.surface.get(self.version, &name) else {
                continue;
            };
            let origins = item.origins.clone();
            for (wire, variant) in values.variants() {
                let item = Item {
                    sort: Sort::Variant,
                    form: String::new(),
                    wire: wire.to_owned(),
                    required: false,
                    origins: origins.clone(),
                };
                let key = (self.version.to_owned(), format!("{name}::{variant}"));
                self.surface.items.insert(key, item);
            }
        }
    }
}
