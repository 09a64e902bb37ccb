//! The pages of one operation, ordered by how good they are, with their samples read.

use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::infer::identity::{Identity, version_of};
use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::samples::{self, Answer};
use crate::infer::structure::elements;
use crate::infer::structure::joined::{ResponseRows, add_missing_containers, response_items};
use crate::infer::structure::parameters;
use crate::infer::structure::request::Request;
use crate::infer::structure::rows::{Item, wire_name};
use crate::page::headings::Section;
use crate::page::{Page, Sample, Vintage};
use crate::spec::model::{Type, Whole};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A sample as a page shows it.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) page: &'a Page,
    pub(crate) sample: &'a Sample,
    /// The answer, without what is wrapped around it.
    pub(crate) value: Value,
}

/// The pages of one operation, the best first.
#[derive(Debug)]
pub(crate) struct Pages<'a> {
    /// What they are about.
    pub(crate) identity: Identity,
    /// The pages; never empty.
    pub(crate) pages: Vec<&'a Page>,
    /// The samples of all pages, weighed: the best page's count fully, the others' together half as much.
    pub(crate) samples: Vec<WeighedShape>,
    /// The rows of the answer on the best page, prepared for the search.
    pub(crate) items: Vec<Item>,
    /// The request on the best page, prepared in the same way.
    pub(crate) request: Request<'a>,
    /// The best JSON sample.
    pub(crate) shown: Option<Shown<'a>>,
    /// What the answer is as a whole, if it is no structure.
    pub(crate) whole: Option<Whole>,
    /// Whether only a sample says that it is a list.
    pub(crate) only_shown_as_list: bool,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Pages<'a> {
    /// Orders the pages of an operation and reads their samples.
    pub(crate) fn new(identity: Identity, mut pages: Vec<&'a Page>) -> Self {
        let fullest = pages.iter().map(|page| page.rows()).max().unwrap_or(0);
        pages.sort_by(|a, b| rank(a, fullest).cmp(&rank(b, fullest)).then(a.file.cmp(&b.file)));
        let request = Request::of(pages[0], by_path(&pages));
        let rows = ResponseRows::of(pages[0]);
        let passed_over = rows
            .passed_over()
            .map(|(line, message)| Diagnostic::new(DiagnosticKind::TooLarge, pages[0].file.as_str(), line, message));
        let ResponseRows {
            items: mut rows, whole, ..
        } = rows;
        let mut all = Self {
            identity,
            request,
            pages,
            samples: Vec::new(),
            items: Vec::new(),
            shown: None,
            whole,
            only_shown_as_list: false,
            diagnostics: passed_over.into_iter().collect(),
        };
        let mut samples: Vec<Vec<WeighedShape>> = Vec::new();
        for (at, page) in all.pages.clone().into_iter().enumerate() {
            // A copy is no further evidence.
            let is_copy = |other: &&Page| other.tables == page.tables && other.samples == page.samples;
            if all.pages[..at].iter().any(is_copy) {
                samples.push(Vec::new());
                continue;
            }
            let answers = match at {
                0 => all.answers(page, &rows),
                _ if page.samples.is_empty() => Vec::new(),
                _ => all.answers(page, &response_items(page)),
            };
            let best = answers.iter().find(|(_, answer)| answer.json);
            if let (None, Some((sample, answer))) = (&all.shown, best) {
                let value = answer.value.clone();
                all.shown = Some(Shown { page, sample, value });
            }
            let weigh = |(_, answer): &(&Sample, Answer)| WeighedShape {
                shape: Shape::of(&members_shown(&answer.value, all.whole)),
                weight: 1.0,
                json: answer.json,
            };
            samples.push(answers.iter().map(weigh).collect());
        }
        all.samples = weighed(samples);
        prepare(&mut rows, &all.samples);
        all.items = rows;
        all
    }

    /// The samples of a page that show an answer; `rows` are those that describe it.
    fn answers(&mut self, page: &'a Page, rows: &[Item]) -> Vec<(&'a Sample, Answer)> {
        let is_field = &|name: &str| rows.iter().any(|row| row.name == name);
        // A map whose keys are the names of its element's members is none: the second row without a name says what the first is.
        let no_map = |answer: &Answer| names_rows([&answer.value], is_field);
        let read = |sample| samples::answer(sample, false)?.ok();
        if self.whole.is_some_and(|whole| whole.kind == Type::Map)
            && page.samples.iter().filter_map(read).any(|answer| no_map(&answer))
        {
            self.whole = None;
        }
        let kind = self.whole.map(|whole| whole.kind);
        let mut answers = Vec::new();
        for sample in &page.samples {
            match samples::answer(sample, kind.is_none_or(|kind| kind == Type::Array)) {
                None => {}
                Some(Ok(answer)) if kind == Some(Type::Map) => answers.push((sample, answer)),
                Some(Err(reason)) => {
                    let message = format!("the sample can't be read: {reason}");
                    self.diagnostics.push(Diagnostic::new(
                        DiagnosticKind::SampleUnreadable,
                        page.file.as_str(),
                        sample.line,
                        message,
                    ));
                }
                Some(Ok(mut answer)) => {
                    answer.value = samples::unwrap_root(answer.value, answer.json, &self.identity.operation, is_field);
                    answers.push((sample, answer));
                }
            }
        }
        if kind.is_none() {
            let is_list = |(_, answer): &(&Sample, Answer)| answer.value.is_array();
            if rows.is_empty()
                || !answers.iter().all(|answer| {
                    is_list(answer) && names_rows(answer.1.value.as_array().into_iter().flatten(), is_field)
                })
            {
                answers.retain(|answer| !is_list(answer));
            } else if !answers.is_empty() && page.file == self.lead().file {
                self.whole = Some(Whole {
                    kind: Type::Array,
                    items: Some(Type::Struct),
                });
                self.only_shown_as_list = true;
            }
        }
        // A policy or a parameter's value among the words is JSON too, but no answer.
        let in_place = |(sample, _): &(&Sample, Answer)| {
            matches!(sample.section, Section::Examples | Section::Response | Section::Other)
        };
        if answers.iter().any(in_place) {
            answers.retain(in_place);
        }
        answers
    }

    /// Whether the operation is called by path and method.
    pub(crate) fn is_roa(&self) -> bool {
        by_path(&self.pages)
    }

    /// Whether one of the pages tells the version, and not only those near it.
    pub(crate) fn states_version(&self) -> bool {
        self.pages.iter().any(|page| version_of(page).is_some())
    }

    /// The first page that tells something; the newest leads, and older ones give what it lacks.
    pub(crate) fn first<T>(&self, tells: impl Fn(&Page) -> Option<T>) -> Option<T> {
        let lead = self.lead();
        tells(lead).or_else(|| {
            let older = self.pages[1..].iter().filter(|_| lead.vintage == Vintage::Today);
            older.filter_map(|page| tells(page)).next()
        })
    }

    /// The best page.
    pub(crate) fn lead(&self) -> &'a Page {
        self.pages[0]
    }

    /// What other pages of the same layout say otherwise: names that one has and the other lacks.
    pub(crate) fn disagreements(&self) -> Vec<Diagnostic> {
        let names = |page: &Page| -> BTreeSet<String> {
            let rows = page
                .tables
                .iter()
                .filter(|table| matches!(table.section, Section::Request | Section::Response));
            rows.flat_map(|table| &table.rows)
                .filter_map(|row| wire_name(&row.name))
                .filter(|name| !parameters::COMMON.contains(&name.as_str()))
                .collect()
        };
        let lead = self.lead();
        let ours = names(lead);
        if lead.vintage == Vintage::Today {
            // What has come and gone since the older pages were written.
            let others = [Vintage::Today, Vintage::Of2021];
            let first = |vintage| {
                self.pages[1..]
                    .iter()
                    .find(|page| page.vintage == vintage && page.rows() > 0)
            };
            let others = others.into_iter().filter_map(first);
            let told = |other: &&Page| disagreement(&self.identity.operation, lead, &ours, other, &names(other));
            return others.filter_map(told).collect();
        }
        let alike = |page: &&&Page| page.vintage == lead.vintage && page.rows() > 0;
        let others = self.pages[1..]
            .iter()
            .filter(alike)
            .filter(|_| lead.vintage != Vintage::Older);
        let told = |other: &&Page| disagreement(&self.identity.operation, lead, &ours, other, &names(other));
        others.filter_map(told).collect()
    }
}

