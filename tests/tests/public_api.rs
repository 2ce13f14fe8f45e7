//! What the crate shows of what it is made of, by the list of its public items.

const ITEMS: &str = include_str!("../../generated/api.txt");

#[test]
fn no_type_of_the_http_client_or_the_plain_layer_is_public() {
    assert!(
        ITEMS.contains("fn resources::ContactsApi::get("),
        "the list is empty"
    );
    for line in ITEMS.lines().filter(|line| !line.starts_with('#')) {
        for inner in ["reqwest", "progenitor", "hyper", "http::", "plain::"] {
            assert!(!line.contains(inner), "{inner} in {line}");
        }
    }
}
