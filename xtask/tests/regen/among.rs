//! Products whose pages lie among another's.

use crate::Bench;

/// A page of an operation, with the product's code and the version told by its link.
fn page(product: &str, operation: &str) -> String {
    format!(
        "# {operation}\n\nDoes a thing.\n\n[Debug](https://api.aliyun.com/#product={product}&api={operation}&type=RPC&version=2020-01-02)\n\n\
         ## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|--|--|--|--|--|\n\
         |Action|String|Yes|{operation}|The operation. |\n|Crates|Array of String|No|c-1|Crates. |\n\n\
         ## Response parameters\n\n|Parameter|Type|Example|Description|\n|--|--|--|--|\n|RequestId|String|abc|ID. |\n"
    )
}

/// Pages of pears with one of plums among them, and below another folder the plums' own.
fn bench() -> Bench {
    let bench = Bench::new();
    for operation in ["ListPears", "GetPear", "CountPears"] {
        bench.write(&format!("fruit/apear/{operation}.md"), page("apear", operation));
    }
    bench.write("fruit/apear/ListPlums.md", page("plum", "ListPlums"));
    bench.write("fruit/apear/DryPlums.md", page("plum", "DryPlums"));
    bench
}

#[test]
fn a_product_is_found_among_the_pages_of_another() {
    let bench = bench();
    bench
        .regen(&["--docs", "fruit", "--docs-only", "--product", "plum"])
        .well();
    assert!(bench.path("spec/plum/2020-01-02/DryPlums.yaml").exists());
    assert!(!bench.path("spec/apear").exists(), "nobody asked for it");
    let told = bench
        .other(&["explain", "plum", "listplums", "--docs", "fruit", "--spec", "spec"])
        .well();
    assert!(told.stdout.starts_with("ListPlums ("), "{}", told.stdout);
    assert!(
        told.stdout.contains("  Crates: Array of String") && told.stdout.contains("  RequestId: String"),
        "{}",
        told.stdout
    );
    let none = bench.other(&["explain", "plum", "ListPears", "--docs", "fruit", "--spec", "spec"]);
    assert_eq!(none.code, 2);
    let told = "no page of plum's ListPears; did you mean ListPlums?";
    assert!(none.stderr.contains(told), "{}", none.stderr);
}

#[test]
fn a_product_among_the_pages_of_another_is_taken_up_by_its_name() {
    let bench = bench();
    let added = bench
        .other(&["add", "fruit/apear", "--product", "plum", "--spec", "spec"])
        .well();
    assert!(
        added.stdout.contains("plum: 2 operations") && !added.stdout.contains("pear: "),
        "{added:?}"
    );
    assert!(bench.read("spec/plum/product.yaml").contains("code: plum\n") && !bench.path("spec/apear").exists());
    bench.regen(&["--docs-only", "--product", "plum"]).well();
    let names: Vec<_> = bench.tree("spec/plum/2020-01-02").into_keys().collect();
    assert_eq!(names, ["DryPlums.yaml", "ListPlums.yaml"]);
}

#[test]
fn its_own_folder_goes_first_and_what_else_there_was_is_told() {
    let bench = bench();
    for operation in ["ListPlums", "GetPlum"] {
        bench.write(&format!("fruit/plum/{operation}.md"), page("plum", operation));
    }
    let done = bench.regen(&["--docs", "fruit", "--docs-only", "--diagnostics"]).well();
    let operations = bench.tree("spec/plum/2020-01-02");
    let names: Vec<_> = operations.keys().map(String::as_str).collect();
    assert_eq!(names, ["GetPlum.yaml", "ListPlums.yaml"]);
    assert!(done.stdout.contains("left out here: DryPlums"), "{}", done.stdout);
}
