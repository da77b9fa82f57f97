//! `recto serve`: the program runs, files change, pages follow. Every wait is for something the program says.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::project::Project;

/// After so long a test that waits for nothing ends; none that passes comes near.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program, serving a project.
struct Served {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
    /// What it says of what is wrong.
    complained: tempfile::NamedTempFile,
    port: u16,
    /// Where it keeps what it builds.
    temporary: tempfile::TempDir,
}

impl Served {
    fn new(project: &Project, arguments: &[&str]) -> Served {
        let temporary = tempfile::tempdir().unwrap();
        let mut command = project.command(&[&["serve", "--port", "0"], arguments].concat());
        let complained = tempfile::NamedTempFile::new().unwrap();
        command.env("TMPDIR", temporary.path()).stdout(Stdio::piped()).stderr(complained.reopen().unwrap());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let port = line.trim_end().trim_end_matches('/').rsplit(':').next().unwrap();
        let port = port.parse().unwrap_or_else(|_| panic!("no address in {line:?}"));
        Served { child, said, complained, port, temporary }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request as it is written here; gives head and body of the answer.
    fn ask(&self, method: &str, path: &str, host: &str) -> (String, String) {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str) -> (String, String) {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// The body of a page that is there.
    #[track_caller]
    fn page(&self, path: &str) -> String {
        let (head, body) = self.get(path);
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        body
    }

    /// All it has said of what is wrong.
    fn complaints(&self) -> String {
        fs::read_to_string(self.complained.path()).unwrap()
    }

    /// Waits until it says so.
    fn complains(&self, what: &str) {
        let begun = Instant::now();
        while !self.complaints().contains(what) {
            assert!(begun.elapsed() < PATIENCE, "{}", self.complaints());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /_preview/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        Events { lines: BufReader::new(stream) }
    }

    /// Sends a signal and gives the exit code.
    fn end(mut self, signal: &str) -> i32 {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        let mut rest = String::new();
        self.said.read_to_string(&mut rest).unwrap();
        assert!(rest.ends_with("stopped\n"), "{rest}");
        assert_eq!(fs::read_dir(self.temporary.path()).unwrap().count(), 0, "something is left behind");
        code
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The stream of builds.
struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// Waits for a build that is as wanted.
    fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        let (mut line, mut idle) = (String::new(), 0);
        let mut last = Value::Null;
        loop {
            line.clear();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream has ended");
            // Said now and then where nothing happens.
            idle += usize::from(line.starts_with(':'));
            assert!(idle < 6, "nothing comes any more; last was {last}");
            if let Some(data) = line.strip_prefix("data: ") {
                last = serde_json::from_str(data).unwrap();
                if wanted(&last) {
                    return last;
                }
            }
        }
    }

    /// Waits for a first site, or one other than that of `state`.
    fn newer(&mut self, state: &Value) -> Value {
        self.until(|now| now["failed"].is_null() && now["site"] != state["site"])
    }

    /// Waits until no build has come for as long as the stream keeps still before it says so; gives how many came.
    fn rest(&mut self) -> usize {
        let (mut line, mut builds) = (String::new(), 0);
        while !line.starts_with(':') && builds < 1000 {
            line.clear();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream has ended");
            builds += usize::from(line.starts_with("data: "));
        }
        builds
    }

    fn first(&mut self) -> Value {
        self.until(|state| state["build"] != 0)
    }
}

const GO: &str = "# Go\n\n### Q: What is a channel?\n\nA: A queue.\n";

#[test]
fn pages_follow_the_documents_and_nothing_else_is_touched() {
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    let before = project.tree(".");
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    let first = events.first();
    assert!(served.page("/go/").contains("A queue."), "{first}");

    // As editors save: into another file, which then takes the place of the first.
    project.write("content/.go.md.swp", "scratch");
    fs::rename(project.path("content/.go.md.swp"), project.path("content/go.md")).unwrap();
    project.write("content/.go.md.tmp", GO.replace("A queue.", "A typed queue."));
    fs::rename(project.path("content/.go.md.tmp"), project.path("content/go.md")).unwrap();
    events.until(|_| served.page("/go/").contains("A typed queue."));

    project.write("content/more/net.md", "# Net\n\n### Q: What is a port?\n\nA: A number.\n");
    let second = events.until(|_| served.get("/more/net/").0.starts_with("http/1.1 200"));
    fs::remove_file(project.path("content/more/net.md")).unwrap();
    events.newer(&second);
    assert!(served.get("/more/net/").0.starts_with("http/1.1 404"));

    fs::remove_dir(project.path("content/more")).unwrap();
    project.write("static/My file.txt", "mine");
    events.until(|_| served.get("/My%20file.txt").1 == "mine");
    fs::remove_dir_all(project.path("static")).unwrap();
    project.write("content/go.md", GO);
    assert_eq!(served.end("-INT"), 0);
    assert_eq!(project.tree("."), before, "serving writes nothing into the project");
}

#[test]
fn the_last_good_site_stays_while_a_build_fails() {
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    let first = events.first();
    project.write("recto.yaml", "title: [a\n");
    let failed = events.until(|state| !state["failed"].is_null());
    assert_eq!(failed["site"], first["site"]);
    assert!(failed["failed"]["message"].as_str().unwrap().contains("recto.yaml"), "{failed}");
    assert!(served.page("/go/").contains(first["site"].as_str().unwrap()));
    project.write("recto.yaml", "title: Other\n");
    let mended = events.newer(&failed);
    assert!(mended["failed"].is_null() && served.page("/").contains("Other"));

    // A document that cannot be used leaves the others as they are.
    project.write("content/more.md", "---\ndraft: maybe\n---\n### Q: Is it 1?\n\nA: Yes.\n");
    let found = events.until(|state| state["errors"] == 1);
    assert_eq!(found["findings"][0]["code"], "R004");
    assert_eq!(found["findings"][0]["path"], "content/more.md");
    assert!(found["failed"].is_null() && served.page("/go/").contains("A queue."));
    assert_eq!(served.end("-TERM"), 0);
}

#[test]
fn the_first_build_may_fail() {
    let project = Project::with(&[("recto.yaml", "title: [a\n"), ("content/go.md", GO)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    let failed = events.first();
    assert!(!failed["failed"].is_null());
    let (head, body) = served.get("/");
    assert!(head.starts_with("http/1.1 503") && body.contains("/_preview/live.js"), "{head}\n{body}");
    project.write("recto.yaml", "title: Notes\n");
    events.newer(&failed);
    assert!(served.page("/").contains("Notes"));
}

#[test]
fn a_theme_of_the_project_is_followed() {
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    events.first();
    let css = || served.page("/_preview/sheets/basic.css");
    assert!(!css().contains("#c0ffee"));
    project.write("themes/recto/card/card.css", ".card { color: #c0ffee; }\n");
    events.until(|_| css().contains("#c0ffee"));
    project.write("themes/recto/card/card.css", ".card { color: #decade; }\n");
    events.until(|_| css().contains("#decade"));
}

#[test]
fn a_mistake_in_a_template_is_told_with_its_line_in_page_and_terminal() {
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    let first = events.first();
    for (wrong, place) in [
        ("{% extends \"base.html\" %}\n{% block main %}\n{{ page.title | lenght }}\n{% endblock %}\n", "tags.html:3"),
        ("{% extends \"base.html\" %}\n{% block main %}\n", "tags.html:3"),
        ("\n\n\n{{ site.title.x.y }}\n", "tags.html:4"),
    ] {
        project.write("themes/recto/site/templates/tags.html", wrong);
        let failed = events.until(|state| state["failed"]["message"].as_str().is_some_and(|said| said.contains(place)));
        let said = failed["failed"]["message"].as_str().unwrap();
        assert!(said.contains(&format!("themes/recto/site/templates/{place}")), "{said}");
        assert!(served.complaints().contains(said), "{said}\n{}", served.complaints());
        assert!(served.page("/go/").contains(first["site"].as_str().unwrap()), "the last good site stays");
    }
    fs::remove_file(project.path("themes/recto/site/templates/tags.html")).unwrap();
    events.newer(&first);
    assert_eq!(served.end("-INT"), 0);
}

#[test]
fn a_lock_that_is_lost_or_broken_is_neither_made_nor_asked_for() {
    let mut project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    project.build();
    project.now += 86_400;
    let (lock, before) = (project.text("recto.lock"), project.tree("."));
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    let first = events.first();
    fs::remove_file(project.path("recto.lock")).unwrap();
    let without = events.newer(&first);
    assert!(served.page("/go/").contains("A queue."));
    assert!(!project.path("recto.lock").exists(), "a preview makes no lock");
    served.complains("warning[R303]: `recto.lock` is missing");
    assert_eq!(served.complaints().matches("R303").count(), 1, "{}", served.complaints());
    project.write("recto.lock", format!("<<<<<<< ours\n{lock}"));
    let broken = events.until(|state| !state["failed"].is_null());
    assert_eq!(broken["site"], without["site"]);
    assert!(served.complaints().contains("recto.lock"), "{}", served.complaints());
    project.write("recto.lock", lock);
    events.newer(&without);
    assert_eq!(served.end("-INT"), 0);
    assert_eq!(project.tree("."), before);
}

#[test]
fn a_folder_of_documents_that_is_gone_is_said_and_awaited() {
    let readme = "# Readme\n\n### Q: What is this?\n\nA: No document.\n";
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO), ("README.md", readme)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    events.first();
    fs::remove_dir_all(project.path("content")).unwrap();
    // While it is being deleted it may be seen empty.
    let gone = events.until(|state| !state["failed"].is_null());
    assert!(gone["failed"]["message"].as_str().unwrap().contains("content"), "{gone}");
    assert!(served.complaints().contains("put it back"), "{}", served.complaints());
    assert!(
        served.get("/README/").0.starts_with("http/1.1 404") && served.get("/readme/").0.starts_with("http/1.1 404")
    );
    project.write("content/go.md", GO.replace("A queue.", "A typed queue."));
    events.until(|_| served.get("/go/").1.contains("A typed queue."));
    // The new folder is watched as the one before it.
    project.write("content/go.md", GO);
    events.until(|_| served.get("/go/").1.contains("A queue."));
    assert_eq!(served.end("-INT"), 0);
}

#[test]
fn many_saves_are_built_one_after_another_and_then_it_rests() {
    let project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO)]);
    let served = Served::new(&project, &[]);
    let mut events = served.events();
    events.first();
    for save in 0..200 {
        project.write("content/go.md", GO.replace("A queue.", &format!("Queue number {save}.")));
        // Building reads too, and so do readers.
        served.get("/go/");
    }
    // One that is read while it is being written is an empty document.
    events.until(|_| served.get("/go/").1.contains("Queue number 199."));
    assert!(events.rest() < 10, "nothing changes any more, and it goes on");
    assert_eq!(served.end("-INT"), 0);
}

#[test]
fn only_this_computer_and_only_the_site_is_answered() {
    let project = Project::with(&[("content/go.md", GO), ("secret.txt", "secret")]);
    let served = Served::new(&project, &[]);
    served.events().first();
    let ours = format!("localhost:{}", served.port);
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example"] {
        let (head, body) = served.ask("GET", "/", host);
        assert!(head.starts_with("http/1.1 403") && !body.contains("Go"), "{host}: {head}");
    }
    assert!(served.ask("GET", "/_preview/events", "evil.example").0.starts_with("http/1.1 403"));
    for path in
        ["/../../secret.txt", "/%2e%2e/%2e%2e/secret.txt", "/..%2fgo.apkg", "/assets/..%5c..%5cgo.apkg", "//etc/passwd"]
    {
        assert!(served.get(path).0.starts_with("http/1.1 404"), "{path}");
    }
    let (head, body) = served.ask("POST", "/", &ours);
    assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head"), "{head}\n{body}");

