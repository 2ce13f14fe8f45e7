//! Git repositories for temporary checkouts.

use std::process::Command;

use crate::checkout::{Checkout, stderr};

/// Runs git in the checkout, without the user's configuration.
#[track_caller]
pub fn git(checkout: &Checkout, args: &[&str]) {
    let output = Command::new("git")
        .current_dir(checkout.path(""))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(args)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Creates a repository and commits all files.
pub fn commit(checkout: &Checkout) {
    git(checkout, &["init", "--quiet"]);
    git(checkout, &["add", "."]);
    git(checkout, &["commit", "--quiet", "--message", "All"]);
}
