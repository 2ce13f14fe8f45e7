//! From names on the wire to Rust identifiers.

use heck::{ToPascalCase, ToSnakeCase};

/// The name of a field, argument or method; `None` when nothing of the name is left.
pub fn snake(name: &str) -> Option<String> {
    identifier(name.to_snake_case(), 'n')
}

/// The name of a type or variant; `None` when nothing of the name is left.
pub fn pascal(name: &str) -> Option<String> {
    identifier(name.to_pascal_case(), 'N')
}

fn identifier(name: String, digit_prefix: char) -> Option<String> {
    let first = name.chars().next()?;
    let name = if first.is_ascii_digit() {
        format!("{digit_prefix}{name}")
    } else {
        name
    };
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
    use super::{pascal, snake};

    #[test]
    fn names_of_the_wire_become_identifiers() {
        assert_eq!(snake("_state").as_deref(), Some("state"));
        assert_eq!(snake("soft-bounces").as_deref(), Some("soft_bounces"));
        assert_eq!(snake("colour").as_deref(), Some("colour"));
        assert_eq!(snake("type").as_deref(), Some("r#type"));
        assert_eq!(snake("self").as_deref(), Some("self_"));
        assert_eq!(snake("2fa").as_deref(), Some("n2fa"));
        assert_eq!(snake("__"), None);
        assert_eq!(pascal("not-equals-any").as_deref(), Some("NotEqualsAny"));
        assert_eq!(pascal("self").as_deref(), Some("Self_"));
    }
}