/// Whether most names of some structures are those of rows.
fn names_rows<'v>(structures: impl IntoIterator<Item = &'v Value>, is_field: impl Fn(&str) -> bool) -> bool {
    let members = structures.into_iter().filter_map(Value::as_object);
    let names = members.flat_map(|members| members.keys());
    let (known, unknown): (Vec<_>, Vec<_>) = names.partition(|name| is_field(name));
    known.len() > unknown.len()
}

/// A sample by what it shows of the members: of a map, its values as a list.
pub(crate) fn members_shown(value: &Value, whole: Option<Whole>) -> Cow<'_, Value> {
    match (value, whole.map(|whole| whole.kind)) {
        (Value::Object(map), Some(Type::Map)) => Cow::Owned(map.values().cloned().collect()),
        _ => Cow::Borrowed(value),
    }
}

/// Whether an operation is called by path and method.
fn by_path(pages: &[&Page]) -> bool {
    let styles = pages.iter().filter_map(|page| page.explorer.as_ref()?.style.as_deref());
    let mut styles = styles.peekable();
    match styles.peek() {
        Some(_) => styles.any(|style| style.eq_ignore_ascii_case("roa")),
        None => pages
            .iter()
            .any(|page| page.samples.iter().any(|sample| sample.section == Section::Syntax)),
    }
}

