//! How deep the types of a crate nest: the compiler follows all of it to see that a type is `Send`.

use std::collections::HashMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::Api;

/// Steps of the compiler from a type to one that it refers to, through options, lists and maps.
const STEPS: usize = 16;

/// The nesting that the compiler follows by default, with room to spare.
const BY_DEFAULT: usize = 12;

/// The limit that the crate needs, and with it every crate that sends its values between threads.
pub fn recursion_limit(api: &Api) -> Option<usize> {
    let depth = depth(api);
    (depth > BY_DEFAULT).then(|| depth * STEPS)
}

/// The attribute that sets the limit.
pub fn attribute(limit: usize) -> TokenStream {
    let limit = Literal::string(&limit.to_string());
    quote! { #![recursion_limit = #limit] }
}

/// A bound of the longest path from type to type: exact for types below which nothing is recursive; all others may be on
/// one path.
fn depth(api: &Api) -> usize {
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waiting: HashMap<&str, usize> = HashMap::new();
    for (name, definition) in &api.types {
        let referenced = definition.referenced_types();
        let known = referenced
            .iter()
            .filter_map(|one| api.types.get_key_value(one));
        let mut count = 0;
        for (referenced, _) in known {
            users.entry(referenced).or_default().push(name);
            count += 1;
        }
        waiting.insert(name, count);
    }
    let mut depths: HashMap<&str, usize> = HashMap::new();
    let mut ready: Vec<&str> = api.types.keys().map(String::as_str).collect();
    ready.retain(|name| waiting[name] == 0);
    let mut finished = 0;
    let mut deepest = 0;
    while let Some(name) = ready.pop() {
        finished += 1;
        let depth = depths.get(name).copied().unwrap_or(1);
        deepest = deepest.max(depth);
        for user in users.remove(name).unwrap_or_default() {
            let of_user = depths.entry(user).or_default();
            *of_user = (*of_user).max(depth + 1);
            if let Some(count) = waiting.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    ready.push(user);
                }
            }
        }
    }
    deepest + (api.types.len() - finished)
}
