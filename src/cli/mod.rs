//! The command line: arguments, what is printed, exit codes. Reads the clock and the environment
//! and hands them down; nothing below does.
#![allow(clippy::disallowed_methods, reason = "the one room that reads clock and environment")]

mod accept;
mod build;
mod check;
mod common;
mod deny;
mod explain;
mod findings;
mod init;
mod plan;
mod progress;
mod sarif;
mod say;
mod serve;
mod tags;
mod theme;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::{Cause, Error};

/// From Markdown questions and answers, in one build: an Anki package that keeps review history,
/// and a study site.
#[derive(Debug, Parser)]
#[command(name = "recto", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the Anki package and the study site
    Build(BuildArguments),
    /// Say what a build would do to each note, and why; write nothing
    Plan(PlanArguments),
    /// Confirm that new questions are edits of old ones, where the plan asks
    Accept(AcceptArguments),
    /// Show site and cards in the browser, live while you write
    Serve(ServeArguments),
    /// Show what is wrong with the documents, and write nothing
    Check(CheckArguments),
    /// List the tags of all notes as a tree, with counts
    Tags(TagsArguments),
    /// Say for every block of a document what it became, and why
    Explain(ExplainArguments),
    /// Make a project: settings, a sample document, a workflow for GitHub Pages
    Init(InitArguments),
    /// List themes and their files, or begin one
    Theme(ThemeArguments),
}

/// What is built.
#[derive(Debug, Args)]
struct ProjectArguments {
    /// A project, or any one file or folder of Markdown [default: the project here]
    path: Option<PathBuf>,
    /// The folder to build into [default: output/ in the project]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The memory of identities [default: recto.lock in the project]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct BuildArguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// The theme of site and cards [default: the one in recto.yaml, else recto]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Fail where the lock would change, for builds of what is committed
    #[arg(long)]
    locked: bool,
    /// Go on where recto.lock is lost and cannot be made again in full of the last package
    #[arg(long)]
    forget: bool,
    /// Print what was done as one JSON object
    #[arg(long)]
    json: bool,
    /// Show how long each pass took
    #[arg(long)]
    timings: bool,
}

#[derive(Debug, Args)]
struct PlanArguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// Show notes that stay the same too
    #[arg(long)]
    all: bool,
    /// Print the plan as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct AcceptArguments {
    /// OLD=NEW, as plan and build print it; OLD alone for whatever is offered now; none to be asked one by one
    #[arg(value_name = "OLD=NEW")]
    guids: Vec<String>,
    #[command(flatten)]
    project: NamedProject,
}

/// A project that is named by an option, where words of their own come first.
#[derive(Debug, Args)]
struct NamedProject {
    /// A project, or any one file or folder of Markdown [default: the project here]
    #[arg(long, value_name = "PATH")]
    project: Option<PathBuf>,
    /// The memory of identities [default: recto.lock in the project]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// A project, or any one file or folder of Markdown [default: the project here]
    path: Option<PathBuf>,
    /// The port to listen at; 0 for any that is free [default: the first free one from 8000]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// The theme of site and cards [default: the one in recto.yaml, else recto]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// The memory of identities, which is read and not written [default: recto.lock in the project]
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct CheckArguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Make errors of findings: a name, a code, or all, lints, warnings, advice; may be given again
    #[arg(long, value_name = "NAME")]
    deny: Vec<String>,
    /// Show all advice in full, however much there is of one kind
    #[arg(long)]
    all: bool,
}

#[derive(Debug, Args)]
struct TagsArguments {
    #[command(flatten)]
    project: ProjectArguments,
    /// Print one JSON object a tag
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct ExplainArguments {
    /// The document, and after a colon the line to explain
    #[arg(value_name = "FILE[:LINE]")]
    place: String,
    /// Print one JSON object a block
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct InitArguments {
    /// The project's folder [default: here]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ThemeArguments {
    #[command(subcommand)]
    command: ThemeCommand,
    /// A project, or any one file or folder of Markdown [default: the project here]
    #[arg(long, value_name = "PATH", global = true)]
    project: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// List all themes: those built in, and the project's
    List,
    /// List the files of a theme, and the theme that each is taken from
    Files {
        /// The theme
        name: String,
    },
    /// Begin a theme in the project's themes/, or copy more files into one; overwrite nothing
    New {
        /// What it is called: lower-case letters, digits, `-` and `_`
        name: String,
        /// The theme it extends [default: recto]
        #[arg(long, value_name = "THEME")]
        extends: Option<String>,
        /// Files to copy besides, as `recto theme files` lists them
        files: Vec<String>,
    },
}

/// A form in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source line, for people
    Text,
    /// One JSON object a line
    Json,
    /// As annotations of GitHub Actions
    Github,
    /// One SARIF 2.1.0 log
    Sarif,
}

/// Exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine = 0,
    /// There are findings of severity error.
    Findings = 1,
    /// The command or the project's settings ask for what cannot be done.
    Usage = 2,
    /// The world refuses: disk, permissions.
    Environment = 3,
    /// Another build is running.
    Busy = 75,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with the arguments it was given.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Accept(arguments) => accept::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Tags(arguments) => tags::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Theme(arguments) => theme::run(&arguments),
    };
    result.unwrap_or_else(|error| fail(&error)).into()
}

/// Says what went wrong, and what to do.
fn fail(error: &Error) -> Exit {
    say::error(&error.to_string(), error.help.as_deref());
    match error.cause {
        Cause::Refused(_) => Exit::Usage,
        Cause::Busy => Exit::Busy,
        Cause::Io(_) | Cause::Other(_) => Exit::Environment,
    }
}
