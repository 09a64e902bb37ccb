//! A spec without words: names, types, limits, values, codes and the like stay, and sentences go.

use super::model::{CommonErrors, ErrorCode, Field, Operation, Samples, Scalar};
use super::product::Product;

/// Takes all words out of a product.
pub fn only_facts(product: &mut Product) {
    for version in &mut product.versions {
        of_common(&mut version.common);
        version.operations.iter_mut().for_each(of_operation);
    }
}

fn of_common(common: &mut CommonErrors) {
    common.errors = codes(std::mem::take(&mut common.errors));
}

fn of_operation(operation: &mut Operation) {
    without_descriptions(operation);
    operation.samples = Samples::default();
    operation.errors = codes(std::mem::take(&mut operation.errors));
    of_fields(&mut operation.request);
    of_fields(&mut operation.response);
}

fn of_fields(fields: &mut [Field]) {
    for field in fields {
        field.example.take_if(|example| is_words(example));
        field.default.take_if(|default| is_words(default));
        field.inferred.take_if(|other| is_foreign(other));
        field
            .values
            .retain(|value| !matches!(&value.value, Scalar::String(text) if is_words(text)));
        of_fields(&mut field.fields);
    }
}

/// Takes out what an operation, its fields and its error codes are said to mean.
pub(crate) fn without_descriptions(operation: &mut Operation) {
    fn fields(level: &mut [Field]) {
        for field in level {
            field.description.clear();
            field.values.iter_mut().for_each(|value| value.description.clear());
            fields(&mut field.fields);
        }
    }
    operation.summary.clear();
    fields(&mut operation.request);
    fields(&mut operation.response);
    operation.errors.iter_mut().for_each(|error| error.description.clear());
}

/// A code stands once a status: rows that differ in nothing but their message are one.
fn codes(errors: Vec<ErrorCode>) -> Vec<ErrorCode> {
    let mut codes: Vec<ErrorCode> = Vec::new();
    for error in errors {
        let code = ErrorCode {
            code: error.code,
            http_status: error.http_status,
            ..ErrorCode::default()
        };
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Whether a text is words, and no mere value: letters with a space between them, or writing of another kind than Latin.
fn is_words(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let spaced = letters
        .windows(3)
        .any(|three| three[1] == ' ' && three[0].is_alphabetic() && three[2].is_alphabetic());
    spaced || is_foreign(text)
}

fn is_foreign(text: &str) -> bool {
    !text.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_values() {
        for (text, expected) in [
            ("cn-hangzhou", false),
            ("2020-01-01 10:00:00", false),
            ("{\"a\": 1}", false),
            ("10.0.0.0/8, 192.168.0.0/16", false),
            ("My first disk", true),
            ("应用", true),
            ("naïve", true),
            ("", false),
        ] {
            assert_eq!(is_words(text), expected, "{text:?}");
        }
    }
}
