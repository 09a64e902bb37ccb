//! `cargo xtask report`: a page that escapes all that it shows, and loads nothing.

use crate::Bench;

/// A page whose every word is hostile.
fn hostile() -> String {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'></details>";
    format!(
        "# ListEvil\n\n{evil}\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
         |Action|String|Yes|ListEvil|The operation. |\n|Name|String|Yes|{evil}|{evil} |\n\n## Response parameters\n\n\
         |Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|{evil}|{evil} |\n\n## Error codes\n\n\
         |HTTP status code|Error code|Error message|Description|\n|--|--|--|--|\n|400|{evil}|{evil}|{evil}|\n\n## Examples\n\n\
         Sample requests\n\n```\nhttps://multimediaai.cn-beijing.aliyuncs.com/?Action=ListEvil&Version=2019-08-10\n```\n"
    )
}

#[test]
fn the_page_shows_rows_and_escapes_everything() {
    let bench = Bench::new();
    bench.write("docs/multimediaai/evil <b>.md", hostile());
    bench.docs(&[]).well();
    bench.write("spec/broken/product.yaml", "code: <script>\nversions: {}\n");
    let places = ["--docs", "docs", "--spec", "spec", "--out", "report.html"];
    let done = bench.other(&[&["report"], &places[..]].concat());
    assert!(
        done.code != 0 && done.stderr.contains("error: spec/broken/product.yaml:1:"),
        "{}",
        done.stderr
    );
    let html = bench.read("report.html");
    // Two texts of our own, whose hashes are in the policy; all else is plain tags.
    let policy = "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy) && !html.contains("unsafe-"));
    let (head, rest) = html.split_once("<style>").expect("a style");
    let (style, rest) = rest.split_once("</style>").expect("its end");
    let (body, rest) = rest.split_once("<script>").expect("a script");
    let (_, foot) = rest.split_once("</script>").expect("its end");
    assert!(!style.contains("url(") && !style.contains("@import"));
    for tag in [head, body, foot].iter().flat_map(|part| part.split('<').skip(1)) {
        let (tag, _) = tag.split_once('>').expect("a tag");
        // What stands in quotes is a value, whatever it looks like.
        let names: String = tag.split('"').step_by(2).collect();
        let named = |name: &str| names.split_whitespace().skip(1).any(|word| word.starts_with(name));
        assert!(
            !["script", "style", "img", "link", "iframe"].contains(&names.split(' ').next().unwrap_or_default())
                && !["src", "style", "on"].iter().any(|name| named(name)),
            "{tag}"
        );
        assert!(!tag.contains("href=\"") || tag.contains("href=\"#"), "{tag}");
    }
    assert!(
        html.contains("&lt;script&gt;alert(1)"),
        "the words themselves are shown"
    );
    // A row of the page beside its field.
    assert!(html.contains("multimediaai/2019-08-10/ListTasks") && html.contains("Number of tasks on a page"));
    assert!(html.contains("spec/broken/product.yaml:"), "what can't be read is told");
}

#[test]
fn changes_are_highlighted() {
    let (old, new) = (Bench::new(), Bench::new());
    old.docs(&[]).well();
    let page = new.read("docs/multimediaai/ListTasks.md");
    let row = page
        .lines()
        .find(|line| line.starts_with("|ServiceType|"))
        .expect("the row");
    new.write("docs/multimediaai/ListTasks.md", page.replace(row, ""));
    new.docs(&[]).well();
    let since = old.path("spec").display().to_string();
    let report = |since: &str| {
        new.other(&[
            "report",
            "--docs",
            "docs",
            "--spec",
            "spec",
            "--out",
            "report.html",
            "--since",
            since,
        ])
    };
    report(&since).well();
    let html = new.read("report.html");
    let operation = html
        .split("<details class=\"operation")
        .find(|part| part.contains("/ListTasks\""));
    let operation = operation.expect("the operation");
    assert!(
        operation.starts_with(" has-changes")
            && operation.contains("badge breaking")
            && operation.contains("request.ServiceType")
    );
    assert!(!report("nosuch").stderr.is_empty());
    assert_eq!(new.other(&["report", "--spec", "spec", "--product", "nosuch"]).code, 2);
}
