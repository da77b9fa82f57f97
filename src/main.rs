//! The `recto` program: its exit code, and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    recto::cli::main()
}
