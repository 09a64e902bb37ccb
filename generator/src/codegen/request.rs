//! Calls and request structures: setters over a list of parameters, and types that know which required ones are set.

use crate::codegen::columns::width;
use crate::codegen::docs::{self, Doc};
use crate::codegen::layout::{self, Function, Source};
use crate::codegen::literals::literal;
use crate::codegen::names::{self, Scope};
use crate::codegen::pages::Paging;
use crate::codegen::plan::{Holds, Kind, Member, Plan, Struct};
use std::collections::BTreeSet;

/// The most required parameters that the type of a call keeps track of; what is beyond is left to the service to ask for.
pub(super) const MOST: usize = 24;
/// From so many on, the type is one that clippy calls complex.
const COMPLEX: usize = 8;
/// The longest list of type parameters with names of their own; longer ones get single letters.
const WIDEST: usize = 60;

/// Something with setters.
pub(super) struct Builder<'a> {
    name: &'a str,
    members: &'a [Member<'a>],
    /// The members that the type keeps track of, with their type parameters.
    required: Vec<(&'a Member<'a>, String)>,
    /// The field that holds the parameters.
    holder: &'static str,
    /// The module that `missing` lies in.
    whole: bool,
}

impl<'a> Builder<'a> {
    /// The setters of the call, if `whole`, or of a structure in it. `types` are the names that a type parameter must not hide.
    pub(super) fn new(structure: &'a Struct<'a>, whole: bool, types: &BTreeSet<&str>) -> Self {
        let tracked: Vec<_> = structure
            .members
            .iter()
            .filter(|member| member.field.required)
            .take(MOST)
            .collect();
        let required = type_parameters(&tracked, types);
        Self {
            name: &structure.name,
            members: &structure.members,
            required: tracked.into_iter().zip(required).collect(),
            holder: if whole { "call" } else { "params" },
            whole,
        }
    }

