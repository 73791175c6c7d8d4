//! `anthology`: arguments in, the compiler called, a report, an exit code.

#![allow(unreachable_pub, reason = "a program has no public interface")]

mod args;
mod report;
mod run;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    run::run(args::Arguments::parse())
}
