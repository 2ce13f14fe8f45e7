//! Rust identifiers for names of a description. All other modules read the results from the [model](crate::model).

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// The name of a field, argument, method or module; `None` if no character of `name` can be part of one.
pub fn value_name(name: &str) -> Option<String> {
    identifier(name.to_snake_case(), 'n')
}

/// The name of a type or variant; `None` if no character of `name` can be part of one.
pub fn type_name(name: &str) -> Option<String> {
    identifier(name.to_pascal_case(), 'N')
}

/// The name of a constant or static.
pub fn constant_name(name: &str) -> String {
    prefixed(name.to_shouty_snake_case(), 'N')
}

/// The operationId in snake case. progenitor takes it as it is, but fails on a digit at the start.
pub fn snake_id(operation_id: &str) -> String {
    prefixed(operation_id.to_snake_case(), 'n')
}

/// The name of the type that has the methods of a resource.
pub fn handle_name(resource: &str) -> Option<String> {
    type_name(&format!("{} Api", without_raw_prefix(resource)))
}

/// The identifier without `r#`, as file names and serde have it.
pub fn without_raw_prefix(identifier: &str) -> &str {
    identifier.trim_start_matches("r#")
}

fn prefixed(name: String, digit_prefix: char) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{digit_prefix}{name}")
    } else {
        name
    }
}

fn identifier(name: String, digit_prefix: char) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let name = prefixed(name, digit_prefix);
    if syn::parse_str::<syn::Ident>(&name).is_ok() {
        return Some(name);
    }
    let raw = format!("r#{name}");
    if syn::parse_str::<syn::Ident>(&raw).is_ok() {
        return Some(raw);
    }
    // `self`, `Self`, `super` and `crate` cannot be raw.
    let suffixed = format!("{name}_");
    syn::parse_str::<syn::Ident>(&suffixed)
        .is_ok()
        .then_some(suffixed)
}

#[cfg(test)]
mod tests {
    use super::{constant_name, type_name, value_name};

    #[test]
    fn names_become_identifiers() {
        assert_eq!(value_name("_state").as_deref(), Some("state"));
        assert_eq!(value_name("soft-bounces").as_deref(), Some("soft_bounces"));
        assert_eq!(value_name("colour").as_deref(), Some("colour"));
        assert_eq!(value_name("type").as_deref(), Some("r#type"));
        assert_eq!(value_name("self").as_deref(), Some("self_"));
        assert_eq!(value_name("2fa").as_deref(), Some("n2fa"));
        assert_eq!(value_name("__"), None);
        assert_eq!(type_name("not-equals-any").as_deref(), Some("NotEqualsAny"));
        assert_eq!(type_name("self").as_deref(), Some("Self_"));
        assert_eq!(constant_name("listBooks"), "LIST_BOOKS");
        assert_eq!(constant_name("2fa"), "N2FA");
    }
}