    /// The names of the parameters that the type keeps track of.
    pub(super) fn missing(&self) -> impl Iterator<Item = &'a str> {
        self.required.iter().map(|(member, _)| member.name.as_str())
    }

    fn parameters(&self) -> Vec<String> {
        self.required.iter().map(|(_, parameter)| parameter.clone()).collect()
    }

    fn markers(&self) -> Vec<String> {
        self.required
            .iter()
            .map(|(member, _)| format!("missing::{}", member.name))
            .collect()
    }

    fn bounds(&self) -> Vec<String> {
        self.required
            .iter()
            .map(|(_, parameter)| format!("{parameter}: IsGiven"))
            .collect()
    }

    /// Writes the type, the way to make one, the setters, and the ways to send a call.
    pub(super) fn write(&self, source: &mut Source, doc: &Doc, plan: &Plan<'_>, paging: Option<&Paging>) {
        self.write_type(source, doc);
        self.write_new(source);
        // Without type parameters one block holds everything.
        let parameters = self.parameters();
        if !parameters.is_empty() {
            source.line(0, "}");
            source.gap();
            self.allow_complex(source);
            source.impl_head(&parameters, None, self.name, &parameters);
        }
        for member in self.members {
            self.write_setter(source, member, plan);
        }
        if self.whole {
            self.write_send(source, plan, paging);
        }
        source.line(0, "}");
        if !self.whole {
            self.write_conversions(source);
        }
    }

    fn write_type(&self, source: &mut Source, doc: &Doc) {
        source.gap();
        source.docs(0, doc);
        self.allow_complex(source);
        if self.whole {
            source.line(0, "#[derive(Debug, Clone)]");
            source.line(0, "#[must_use = \"a call does nothing until it is sent\"]");
        } else {
            source.line(0, "#[derive(Debug, Clone, PartialEq)]");
        }
        // A structure's plain name is that of a finished one, a call's that of a new one: the forms that users write.
        let defaults = self.required.iter().map(|(member, parameter)| {
            if self.whole {
                format!("{parameter} = missing::{}", member.name)
            } else {
                format!("{parameter} = Given")
            }
        });
        source.struct_head(self.name, &defaults.collect::<Vec<_>>());
        source.line(1, if self.whole { "call: Call," } else { "params: Params," });
        let parameters = self.parameters();
        match parameters.as_slice() {
            [] => {}
            [one] => source.line(1, &format!("given: PhantomData<{one}>,")),
            _ => {
                let flat = format!("given: PhantomData<({})>,", parameters.join(", "));
                if 4 + width(&flat) <= 110 {
                    source.line(1, &flat);
                } else {
                    source.line(1, "given: PhantomData<(");
                    parameters
                        .iter()
                        .for_each(|parameter| source.line(2, &format!("{parameter},")));
                    source.line(1, ")>,");
                }
            }
        }
        source.line(0, "}");
    }

    fn write_new(&self, source: &mut Source) {
        let markers = if self.whole { vec![] } else { self.markers() };
        source.gap();
        self.allow_complex(source);
        source.impl_head(&[], None, self.name, &markers);
        let value = if self.whole {
            "Call::new(client, &OPERATION)"
        } else {
            "Params::new()"
        };
        if self.whole {
            source.line(1, "pub(crate) fn new(client: &alibabacloud_runtime::Client) -> Self {");
        } else {
            source.docs(1, &Doc::own("One with nothing set."));
            source.line(1, "pub fn new() -> Self {");
        }
        if self.required.is_empty() && !self.whole {
            source.line(2, &format!("Self {{ {}: {value} }}", self.holder));
        } else {
            source.line(2, "Self {");
            source.line(3, &format!("{}: {value},", self.holder));
            if !self.required.is_empty() {
                source.line(3, "given: PhantomData,");
            }
            source.line(2, "}");
        }
        source.line(1, "}");
    }

    fn write_conversions(&self, source: &mut Source) {
        source.gap();
        source.impl_head(&[], Some("Default"), self.name, &self.markers());
        source.line(1, "fn default() -> Self {");
        source.line(2, "Self::new()");
        source.line(1, "}");
        source.line(0, "}");
        source.gap();
        source.line(0, &format!("impl From<{}> for Value {{", self.name));
        source.line(1, &format!("fn from(value: {}) -> Self {{", self.name));
        source.line(2, "value.params.into()");
        source.line(1, "}");
        source.line(0, "}");
    }

    fn allow_complex(&self, source: &mut Source) {
        if self.required.len() >= COMPLEX {
            source.line(
                0,
                "#[allow(clippy::type_complexity, reason = \"one type parameter for each required parameter\")]",
            );
        }
    }

    fn write_setter(&self, source: &mut Source, member: &Member<'_>, plan: &Plan<'_>) {
        let setter = Setter::of(member, plan);
        let at = self.required.iter().position(|(other, _)| std::ptr::eq(*other, member));
        source.gap();
        source.docs(1, &parameter_docs(member));
        if member.field.deprecated && !member.field.required {
            source.line(1, "#[deprecated]");
        }
        source.line(1, "#[inline]");
        let gives = match at {
            None => "Self".to_owned(),
            Some(at) => {
                let mut parameters = self.parameters();
                if let Some(parameter) = parameters.get_mut(at) {
                    "Given".clone_into(parameter);
                }
                format!("{}{}", self.name, layout::arguments(&parameters))
            }
        };
        let head = format!("pub fn {}", member.name);
        let arguments = ["mut self".to_owned(), setter.argument];
        source.function(
            1,
            &Function {
                head: &head,
                arguments: &arguments,
                gives: &gives,
                bounds: &[],
            },
        );
        source.call(
            2,
            self.holder,
            setter.method,
            &[&literal(&member.field.name), setter.value],
        );
        match at {
            None => source.line(2, "self"),
            Some(_) => {
                source.line(2, &format!("{} {{", self.name));
                source.line(3, &format!("{0}: self.{0},", self.holder));
                source.line(3, "given: PhantomData,");
                source.line(2, "}");
            }
        }
        source.line(1, "}");
    }

    fn write_send(&self, source: &mut Source, plan: &Plan<'_>, paging: Option<&Paging>) {
        let (response, error) = (plan.names.response(), plan.names.error());
        // Bounds of the methods, and not of the block: then the compiler says what `IsGiven` has it say, for each one missing.
        let bounds = self.bounds();
        let mut doc = Doc::own("Sends the call.");
        doc.push_heading("Errors");
        doc.push_own(format!(
            "[`Error::Service`](alibabacloud_runtime::Error::Service) with a [`{error}`] if the service refuses; see \
             [`Error`](alibabacloud_runtime::Error) for the rest."
        ));
        let mut method = |doc: &Doc, name: &str, gives: &str| {
            source.gap();
            source.docs(1, doc);
            source.line(1, "#[inline]");
            let head = format!("pub fn {name}");
            let gives = format!("{gives}<{response}, {error}>");
            source.function(
                1,
                &Function {
                    head: &head,
                    arguments: &["self".to_owned()],
                    gives: &gives,
                    bounds: &bounds,
                },
            );
            source.line(2, &format!("self.call.{name}()"));
            source.line(1, "}");
        };
        method(&doc, "send", "ResponseFuture");
        if paging.is_some() {
            method(&Doc::own("All pages, from the given one on."), "pages", "Pages");
            method(&Doc::own("The items of all pages, one at a time."), "items", "Items");
        }
    }
}

