//! `drift` as a process, against an account on localhost.

mod cli;
mod failures;
mod faults;
mod golden;
mod paste;
mod privacy;
mod process;
mod requests;
mod stub;
