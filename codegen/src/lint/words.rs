//! The words of names.

use heck::ToSnakeCase;

/// The words of a name, such as `starting_after` or `pageToken`, in lower case.
pub(super) fn words(name: &str) -> impl DoubleEndedIterator<Item = String> {
    // An acronym in plural would be two words.
    let snake = name.replace("IDs", "Ids").to_snake_case();
    let words: Vec<String> = snake.split('_').map(str::to_owned).collect();
    words.into_iter()
}
