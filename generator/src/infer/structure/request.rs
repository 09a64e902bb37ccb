//! The request's parameters: the cheapest reading of its rows.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::structure::corpus::Prior;
use crate::infer::structure::elements::Role;
use crate::infer::structure::parameters::Parameters;
use crate::infer::structure::request_sample;
use crate::infer::structure::request_tree::RequestTree;
use crate::infer::structure::response::{Readings, doubts, opens};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{Cost, Found, Reading, Witness, search};
use crate::infer::structure::witnesses::example::ExampleWitness;
use crate::infer::structure::witnesses::form::FormWitness;
use crate::infer::structure::witnesses::request_habits::HabitWitness;
use crate::infer::structure::witnesses::request_product::RequestProductWitness;
use crate::infer::structure::witnesses::sample::SampleWitness;
use crate::infer::structure::witnesses::type_column::TypeWitness;
use crate::infer::structure::witnesses::wording::{Wording, WordingWitness};
use crate::page::Page;
use crate::spec::model::Field;
use std::borrow::Cow;
use std::cell::RefCell;

/// A page's request, prepared for the search.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    page: &'a Page,
    parameters: Parameters<'a>,
    samples: Vec<WeighedShape>,
    /// Which rows may have members.
    opens: Vec<bool>,
    /// What the words say, where there are such rows.
    wording: Option<Wording>,
}

impl<'a> Request<'a> {
    /// Reads the rows and samples; `by_path` says whether the operation is called by path and method, so that it may have a body.
    pub(crate) fn of(page: &'a Page, by_path: bool) -> Self {
        let samples = request_sample::shapes(page);
        let shapes: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
        let parameters = Parameters::of(page, by_path, &shapes);
        let items = &parameters.items;
        // A row without a type is a text, and what is typed as text holds structures as text.
        let typed = |item: &Item| item.declared.kind.is_some() || item.role != Role::Field;
        let opens = opens(items, &[]).into_iter().zip(items);
        let opens: Vec<bool> = opens.map(|(opens, item)| opens && typed(item)).collect();
        let wording = opens.contains(&true).then(|| {
            let errors = page.errors.iter();
            let errors = errors.flat_map(|error| [error.message.as_str(), error.code.as_str()]);
            let rows = items.iter().map(|item| item.description.as_str());
            Wording::new(items, &opens, rows.chain(errors))
        });
        Self {
            page,
            parameters,
            samples,
            opens,
            wording,
        }
    }

    /// Whether any row may have members: where none has, no search is needed.
    pub(crate) fn may_nest(&self) -> bool {
        self.wording.is_some()
    }

    /// The parameters by name and place alone, and what is in doubt of them.
    pub(crate) fn outline(&self, operation: &str, prior: Prior<'_>) -> Vec<Field> {
        self.fields(operation, None, prior, false).0
    }

    /// Infers the parameters. `route` is that of an operation which is called by path and method.
    pub(crate) fn infer(
        &self,
        operation: &str,
        route: Option<&(String, String)>,
        prior: Prior<'_>,
    ) -> (Vec<Field>, Vec<Diagnostic>) {
        self.fields(operation, route, prior, true)
    }

    fn fields(
        &self,
        operation: &str,
        route: Option<&(String, String)>,
        prior: Prior<'_>,
        read_descriptions: bool,
    ) -> (Vec<Field>, Vec<Diagnostic>) {
        let items = &self.parameters.items;
        let Readings { found, .. } = self.read(operation, prior, Cost::of(prior.weights.clear));
        let flat = Reading {
            parents: vec![None; items.len()],
            cost: Cost::ZERO,
        };
        let doubts = doubts(items, &found, prior.weights, &[]);
        let tree = RequestTree {
            parameters: &self.parameters,
            reading: found.readings.first().unwrap_or(&flat),
            doubts: &doubts,
            route,
            read_descriptions,
            dropped: RefCell::default(),
        };
        let fields = tree.members(None, false);
        let mut diagnostics = Vec::new();
        if !read_descriptions {
            return (fields, diagnostics);
        }
        let mut tell = |kind, at: usize, message: String| {
            let row = self.parameters.rows[at].0;
            let told = Diagnostic::new(kind, self.page.file.as_str(), row.line, message);
            diagnostics.push(told.with_excerpt(&row.name));
        };
        for (at, item) in items.iter().enumerate() {
            if let Some(unknown) = &item.declared.unknown {
                let message = format!("`{unknown}` is no type known here; taken as a String");
                tell(DiagnosticKind::UnknownType, at, message);
            }
            if let Some(other) = doubts.get(at).and_then(Option::as_ref) {
                let message = format!("the place of `{}` is doubtful: {other}", item.name);
                tell(DiagnosticKind::StructureDoubtful, at, message);
            }
        }
        for (at, what) in tree.dropped.take() {
            tell(
                DiagnosticKind::WordsDisagree,
                at,
                format!("`{}`: {what}", items[at].name),
            );
        }
        (fields, diagnostics)
    }

    /// The rows, and the samples that show them.
    pub(crate) fn rows(&self) -> (&[Item], &[WeighedShape]) {
        (&self.parameters.items, &self.samples)
    }

    /// The readings of the rows, cheapest first; none where no row may have members. Those that cost more than `beyond` above the cheapest
    /// need not be found.
    pub(crate) fn read<'r>(&'r self, operation: &'r str, prior: Prior<'r>, beyond: Cost) -> Readings<'r> {
        let (items, opens, weights) = (&self.parameters.items, &self.opens, prior.weights);
        let Some(wording) = &self.wording else {
            return Readings {
                found: Found::default(),
                opens: Cow::Borrowed(opens),
                witnesses: Vec::new(),
            };
        };
        let shapes: Vec<&Shape> = self.samples.iter().map(|sample| &sample.shape).collect();
        let mut witnesses: Vec<Box<dyn Witness + 'r>> = vec![
            Box::new(TypeWitness::of_request(items, &shapes, weights)),
            Box::new(FormWitness::new(items, weights)),
            Box::new(ExampleWitness::new(items, weights)),
            Box::new(HabitWitness::new(&self.parameters, weights)),
            Box::new(WordingWitness { wording, weights }),
            Box::new(RequestProductWitness::new(prior, operation, items, opens)),
        ];
        for sample in &self.samples {
            witnesses.push(Box::new(SampleWitness::new(
                &sample.shape,
                items,
                sample.weight,
                weights,
            )));
        }
        Readings {
            found: search(items, opens, &witnesses, weights, beyond),
            opens: Cow::Borrowed(opens),
            witnesses,
        }
    }
}
