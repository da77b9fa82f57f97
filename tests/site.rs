//! The site output as a whole: hand-made questions through the bare theme.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail this way")]

use std::collections::{BTreeMap, BTreeSet};

use recto::changelog::{Change, Changelog, Changes, Date, Day, Extent};
use recto::note::{Guid, Kind};
use recto::output::site::{Found, Repository, SearchIndex, Site, SiteFacts};
use recto::path::SourcePath;
use recto::site::{Chapter, Entry, Face, Plan, PromptShape, Section, Unanswered};
use recto::tag::Tag;
use recto::theme::Theme;

type Files = BTreeMap<String, String>;
type ThemeFiles = BTreeMap<String, Vec<u8>>;

/// The bare theme as a project's own, read from `tests/themes`.
fn bare() -> ThemeFiles {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/themes");
    let mut files = ThemeFiles::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let key = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            #[allow(clippy::disallowed_methods, reason = "a test reads its own files")]
            files.insert(key, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn with(mut files: ThemeFiles, more: &[(&str, &str)]) -> ThemeFiles {
    files.extend(more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
    files
}

fn facts() -> SiteFacts {
    SiteFacts {
        title: "Notes <i>".into(),
        project: "notes".into(),
        language: "ar".into(),
        base_url: Some("https://example.org/notes/".into()),
        repository: Some(Repository::on_github("https://github.com/o/r", "content")),
        deck_file: "мої notes.apkg".into(),
        cards: 9,
        version: "0.0.0",
    }
}

/// A document: title, slug, sections of title, slug and questions of title and tags.
type Sample<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str, &'a [(&'a str, &'a [&'a str])])]);

const SAMPLES: &[Sample<'static>] = &[
    (
        "Go",
        "go/memory",
        &[
            ("Stack", "stack", &[("What is <script>alert(1)</script>?", &["go::memory", "c++"]), ("Why?", &["go"])]),
            ("記憶", "記憶", &[("何？", &["go::memory::heap", "記憶"])]),
            ("Index", "index", &[("Which?", &["cpp", "index"])]),
            ("Again", "stack", &[("Again?", &["go-lang"])]),
        ],
    ),
    ("One", "one", &[("Part", "part", &[("Only?", &[])])]),
    ("Tags", "tags", &[("Tags", "tags", &[("Tagged?", &["con::nul"])])]),
    ("One again", "one", &[("Part", "part", &[("Only again?", &[])])]),
    ("Empty", "empty", &[]),
    ("Bad", "../A b/CON", &[("X", "../../x", &[("X?", &["a"])]), ("Y", "", &[("Y?", &["a"])])]),
];

fn plan() -> Plan {
    let mut number = 0;
    let mut entry = |(title, tags): &(&str, &[&str])| {
        number += 1;
        let tags = tags.iter().filter_map(|tag| Tag::parse(tag)).collect();
        Entry {
            guid: Guid::from_bits(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number)),
            title: (*title).into(),
            tags,
            facts: Vec::new(),
        }
    };
    let mut chapters = Vec::new();
    for (title, slug, sections) in SAMPLES {
        let mut parts = Vec::new();
        for (title, slug, entries) in *sections {
            let entries = entries.iter().map(&mut entry).collect();
            parts.push(Section { title: (*title).into(), slug: (*slug).into(), entries });
        }
        let path = SourcePath::new(&format!("{slug}.md"));
        chapters.push(Chapter { title: (*title).into(), slug: (*slug).into(), path, language: None, sections: parts });
    }
    let open = Unanswered { title: "How & why?".into(), path: SourcePath::new("go/memory.md"), line: 3 };
    Plan { chapters, unanswered: vec![open] }
}

fn faces(section: &Section) -> Vec<Face> {
    let face = |entry: &Entry| Face {
        guid: entry.guid,
        kind: Kind::Basic,
        title: entry.title.to_string(),
        prompt: "<em>prompt</em>".into(),
        shape: PromptShape::Inline,
        answer: "<p>answer</p>".into(),
        extra: String::new(),
        trail: vec!["A & B".into()],
        tags: entry.tags.to_vec(),
        line: 12,
        text: "Answer text".into(),
        facts: Vec::new(),
        whole: None,
    };
    section.entries.iter().map(face).collect()
}

/// A question of the plan was new; one that is in no plan left.
fn changelog(plan: &Plan) -> Changelog {
    let Some(there) = plan.chapters.first().map(|chapter| &chapter.sections[0].entries[0]) else {
        return Changelog::default();
    };
    let change = |guid, title: &str, facts| Change { guid, title: title.into(), facts };
    let new = Changes { count: 3, named: vec![change(there.guid, &there.title, 2)] };
    let retired = Changes { count: 1, named: vec![change(Guid::from_bits(7), "Gone \u{8}& \"lost\"?", 0)] };
    let last = 1_760_000_000;
    let day = Day { date: Date::of(last), last, new, changed: Changes::default(), retired };
    Changelog { days: vec![day], extent: Extent::Latest(2) }
}

