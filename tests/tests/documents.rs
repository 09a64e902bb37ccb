//! What the documents for people name is there: files, commands and their options, packages.

use alibabacloud_tests::command::{cargo, run, xtask};
use alibabacloud_tests::root;
use std::collections::BTreeSet;

const DOCUMENTS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "generator/DIAGNOSTICS.md",
];

fn text(document: &str) -> String {
    std::fs::read_to_string(root().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

#[test]
fn links_lead_to_files() {
    let mut links = 0;
    for document in DOCUMENTS {
        let home = root().join(document);
        let home = home.parent().expect("a folder");
        let text = text(document);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("https://") {
                continue;
            }
            links += 1;
            assert!(home.join(link).exists(), "{document}: {link}");
        }
    }
    assert!(links > 20, "{links} links");
}

/// The command lines in a text: in code blocks, and in backticks.
fn commands(text: &str) -> BTreeSet<String> {
    let blocks = text.lines().filter_map(|line| line.trim().strip_prefix("$ "));
    let spans = text
        .split('`')
        .filter(|span| span.starts_with("cargo ") && !span.contains('\n'));
    let one = |line: &str| {
        line.split(" && ")
            .next()
            .unwrap_or(line)
            .split('#')
            .next()
            .unwrap_or(line)
            .trim()
            .to_owned()
    };
    blocks
        .chain(spans)
        .map(one)
        .filter(|line| line.starts_with("cargo "))
        .collect()
}

#[test]
fn commands_and_packages_exist() {
    let metadata = run(cargo().args(["metadata", "--no-deps", "--format-version", "1"])).well();
    let is_package = |name: &str| metadata.stdout.contains(&format!("\"name\":\"{name}\""));
    let mut helps: BTreeSet<String> = BTreeSet::new();
    let mut seen = 0;
    for document in DOCUMENTS {
        for command in commands(&text(document)) {
            seen += 1;
            let words: Vec<&str> = command.split_whitespace().collect();
            for pair in words.windows(2).filter(|pair| ["-p", "--package"].contains(&pair[0])) {
                assert!(is_package(pair[1]), "{document}: {command}: no package {}", pair[1]);
            }
            let ["cargo", "xtask", subcommand, arguments @ ..] = &words[..] else {
                continue;
            };
            // A command of commands takes the next word too.
            let called: Vec<&str> = [*subcommand]
                .into_iter()
                .chain(arguments.first().copied().filter(|_| *subcommand == "bench"))
                .chain(["--help"])
                .collect();
            let help = run(&mut xtask(&called)).well().stdout;
            for option in arguments.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{document}: {command}: no {option}");
            }
            helps.insert((*subcommand).to_owned());
        }
    }
    assert!(seen > 15 && helps.len() > 6, "{seen} commands, {helps:?}");
}
