//! Finds the name that a misspelt name was meant to be.

/// `; did you mean getContacts?`, or empty text if no name is similar. Names are similar if they differ
/// in case, or in at most three letters and at most a third of them.
pub(crate) fn did_you_mean<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let text = text.to_lowercase();
    let limit = (text.chars().count() / 3).min(3);
    let nearest = names
        .into_iter()
        .map(|name| {
            let distance = strsim::damerau_levenshtein(&name.to_lowercase(), &text);
            (distance, name)
        })
        .filter(|(distance, _)| *distance <= limit)
        .min();
    nearest
        .map(|(_, name)| format!("; did you mean {name}?"))
        .unwrap_or_default()
}
