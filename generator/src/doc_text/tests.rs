use super::*;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// All that rustdoc switches on.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// What in a doc comment could make rustdoc run, link or show more than text.
fn harm(markdown: &str) -> Option<String> {
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {
                return Some(format!("{event:?}"));
            }
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                ..
            }) => {}
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Strong | Tag::Emphasis)
            | Event::End(_)
            | Event::Text(_)
            | Event::Code(_)
            | Event::SoftBreak => {}
            other => return Some(format!("{other:?}")),
        }
    }
    None
}

/// The text that a reader sees.
fn shown(markdown: &str) -> String {
    let options = options() - Options::ENABLE_SMART_PUNCTUATION;
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::End(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn prose() {
    for (text, expected) in [
        ("Page to return, counted from 1.", "Page to return, counted from 1.\n"),
        ("one\ntwo\n\nthree", "one two\n\nthree\n"),
        (
            "Values:\n\n- `a`: one\n- b: two\n  more",
            "Values:\n\n- `a`: one\n- b: two more\n",
        ),
        ("- a\n- b\nand c\nd", "- a\n- b\n\nand c d\n"),
        ("* a\n  * b\n    * c\n* d", "- a\n  - b\n    - c\n- d\n"),
        ("    indented code", "indented code\n"),
        ("```\ncode\n```", "\\`\\`\\` code \\`\\`\\`\n"),
        ("an [Item] and [x](y)", "an \\[Item] and \\[x](y)\n"),
        ("Vec<String> & &amp; <b>", "Vec\\<String> & \\&amp; \\<b>\n"),
        ("see https://a.b/c?d=e_f. Or", "see <https://a.b/c?d=e_f>. Or\n"),
        ("http://[Endpoint]/", "http\\://\\[Endpoint]/\n"),
        ("**bold** and 2*3*4", "**bold** and 2\\*3\\*4\n"),
        ("a ** b", "a \\*\\* b\n"),
        ("**Note:** x", "**Note:** x\n"),
        ("**说明：**文字", "说明：文字\n"),
        ("to**-1**", "to-1\n"),
        (
            "IP 192.**.**.1 and i-1**** or ***",
            "IP 192.\\*\\*.\\*\\*.1 and i-1\\*\\*\\*\\* or \\*\\*\\*\n",
        ),
        ("snake_case _x_", "snake_case \\_x\\_\n"),
        ("1~50", "1~50\n"),
        ("1~50, 2~60", "1\\~50, 2\\~60\n"),
        ("| a | b |\n|---|---|", "\\| a | b | |---|---|\n"),
        ("> quote", "\\> quote\n"),
        ("1. first", "1\\. first\n"),
        ("# head", "\\# head\n"),
        ("a\n---", "a ---\n"),
        ("end */ of", "end \\*/ of\n"),
        ("C:\\path\\", "C:\\path\\\\\n"),
        ("a\u{202e}b\u{0}c\u{200b}d\u{a0}e", "abcd e\n"),
        ("open ` tick", "open \\` tick\n"),
        ("- \n-", "\\- -\n"),
        ("", ""),
        ("应用名称。", "应用名称。\n"),
    ] {
        assert_eq!(Doc::prose(text).markdown(), expected, "{text:?}");
        assert_eq!(harm(expected), None, "{text:?}");
    }
}

#[test]
fn code_spans() {
    for (text, expected) in [
        ("1", Some("`1`")),
        ("", None),
        (" \n ", None),
        ("a`b", Some("``a`b``")),
        ("`a`", Some("`` `a` ``")),
        ("a\nb | c", Some("`a b | c`")),
        ("``", Some("``` `` ```")),
    ] {
        assert_eq!(code(text).as_deref(), expected, "{text:?}");
    }
    assert_eq!(code(&"x".repeat(1000)).map(|code| code.chars().count()), Some(203));
}

#[test]
fn long_text_is_wrapped() {
    let text = "word ".repeat(100) + &"- ".repeat(60) + &"1. ".repeat(60);
    let doc = Doc::prose(&text);
    let lines = doc.lines();
    assert!(lines.len() > 5);
    for line in lines {
        assert!(line.chars().count() <= WIDTH + 2, "{line}");
        assert!(!line.starts_with("  "), "{line}");
    }
    assert_eq!(harm(&doc.markdown()), None);
}

/// A generator of numbers, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}

#[test]
fn no_text_does_harm() {
    const PARTS: &[&str] = &[
        "`",
        "``",
        "```",
        "~~~",
        "*",
        "**",
        "_",
        "__",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "!",
        "#",
        "## ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "|",
        "|-|",
        "\\",
        "&",
        "&amp;",
        "&#65;",
        ":",
        "://",
        "http://",
        "https://a.b/c",
        "www.x.y",
        "<a href=x>",
        "</b>",
        "<!--",
        "-->",
        "*/",
        "/*",
        "\n",
        "\n\n",
        "  ",
        "    ",
        "\t",
        "a",
        "b c",
        "word",
        "=",
        "===",
        "---",
        "~",
        "~~",
        "\"",
        "'",
        "$",
        "$$",
        "^",
        "[^1]",
        "[x]: y",
        "{",
        "}",
        "\r",
        "\u{0}",
        "\u{202e}",
        "\u{2028}",
        "中文",
        "，",
        "[ ]",
        "[x] ",
        "\u{a0}",
        ".",
        ",",
        "1",
        "rust",
        "\u{feff}",
        "%s",
        ":::",
        "```rust",
        "•",
        "· ",
    ];
    let mut dice = Dice(42);
    for round in 0..40_000 {
        let mut text = String::new();
        for _ in 0..dice.below(14) {
            text.push_str(PARTS[dice.below(PARTS.len())]);
        }
        let doc = Doc::prose(&text);
        let markdown = doc.markdown();
        assert_eq!(harm(&markdown), None, "round {round}: {text:?} gave {markdown:?}");
        let lines = doc.lines();
        for line in &lines {
            assert!(
                line.is_empty() || (line.starts_with(' ') && !line.ends_with(' ') && !line.contains('\n')),
                "{line:?} of {text:?}"
            );
        }
        let file = quote::quote!(#(#[doc = #lines])* pub struct A;).to_string();
        assert!(syn::parse_file(&file).is_ok(), "{file}");
        // An example in a span, next to the prose.
        if let Some(code) = code(&text) {
            let markdown = format!("Example: {code}.\n");
            assert_eq!(harm(&markdown), None, "{text:?} gave {markdown:?}");
            let span = Parser::new_ext(&markdown, options()).any(|event| matches!(event, Event::Code(_)));
            assert!(span, "{markdown:?}");
        }
    }
}

#[test]
fn plain_words_stay_as_they_are() {
    for text in [
        "a * b _ c < d > e [f] | g ~ h",
        "1. x 2) y",
        "&amp; &#1; \\* \\",
        "#1 is - not = a + list",
        "a*b*c d_e_f __init__",
        "x^2 $y$",
    ] {
        assert_eq!(shown(&Doc::prose(text).markdown()), *text, "{text}");
    }
}

#[test]
fn time_grows_with_the_text() {
    for part in ["`", "**a", "[", "http://", "- ", "\\", "<"] {
        let started = std::time::Instant::now();
        let _ = Doc::prose(&part.repeat(200_000)).markdown();
        assert!(started.elapsed().as_secs() < 5, "{part}");
    }
}
