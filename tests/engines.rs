//! What a published site says to search engines and to whoever shows a link: site map, robots, addresses.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;

use support::project::Project;

const BASE: &str = "https://example.org/notes/";

const GO: &str = "---\ntags: [go, go/memory]\n---\n# Go & more\n\n## One\n\n### Q: What is `a < b` & \"c\"?\n\nA: Less.\n\n## Two\n\n### Q: What is a map?\n\nA: A table.\n\n### Q: What is open?\n";

/// The only value of an attribute in the only element that begins so.
#[track_caller]
fn only<'a>(page: &'a str, before: &str) -> &'a str {
    let found: Vec<&str> = page.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(found.len(), 1, "{before} in {page}");
    found[0]
}

fn project() -> Project {
    let project = Project::with(&[
        ("recto.yaml", "title: Notes & <more>\nlanguage: de-AT\nbase_url: https://example.org/notes/\n"),
        ("content/go.md", GO),
        ("content/größe und maß.md", "# Größe\n\n### Q: What is one?\n\nA: A number.\n"),
    ]);
    project.build();
    project
}

/// The address of a page, as it is written.
fn address(path: &str) -> String {
    let path = if path == "index.html" { "" } else { path };
    let escaped =
        path.bytes().map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("{BASE}{}", escaped.collect::<String>())
}

fn pages(project: &Project) -> Vec<String> {
    let names = project.tree("output/site").into_keys();
    let pages: Vec<String> = names.map(|path| path.to_string()).filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 10, "{pages:?}");
    pages
}

#[test]
fn the_site_map_holds_every_page_with_something_to_read_and_no_other() {
    let project = project();
    let text = project.text("output/site/sitemap.xml");
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.sitemaps.org/schemas/sitemap/0.9"));
    let listed = root.children().filter(roxmltree::Node::is_element).map(|url| {
        assert_eq!(url.tag_name().name(), "url");
        url.first_element_child().unwrap().text().unwrap().to_owned()
    });
    let listed: Vec<String> = listed.collect();
    let tools = ["404.html", "card.html", "print.html", "search.html", "unanswered.html"];
    let pages = pages(&project).into_iter().filter(|path| !tools.contains(&path.as_str()));
    let expected: BTreeSet<String> = pages.map(|path| address(&path)).collect();
    assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), expected);
    assert_eq!(listed.len(), expected.len(), "each once");
    assert!(listed.iter().all(|url| url.is_ascii()), "{listed:?}");
    assert_eq!(
        project.text("output/site/robots.txt"),
        format!("User-agent: *\nAllow: /\nSitemap: {BASE}sitemap.xml\n")
    );
}

#[test]
fn every_page_says_its_address_and_what_it_is() {
    let project = project();
    let map = project.text("output/site/sitemap.xml");
    for path in pages(&project) {
        let page = project.text(&format!("output/site/{path}"));
        let title = only(&page, "<meta property=\"og:title\" content=\"");
        assert!(page.contains(&format!("<title>{title}")), "{path}: {title}");
        assert_eq!(only(&page, "<meta property=\"og:site_name\" content=\""), "Notes &amp; &lt;more&gt;");
        assert_eq!(only(&page, "<meta property=\"og:locale\" content=\""), "de_AT");
        if path == "404.html" {
            assert!(page.contains("<meta name=\"robots\" content=\"noindex\">") && !page.contains("rel=\"canonical\""));
            continue;
        }
        let address = address(&path);
        assert_eq!(only(&page, "<link rel=\"canonical\" href=\""), address);
        assert_eq!(only(&page, "<meta property=\"og:url\" content=\""), address);
        let isolated = ["card.html", "print.html", "search.html", "unanswered.html"].contains(&path.as_str());
        assert_eq!(map.contains(&format!("<loc>{address}</loc>")), !isolated, "{address}");
        let picture = only(&page, "<meta property=\"og:image\" content=\"");
        assert!(project.has(&format!("output/site/{}", picture.strip_prefix(BASE).unwrap())));
        assert!(page.contains("type=\"application/atom+xml\""));
    }
    let section = project.text("output/site/go/one.html");
    assert_eq!(
        only(&section, "<meta property=\"og:description\" content=\""),
        "What is a &lt; b &amp; &quot;c&quot;?",
        "what stands in a description is text"
    );
}

#[test]
fn without_an_address_nothing_claims_one() {
    let project = Project::with(&[("content/go.md", GO)]);
    project.build();
    for path in pages(&project) {
        let page = project.text(&format!("output/site/{path}"));
        assert!(!["rel=\"canonical\"", "og:url", "og:image"].iter().any(|claim| page.contains(claim)), "{path}");
    }
    assert!(!project.has("output/site/sitemap.xml") && !project.has("output/site/robots.txt"));
}

#[test]
fn the_workflow_of_a_new_project_is_yaml_and_its_build_works() {
    let project = Project::with(&[]);
    project.recto(&["init"]).ends(0);
    let text = project.text(".github/workflows/pages.yml");
    let workflow: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    let job = &workflow["jobs"]["site"];
    let steps = job["steps"].as_array().unwrap();
    for action in steps.iter().filter_map(|step| step["uses"].as_str()) {
        let (name, version) = action.split_once('@').unwrap();
        assert!(name.starts_with("actions/") && version.starts_with('v'), "{action} is GitHub's, at a version");
    }
    let runs: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    assert!(runs[0].contains(&format!("--tag v{}", env!("CARGO_PKG_VERSION"))), "{runs:?}");
    // Steps that run Recto, as they are written.
    let recto: Vec<Vec<&str>> =
        runs.iter().filter_map(|run| run.strip_prefix("recto ")).map(|run| run.split(' ').collect()).collect();
    assert_eq!(recto.len(), 1);
    // Whoever has not built at home has no lock to commit.
    assert_ne!(project.recto(&recto[0]).code, 0);
    project.build();
    std::fs::remove_dir_all(project.path("output")).unwrap();
    project.recto(&recto[0]).ends(0);
    let upload =
        steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("upload-pages"))).unwrap();
    let folder = upload["with"]["path"].as_str().unwrap();
    let published = project.tree(folder);
    let has = |end: &str| published.keys().any(|path| path.to_string().ends_with(end));
    assert!(has("index.html") && has("404.html") && has(".apkg"), "site and deck are published together");
    // What the deployment may do, and that its address is the one it names.
    for right in ["pages", "id-token"] {
        assert_eq!(workflow["permissions"][right], "write");
    }
    let url = job["environment"]["url"].as_str().unwrap();
    let id = url.strip_prefix("${{ steps.").unwrap().split('.').next().unwrap();
    assert!(steps.iter().any(|step| step["id"] == id));
}