fn weighed(pages: Vec<Vec<WeighedShape>>) -> Vec<WeighedShape> {
    let others = pages.iter().skip(1);
    let filled = others.filter(|samples| !samples.is_empty()).count().max(1) as f64;
    let mut weighed = Vec::new();
    for (at, samples) in pages.into_iter().enumerate() {
        let share = if at == 0 { 1.0 } else { 0.5 / filled };
        let (all, json) = (samples.len(), samples.iter().filter(|sample| sample.json).count());
        for mut sample in samples {
            sample.weight = share / all as f64 * if json > 0 && json < all { 1.2 } else { 1.0 };
            weighed.push(sample);
        }
    }
    weighed
}

/// Prepares rows for the search.
fn prepare(rows: &mut Vec<Item>, samples: &[WeighedShape]) {
    if !rows.is_empty() {
        let json = samples.iter().filter(|sample| sample.json);
        let json: Vec<&Shape> = json.map(|sample| &sample.shape).collect();
        let all: Vec<&Shape> = samples.iter().map(|sample| &sample.shape).collect();
        add_missing_containers(rows, &json);
        elements::mark_elements(rows, &all);
    }
}

/// What a page of some subject says otherwise than the one that was followed: names that one has and the other lacks.
pub(crate) fn disagreement(
    subject: &str,
    lead: &Page,
    ours: &BTreeSet<String>,
    other: &Page,
    theirs: &BTreeSet<String>,
) -> Option<Diagnostic> {
    let list = |names: Vec<&String>| {
        let names: Vec<_> = names.into_iter().take(5).map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let said = |words: &str, names: String, behind: &str| {
        if names.is_empty() {
            String::new()
        } else {
            format!("{words} {names}{behind}")
        }
    };
    let more = said(" has", list(theirs.difference(ours).collect()), " besides");
    let fewer = said(" lacks", list(ours.difference(theirs).collect()), "");
    if more.is_empty() && fewer.is_empty() {
        return None;
    }
    let both = if more.is_empty() || fewer.is_empty() {
        ""
    } else {
        " and"
    };
    let message = format!("this page of {subject}{more}{both}{fewer}; {} was followed", lead.file);
    Some(Diagnostic::new(
        DiagnosticKind::PagesDisagree,
        other.file.as_str(),
        1,
        message,
    ))
}

/// How good a page is: smaller is better.
pub(crate) fn rank(page: &Page, fullest: usize) -> (bool, Vintage, bool, bool, bool, u8) {
    let linked = page
        .explorer
        .as_ref()
        .is_some_and(|explorer| explorer.version.is_some());
    let locale = match locale(&page.file) {
        Some("cn.zh-CN") => 0,
        Some(locale) if locale.ends_with("zh-CN") => 1,
        _ => 2,
    };
    // A page without examples, or with far fewer rows, is an older one.
    let examples = page
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .any(|row| !row.example.is_empty());
    (
        page.rows() == 0,
        page.vintage,
        !linked,
        !examples,
        page.rows() * 10 < fullest * 8,
        locale,
    )
}

/// The folder of a page's path that names a locale, such as `cn.zh-CN`.
pub(crate) fn locale(file: &str) -> Option<&str> {
    file.split('/')
        .find(|folder| folder.ends_with("zh-CN") || folder.ends_with("en-US"))
}
