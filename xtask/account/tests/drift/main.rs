//! `drift`, run as a program against an account on localhost.

mod cli;
mod faults;
mod golden;
mod paste;
mod privacy;
mod program;
mod reading;
mod refusals;
mod stub;