/// Every file of the site, as text; no path twice.
fn build(theme: &Theme, facts: SiteFacts, plan: &Plan) -> Files {
    let site = Site::new(theme, facts, plan).unwrap();
    let mut all: Vec<(String, String)> = Vec::new();
    let mut index = SearchIndex::new();
    for page in site.standing_pages() {
        let (path, text) = page.unwrap();
        all.push((path.to_string(), text));
    }
    for (c, chapter) in plan.chapters.iter().enumerate() {
        let faces: Vec<Vec<Face>> = chapter.sections.iter().map(faces).collect();
        all.extend(site.chapter(c, &faces).unwrap().into_iter().map(|(path, text)| (path.to_string(), text)));
        for (s, faces) in faces.iter().enumerate() {
            for face in faces {
                let file = index.add(&Found {
                    title: &face.title,
                    url: site.page_url(c, s),
                    guid: face.guid.as_str(),
                    text: &face.text,
                    tags: "",
                });
                all.extend(file.map(|(path, text)| (path.to_string(), text)));
            }
        }
    }
    let changelog = changelog(plan);
    let written = [Some(site.changelog(&changelog).unwrap()), site.feed(&changelog)];
    all.extend(written.into_iter().flatten().map(|(path, text)| (path.to_string(), text)));
    all.extend(index.finish().map(|(path, text)| (path.to_string(), text)));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    all.extend(site.assets().into_iter().map(|(path, bytes)| (path.to_string(), text(&bytes))));
    let count = all.len();
    let files: Files = all.into_iter().collect();
    assert_eq!(files.len(), count, "a path was written twice");
    files
}

fn bare_site() -> Files {
    build(&Theme::find("bare", "en", &bare()).unwrap(), facts(), &plan())
}

/// The file an address on the page `from` leads to, and its anchor.
fn resolve(from: &str, href: &str) -> (String, String) {
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{href} on {from} leads out of the site"),
            part => parts.push(part),
        }
    }
    let bytes = parts.join("/").into_bytes();
    let mut out = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((byte, after)) = rest.split_first() {
        if *byte == b'%' {
            out.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            assert!(byte.is_ascii(), "{href} is not percent-encoded");
            out.push(*byte);
            rest = after;
        }
    }
    (String::from_utf8(out).unwrap(), anchor.to_owned())
}

#[test]
fn every_address_leads_to_a_file_of_the_site() {
    let files = bare_site();
    let mut checked = 0;
    for (page, text) in files.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        for attribute in ["href=\"", "src=\""] {
            for (at, _) in text.match_indices(attribute) {
                let href = text[at + attribute.len()..].split('"').next().unwrap();
                if href.starts_with("https://github.com/") {
                    continue;
                }
                let (file, anchor) = resolve(page, href);
                checked += 1;
                if file == "мої notes.apkg" {
                    continue;
                }
                let target = files.get(&file).unwrap_or_else(|| panic!("{href} on {page} leads nowhere"));
                if file != "card.html" && file != "study.html" && !anchor.is_empty() {
                    assert!(target.contains(&format!("id=\"{anchor}\"")), "{href} on {page} has no target");
                }
                if let Some(from) = anchor.strip_prefix("from=") {
                    assert!(files.contains_key(&resolve("", from).0), "{href} on {page}");
                }
            }
        }
    }
    assert!(checked > 200, "{checked}");
    assert!(files["404.html"].contains("href=\"/notes/assets/site.css\""));
}

#[test]
fn pages_lie_where_they_should() {
    let files = bare_site();
    let paths: BTreeSet<&str> = files.keys().map(String::as_str).collect();
    for path in [
        "go/memory/index.html",
        "go/memory/stack.html",
        "go/memory/記憶.html",
        "go/memory/index-2.html",
        "go/memory/stack-2.html",
        "one/index.html",
        "one-2/index.html",
        "tags-2/index.html",
        "tags/index.html",
        "tags/go.html",
        "tags/go/memory/heap.html",
        "tags/cpp.html",
        "tags/cpp-2.html",
        "tags/index-2.html",
        "tags/con-1/nul-1.html",
        "empty/index.html",
        ".nojekyll",
        "robots.txt",
        "sitemap.xml",
        "links/0.js",
        "search/index.js",
        "assets/theme.css",
        "assets/site.js",
    ] {
        assert!(paths.contains(path), "{path} is not among {paths:#?}");
    }
    assert!(files["sitemap.xml"].contains("https://example.org/notes/go/memory/%E8%A8%98%E6%86%B6.html"));
    let next = |page: &str| files[page].split("rel=\"next\" href=\"").nth(1).and_then(|r| r.split('"').next());
    assert_eq!(next("go/memory/stack-2.html"), Some("../../one/index.html"));
    assert!(files["one/index.html"].contains(">Go</a>"), "the previous page is another document's");
}

#[test]
fn tags_nest_and_count() {
    let files = bare_site();
    let page = &files["tags/go.html"];
    assert!(page.contains("3 at depth 0"), "{page}");
    assert!(page.contains("<a href=\"../tags/go/memory.html\">memory</a> 2"));
    assert_eq!(page.matches("data-guid=").count(), 1, "only its own questions");
    let list = &files["tags/index.html"];
    let order: Vec<usize> = ["go", "go::memory", "go::memory::heap", "go-lang"]
        .map(|name| list.find(&format!("title=\"{name}\"")).unwrap())
        .to_vec();
    assert!(order.is_sorted());
}

