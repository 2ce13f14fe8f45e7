//! A checkout in git.

use std::process::Command;

use crate::common::{Checkout, stderr};

/// Runs git in the checkout, with nothing of the machine's settings.
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

/// Commits everything to a new repository.
pub fn commit(checkout: &Checkout) {
    git(checkout, &["init", "--quiet"]);
    git(checkout, &["add", "."]);
    git(checkout, &["commit", "--quiet", "--message", "All"]);
}