/// How a parameter is set.
pub(super) struct Setter {
    pub(super) argument: String,
    method: &'static str,
    value: &'static str,
}

impl Setter {
    pub(super) fn of(member: &Member<'_>, plan: &Plan<'_>) -> Self {
        let setter = |argument: String, method, value| Self {
            argument,
            method,
            value,
        };
        match &member.holds {
            Holds::One(Kind::String) => setter("value: impl Into<String>".to_owned(), "set_text", "value"),
            Holds::One(kind) => setter(format!("value: {}", plan.type_of(&plan.params, kind)), "set", "value"),
            Holds::Many(Kind::String) => setter(
                "values: impl IntoIterator<Item = impl Into<String>>".to_owned(),
                "set_texts",
                "values",
            ),
            Holds::Many(kind) => setter(
                format!("values: impl IntoIterator<Item = {}>", plan.type_of(&plan.params, kind)),
                "set_list",
                "values",
            ),
            Holds::Map => setter(
                "values: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>".to_owned(),
                "set_map",
                "values",
            ),
        }
    }
}

/// Type parameters for required members: their names, or letters where those are taken or many.
fn type_parameters(required: &[&Member<'_>], types: &BTreeSet<&str>) -> Vec<String> {
    let mut scope = Scope::with(names::TYPES.iter().copied().chain(types.iter().copied()));
    let mut named = |wire: &str| {
        let name = names::type_name(wire);
        scope.take(&[name.clone(), format!("Has{name}")], names::number_type, wire)
    };
    let named: Vec<String> = required.iter().map(|member| named(&member.field.name)).collect();
    if named.iter().map(|name| name.len() + 2).sum::<usize>() <= WIDEST {
        return named;
    }
    let letters = ('A'..='Z')
        .map(String::from)
        .chain((1..).map(|number| format!("P{number}")));
    letters
        .filter(|letter| !types.contains(letter.as_str()))
        .take(required.len())
        .collect()
}

/// What a parameter's setter says.
fn parameter_docs(member: &Member<'_>) -> Doc {
    let field = member.field;
    let wire = docs::code(&field.name).unwrap_or_default();
    let mut doc = Doc::prose(&field.description);
    let bare = doc.is_empty();
    if bare {
        doc.push_own(format!("Sets {wire}."));
    }
    docs::push_values(&mut doc, field);
    let mut facts = Vec::new();
    if field.deprecated && field.required {
        facts.push("Deprecated.".to_owned());
    }
    if field.required {
        facts.push("Required.".to_owned());
    }
    if !bare {
        facts.push(format!("Wire name {wire}."));
    }
    facts.extend(docs::facts(field));
    if !facts.is_empty() {
        doc.push_own(facts.join(" "));
    }
    doc
}