    let (head, body) = served.ask("HEAD", "/", &ours);
    let length = |head: &str| head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(str::to_owned);
    assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{head}\n{body}");
    assert_eq!(length(&head), Some(served.page("/").len().to_string()));
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/page.js", "text/javascript; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml"),
        ("/assets/icon-192.png", "image/png"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/go.apkg", "application/octet-stream"),
    ] {
        let head = served.get(path).0;
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains("cache-control: no-store") && head.contains("nosniff"), "{path}: {head}");
    }
    // The site's own worker would show what it kept.
    assert!(served.page("/sw.js").contains("unregister") && !served.page("/sw.js").contains("importScripts"));
}

#[test]
fn cards_are_listed_with_both_sides() {
    let math = "# Math\n\n### Q: What does `x < y` ask?\n\nA: Whether $x_{1}$ is less.\n";
    let text = "# Memory\n\nC: A [heap] is memory of the [runtime].\n";
    let project = Project::with(&[("content/a.md", math), ("content/b.md", text)]);
    let served = Served::new(&project, &[]);
    served.events().first();
    let page = served.page("/_preview/");
    assert!(page.contains("3 cards"), "{page}");
    let frames: Vec<&str> = page.split("<iframe src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(frames.len(), 6);
    let face = |at: usize| served.page(&format!("/_preview/{}", frames[at]));
    assert!(face(0).contains("x &lt; y") && !face(0).contains("Whether"), "{}", face(0));
    assert!(face(1).contains("Whether <math") && face(1).contains("<hr id=\"answer\">"), "{}", face(1));
    assert!(face(2).contains("[...]") && face(2).contains("runtime") && face(2).contains("class=\"card card1\""));
    assert!(face(4).contains("heap") && !face(4).contains("runtime") && face(4).contains("class=\"card card2\""));
    assert!(face(5).contains("<span class=\"cloze\" data-ordinal=\"2\">runtime</span>"), "{}", face(5));
    let head = served.get(&format!("/_preview/{}", frames[0])).0;
    assert!(head.contains("content-security-policy: default-src 'none'; style-src"), "{head}");
    assert!(page.contains("MathJax"), "{page}");
    let found = served.page("/_preview/?q=heap+cloze");
    assert!(!found.contains("MathJax"), "there is no formula on this page");
    assert!(found.contains("2 cards") && !found.contains("What does"));
    assert!(served.get("/_preview/nothing").0.starts_with("http/1.1 404"));
}

#[test]
fn a_port_that_is_taken_is_said() {
    let project = Project::with(&[("content/go.md", GO)]);
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    project
        .recto(&["serve", "--port", &port])
        .ends(3)
        .says(&format!("cannot listen at 127.0.0.1:{port}"))
        .says("--port 0");
    project.recto(&["serve", "nowhere"]).ends(3).says("cannot find");
}
