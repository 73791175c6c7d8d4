//! `anthology`: arguments in, the compiler called, a report, an exit code.

mod args;
mod report;
mod run;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    run::run(args::Arguments::parse())
}