#[test]
fn hostile_titles_are_text() {
    let files = bare_site();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains("Notes <i>"), "{path}");
    }
    let cards = files.iter().find(|(path, _)| path.starts_with("search/c0-")).unwrap().1;
    assert!(cards.contains("alert(1)<\\/script>"));
    assert!(files["go/memory/stack.html"].contains("title=\"What is &lt;script&gt;"));
    assert!(files["go/memory/stack.html"].contains("<em>prompt</em>"));
    assert!(files["go/memory/stack.html"].contains("dir=\"rtl\""));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(bare_site(), bare_site());
}

#[test]
fn chapters_may_be_rendered_on_many_threads() {
    let theme = Theme::find("bare", "en", &bare()).unwrap();
    let plan = plan();
    let site = Site::new(&theme, facts(), &plan).unwrap();
    let render = |c: usize| site.chapter(c, &plan.chapters[c].sections.iter().map(faces).collect::<Vec<_>>()).unwrap();
    let alone: Vec<_> = (0..plan.chapters.len()).map(render).collect();
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..plan.chapters.len())
            .map(|c| {
                scope.spawn({
                    let render = &render;
                    move || render(c)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(alone, together);
}

#[test]
fn a_site_without_questions_is_a_site() {
    let theme = Theme::find("bare", "en", &bare()).unwrap();
    let plan = Plan::default();
    let facts = SiteFacts { base_url: None, repository: None, ..facts() };
    let files = build(&theme, facts, &plan);
    assert!(files.contains_key("index.html") && files.contains_key("links/0.js"));
    assert!(!files.contains_key("robots.txt") && !files.contains_key("sitemap.xml"));
    assert!(files["404.html"].contains("href=\"assets/site.css\""));
}

#[test]
fn a_mistake_in_a_template_has_file_and_line() {
    let broken = [(
        "bare/site/templates/tags.html",
        "{% extends \"base.html\" %}\n{% block main %}\n{{ site.titel }}\n{% endblock %}",
    )];
    let theme = Theme::find("bare", "en", &with(bare(), &broken)).unwrap();
    let plan = plan();
    let site = Site::new(&theme, facts(), &plan).unwrap();
    let error = site.standing_pages().find_map(Result::err).unwrap().to_string();
    assert!(error.starts_with("themes/bare/site/templates/tags.html:3:"), "{error}");
    assert!(error.contains("3 | {{ site.titel }}"), "{error}");

    let broken = [("bare/site/templates/home.html", "\n{% include \"gone.html\" %}")];
    let error = Theme::find("bare", "en", &with(bare(), &broken)).unwrap_err().to_string();
    assert!(error.starts_with("themes/bare/site/templates/home.html:2:"), "{error}");
}

#[test]
fn a_theme_overrides_file_by_file() {
    let mine = [
        ("mine/theme.yaml", "name: mine\nextends: bare\n"),
        ("mine/tokens.css", ":root{--ink:red}"),
        ("mine/card/cloze.css", ".cloze{color:green}"),
        ("mine/site/static/site.js", "// Mine.\nmine();\n"),
        (
            "mine/site/templates/search.html",
            "{% extends \"bare/search.html\" %}{% block main %}mine {{ super() }}{% endblock %}",
        ),
    ];
    let files = with(bare(), &mine);
    let theme = Theme::find("mine", "en", &files).unwrap();
    assert_eq!(theme.chain().collect::<Vec<_>>(), ["mine", "bare"]);
    let cloze = ".card{--paper: #fff;--ink: red;}\
        .card.nightMode,.nightMode .card,.night_mode .card{--paper: #111;}\
        .card{color: var(--ink);background: var(--paper);}.cloze{color:green}";
    assert_eq!(theme.card_css(Kind::Cloze), cloze);
    assert!(!theme.card_css(Kind::Basic).contains("cloze"));
    let plan = plan();
    let built = build(&theme, facts(), &plan);
    assert!(built["search.html"].contains("mine <h1>Search</h1>"));
    assert_eq!(built["assets/site.js"], "mine();\n");
    assert!(built["assets/site.css"].contains("body"));
}

#[test]
fn wrong_themes_are_told() {
    let error = Theme::find("bear", "en", &bare()).unwrap_err().to_string();
    assert!(error.starts_with("there is no theme `bear`\nhelp: did you mean `bare`?"), "{error}");
    let mut files = bare();
    files.remove("bare/site/templates/tag.html");
    let error = Theme::find("bare", "en", &files).unwrap_err().to_string();
    assert!(error.starts_with("theme `bare` has no template `tag.html`\nhelp: add themes/bare/"), "{error}");
    for (path, why) in [
        ("bare/site/static/theme.css", "assets/theme.css is written from tokens.css"),
        ("bare/site/static/LICENSE", "a name that not every system takes"),
    ] {
        let error = Theme::find("bare", "en", &with(bare(), &[(path, "")])).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
