//! What changed in the deck, as page, feed and description: from the lock alone.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use support::project::{NOW, Project};

const DAY: u64 = 86_400;

const GO: &str = "# Go\n\n### Q: What is the heap?\n\nA: Memory that outlives a call.\n\n### Q: What is the stack?\n\nA: Memory of one call.\n";
const NEW: &str = "\n### Q: What is a pointer?\n\nA: An address.\n";
const PARTS: &str = "# Parts\n\n### Q: What does a request have?\n\nA: Three parts, each of its own kind:\n\n- **Method**: what is wanted\n- **Header**: lines about it\n- **Body**: what is sent along\n";

fn project(files: &[(&str, &str)]) -> Project {
    let project = Project::with(files);
    project.write("recto.yaml", "title: Notes\nbase_url: https://example.org/notes\n");
    project
}

/// The page as text: headings, questions and numbers, without the frame around it.
fn page(project: &Project) -> String {
    let page = project.text("output/site/changelog.html");
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let text: String = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the package says of a deck.
fn description(project: &Project, deck: &str) -> String {
    let mut package = zip::ZipArchive::new(std::fs::File::open(project.path("output/notes.apkg")).unwrap()).unwrap();
    let database = project.dir.parent().unwrap().join("collection");
    std::io::copy(&mut package.by_name("collection.anki2").unwrap(), &mut std::fs::File::create(&database).unwrap())
        .unwrap();
    let database = rusqlite::Connection::open(database).unwrap();
    let decks: String = database.query_row("SELECT decks FROM col", [], |row| row.get(0)).unwrap();
    let decks: serde_json::Value = serde_json::from_str(&decks).unwrap();
    let mut named = decks.as_object().unwrap().values().filter(|found| found["name"] == deck);
    named.next().unwrap_or_else(|| panic!("no deck {deck}"))["desc"].as_str().unwrap().to_owned()
}

#[test]
fn days_tell_what_came_changed_and_left() {
    let mut project = project(&[("content/go.md", GO)]);
    project.build();
    project.now = NOW + 2 * DAY;
    project.write("content/go.md", GO.replace("one call", "a single call") + NEW);
    project.build();
    let told = page(&project);
    let first = "2025-10-09 2 new 2 new What is the heap? What is the stack?";
    let second = "2025-10-11 1 new · 1 changed 1 new What is a pointer? 1 changed What is the stack?";
    assert!(told.ends_with(&format!("{second} {first}")), "{told}");
    project.now = NOW + 5 * DAY;
    project.write("content/go.md", GO.replace("one call", "a single call").replace("outlives", "survives"));
    project.build();
    let third = "2025-10-14 1 changed · 1 removed 1 changed What is the heap? 1 removed What is a pointer?";
    assert!(page(&project).ends_with(&format!("{third} {second} {first}")), "{}", page(&project));
    let html = project.text("output/site/changelog.html");
    assert_eq!(html.matches("href=\"go/index.html#").count(), 4, "what is still there is linked:\n{html}");
    let about = description(&project, "Notes");
    let days = "2025-10-14: 1 changed · 1 removed<br>2025-10-11: 1 new · 1 changed<br>2025-10-09: 2 new";
    assert!(about.contains(days) && about.contains("https://example.org/notes/changelog.html"), "{about}");
}

#[test]
fn the_lock_alone_decides() {
    let mut project = project(&[("content/go.md", GO), ("content/parts.md", PARTS)]);
    project.build();
    project.now = NOW + DAY;
    project.write("content/go.md", GO.to_owned() + NEW);
    project.build();
    let before = project.tree("output");
    // Later, without the last output, and where nothing may change.
    project.now = NOW + 40 * DAY;
    std::fs::remove_dir_all(project.path("output")).unwrap();
    project.recto(&["build", "--locked"]).ends(0);
    assert_eq!(project.tree("output"), before);
}

#[test]
fn facts_stand_with_their_question() {
    let mut project = project(&[("content/parts.md", PARTS)]);
    project.build().says("4 new");
    assert!(page(&project).ends_with("2025-10-09 1 new 1 new What does a request have? 3 facts"), "{}", page(&project));
    project.now = NOW + DAY;
    project.write(
        "content/parts.md",
        PARTS.replace("lines about it", "lines that tell about it") + "- **Trailer**: lines at its end\n",
    );
    project.build();
    let told = page(&project);
    assert!(told.contains("2025-10-10 1 changed 1 changed What does a request have? 2 facts 2025-10-09"), "{told}");
    // A question that is no card itself is told of by its first fact.
    let mut project =
        self::project(&[("content/parts.md", &PARTS.replace("# Parts", "---\ngranularity: fact\n---\n# Parts"))]);
    project.build().says("3 new");
    assert!(
        page(&project).ends_with("2025-10-09 1 new 1 new Three parts, each of its own kind › Method 3 facts"),
        "{}",
        page(&project)
    );
    project.now = NOW + DAY;
    project.write("content/parts.md", "# Parts\n\n### Q: What is a frame?\n\nA: A part of a stream.\n");
    project.build();
    assert!(
        page(&project).contains("2025-10-10 1 new · 1 removed 1 new What is a frame? 1 removed Three parts, each of its own kind › Method 3 facts"),
        "{}",
        page(&project)
    );
}

#[test]
fn a_note_that_turned_out_to_be_an_edit_is_not_told_of_twice() {
    let mut project = project(&[("content/go.md", GO)]);
    project.build();
    project.now = NOW + DAY;
    project.write(
        "content/go.md",
        GO.replace("What is the stack?", "Which memory has a call?").replace("one call", "it alone"),
    );
    project.build().says("1 new").says("1 retired");
    let guid = |front: &str| {
        let lock = project.text("recto.lock");
        let line = lock.lines().find(|line| line.contains(front)).unwrap().to_owned();
        serde_json::from_str::<serde_json::Value>(&line).unwrap()["guid"].as_str().unwrap().to_owned()
    };
    let pair = format!("{}={}", guid("What is the stack?"), guid("Which memory has a call?"));
    project.recto(&["accept", &pair]).ends(0);
    project.build();
    let told = page(&project);
    assert!(told.ends_with("2025-10-10 1 changed 1 changed Which memory has a call? 2025-10-09 2 new 2 new What is the heap? Which memory has a call?"), "{told}");
}

#[test]
fn a_large_deck_names_its_latest_questions_and_counts_the_others() {
    let many = |from: usize, to: usize| {
        (from..to).fold("# Many\n".to_owned(), |mut text, number| {
            let _ = write!(text, "\n### Q: What is term {number}?\n\nA: Value {number} of a table.\n");
            text
        })
    };
    let mut project = project(&[("content/many.md", &many(0, 300))]);
    project.build();
    let told = page(&project);
    assert!(told.contains("The latest 200 questions are named") && told.ends_with("and 100 more"), "{told}");
    project.now = NOW + DAY;
    project.write("content/more.md", many(300, 500));
    project.build();
    let told = page(&project);
    assert!(told.contains("2025-10-10 200 new") && told.ends_with("What is term 499? 2025-10-09 300 new"), "{told}");
    assert!(project.text("output/site/changelog.html").len() < 100_000);
}

#[test]
fn clocks_may_stand_still_or_jump() {
    for moments in [[0, 0], [2_147_483_647, 5], [NOW, NOW - 20 * DAY]] {
        let mut project = project(&[("content/go.md", GO)]);
        project.now = moments[0];
        project.build();
        project.now = moments[1];
        project.write("content/go.md", GO.replace("one call", "a single call"));
        project.build().says("1 edited");
        let told = page(&project);
        assert!(told.contains("2 new") && told.contains("What is the stack?"), "{told}");
        feed(&project);
    }
}

/// The feed, once it was found to be one: each entry's id, title, moment and content.
#[track_caller]
fn feed(project: &Project) -> Vec<[String; 4]> {
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let text = project.text("output/site/feed.xml");
    let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    assert!(
        root.descendants().filter(roxmltree::Node::is_element).all(|node| node.tag_name().namespace() == Some(ATOM))
    );
    assert_eq!(root.tag_name().name(), "feed");
    // Each exactly once, as RFC 4287 asks.
    let only = |node: roxmltree::Node<'_, '_>, name: &str| {
        let found: Vec<_> = node.children().filter(|child| child.has_tag_name((ATOM, name))).collect();
        assert_eq!(found.len(), 1, "{name} in {text}");
        let said = found[0].text().unwrap_or_default().to_owned();
        assert!(!said.is_empty(), "{name} is empty");
        said
    };
    let link = |node: roxmltree::Node<'_, '_>, rel: &str| {
        let mut links =
            node.children().filter(|child| child.has_tag_name((ATOM, "link")) && child.attribute("rel") == Some(rel));
        links.next().unwrap().attribute("href").unwrap().to_owned()
    };
    assert_eq!(link(root, "self"), "https://example.org/notes/feed.xml");
    assert_eq!(link(root, "alternate"), "https://example.org/notes/changelog.html");
    let author = root.children().find(|child| child.has_tag_name((ATOM, "author"))).unwrap();
    assert_eq!(only(author, "name"), only(root, "title"));
    let entries: Vec<[String; 4]> = root
        .children()
        .filter(|child| child.has_tag_name((ATOM, "entry")))
        .map(|entry| {
            assert_eq!(link(entry, "alternate"), only(entry, "id"));
            ["id", "title", "updated", "content"].map(|name| only(entry, name))
        })
        .collect();
    let ids: BTreeSet<&str> =
        entries.iter().map(|[id, ..]| id.as_str()).chain([only(root, "id").leak() as &str]).collect();
    assert_eq!(ids.len(), entries.len() + 1, "ids are unique");
    let moments = entries.iter().map(|[_, _, updated, _]| updated.clone());
    assert_eq!(moments.clone().max().unwrap_or_default(), only(root, "updated"));
    for moment in moments {
        let shape: String = moment.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(shape, "0000-00-00T00:00:00Z");
    }
    entries
}

#[test]
fn the_feed_is_atom() {
    let mut project = project(&[("content/go.md", &GO.replace("the heap?", "`<T>` & \"co\"?"))]);
    project.build();
    project.now = NOW + DAY;
    project.write("content/go.md", project.text("content/go.md") + NEW);
    project.build();
    let [day, first] = feed(&project).try_into().unwrap();
    let [id, title, updated, content] = day;
    assert_eq!(id, "https://example.org/notes/changelog.html#2025-10-10");
    assert_eq!((title.as_str(), updated.as_str()), ("2025-10-10: 1 new", "2025-10-10T08:53:20Z"));
    let link = content.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let guid = link.strip_prefix("https://example.org/notes/card.html#").unwrap();
    assert!(project.text("recto.lock").contains(guid) && content.contains(">What is a pointer?</a>"), "{content}");
    assert!(first[3].contains("&lt;T&gt; &amp; "), "a text in HTML in XML: {}", first[3]);
    let page = project.text("output/site/changelog.html");
    assert!(page.contains("id=\"2025-10-10\"") && page.contains("type=\"application/atom+xml\""));
    assert!(page.contains("href=\"feed.xml\"") && !project.text("output/site/sw.js").contains("feed.xml"));
    assert!(project.text("output/site/sw.js").contains("changelog.html"));
    assert!(project.text("output/site/sitemap.xml").contains("https://example.org/notes/changelog.html"));
}

#[test]
fn without_an_address_there_is_no_feed() {
    let project = Project::with(&[("content/go.md", GO)]);
    project.build();
    assert!(!project.has("output/site/feed.xml"));
    assert!(!project.text("output/site/index.html").contains("feed.xml"));
    assert!(!project.text("output/site/changelog.html").contains("feed.xml"));
}

#[test]
fn an_empty_project_has_an_empty_page_and_feed() {
    let project = project(&[("content/empty.md", "Only text.\n")]);
    project.build();
    assert!(page(&project).contains("Nothing has changed yet."), "{}", page(&project));
    assert!(project.text("output/site/feed.xml").contains("<updated>1970-01-01T00:00:00Z</updated>"));
}
