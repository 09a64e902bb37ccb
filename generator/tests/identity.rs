//! Which product and version a page is of: one case for each way in which folders of docs tell it, or fail to.

use alibabacloud_generator::docs_to_spec;
use alibabacloud_generator::files::SourceFile;

fn file(path: &str, text: String) -> SourceFile {
    SourceFile {
        path: path.to_owned(),
        bytes: text.into_bytes(),
    }
}

/// A page of an operation with what follows `#` in its link to the API Explorer, and the host of its request sample.
fn operation(path: &str, link: Option<&str>, host: &str) -> SourceFile {
    let name = path.rsplit('/').next().unwrap_or_default();
    let link = link.map(|link| format!("[run](https://api.aliyun.com/#{link}&api={name})\n\n"));
    let text = format!(
        "# {name}\n\n{}## Request parameters\n\n|Parameter|Type|Required|Description|\n|--|--|--|--|\n|Action|String|Yes|{name} |\n\n\
         ## Response parameters\n\n|Parameter|Type|Description|\n|--|--|--|\n|RequestId|String|words |\n\n\
         ## Examples\n\n```\nhttps://{host}/?Action={name}\n&<common>\n```\n",
        link.unwrap_or_default()
    );
    file(&format!("{path}.md"), text)
}

/// A page on the parameters of all calls.
fn common(path: &str, version: &str) -> SourceFile {
    let text = format!(
        "# Common parameters\n\n## Request\n\n|Parameter|Type|Required|Description|\n|--|--|--|--|\n|Version|String|Yes|Use {version} |\n"
    );
    file(path, text)
}

/// A page on signatures, with a sample of a request copied from another product.
fn signatures(path: &str, host: &str, version: &str) -> SourceFile {
    file(
        path,
        format!("# Signatures\n\n```\nhttps://{host}/?Action=Foo&Version={version}\n```\n"),
    )
}

#[test]
fn products_and_versions_of_a_folder() {
    let linked = Some("product=Acme&type=RPC&version=2020-01-01");
    let cases: Vec<(&str, Vec<SourceFile>, &[&str])> = vec![
        (
            "the link says all",
            vec![operation("a/ListCats", linked, "acme.aliyuncs.com")],
            &["acme/2020-01-01/ListCats"],
        ),
        (
            "no link: as the pages beside it",
            vec![
                operation("a/ListCats", linked, "acme.aliyuncs.com"),
                operation("a/ListDogs", None, "acme-cn-hangzhou.aliyuncs.com"),
            ],
            &["acme/2020-01-01/ListCats", "acme/2020-01-01/ListDogs"],
        ),
        (
            "no link anywhere: the host of the samples, and the page on common parameters rather than a copied sample",
            vec![
                operation("en/api/ListCats", None, "acme.aliyuncs.com"),
                common("en/calls/Common.md", "2020-01-01"),
                signatures("en/api/Signatures.md", "other.aliyuncs.com", "2011-11-11"),
            ],
            &["acme/2020-01-01/ListCats"],
        ),
        (
            "no link and no host: the folder's name",
            vec![operation("ListCats", None, "[Endpoint]"), common("Common.md", "2020-01-01")],
            &["acme/2020-01-01/ListCats"],
        ),
        (
            "two versions, each with its own page on common parameters",
            vec![
                operation("old/cats/ListCats", None, "acme.aliyuncs.com"),
                common("old/Common.md", "2011-11-11"),
                operation("new/cats/ListCats", None, "acme.aliyuncs.com"),
                common("new/Common.md", "2020-01-01"),
            ],
            &["acme/2011-11-11/ListCats", "acme/2020-01-01/ListCats"],
        ),
        (
            "a second product without links, named by a folder and by its host",
            vec![
                operation("Acme/ListCats", linked, "acme.aliyuncs.com"),
                operation("API (WIDGET)/calls/ListDogs", None, "widget.aliyuncs.com"),
                common("API (WIDGET)/Common.md", "2015-05-05"),
            ],
            &["acme/2020-01-01/ListCats", "widget/2015-05-05/ListDogs"],
        ),
        (
            "a host that bears another name than the product",
            vec![
                operation("a/ListCats", linked, "zoo.aliyuncs.com"),
                operation("b/ListDogs", None, "zoo.aliyuncs.com"),
            ],
            &["acme/2020-01-01/ListCats", "acme/2020-01-01/ListDogs"],
        ),
        (
            "a data type is no operation",
            vec![
                operation("a/ListCats", linked, "acme.aliyuncs.com"),
                file(
                    "types/Cat.md",
                    "# Cat\n\n## Response parameters\n\n|Parameter|Type|Description|\n|--|--|--|\n|Name|String|words |\n".to_owned(),
                ),
            ],
            &["acme/2020-01-01/ListCats"],
        ),
    ];
    for (case, files, expected) in cases {
        let docs = docs_to_spec("acme", &files, None, None);
        let mut found: Vec<String> = Vec::new();
        for product in &docs.products {
            for version in &product.versions {
                let names = version.operations.iter().map(|operation| &operation.operation);
                found.extend(names.map(|name| format!("{}/{}/{name}", product.name, version.version)));
            }
        }
        found.sort();
        assert_eq!(found, expected, "{case}");
    }
}
