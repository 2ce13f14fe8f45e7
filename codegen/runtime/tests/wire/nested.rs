//! Nested adapters, in structs like those that are emitted.

use hellodialog_runtime::jiff::civil::Date;
use hellodialog_runtime::wire::{As, Keyed, Lenient, OrEmpty, Same, SeqOrIndexed, SeqOrSingle};
use hellodialog_runtime::{Decimal, Extra, IndexMap};
use serde::{Deserialize, Serialize};

use crate::{read, write};

hellodialog_runtime::id! {
    /// The id of an order.
    struct OrderId(u64);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Product {
    #[serde(with = "As::<Lenient>")]
    quantity: u32,
    #[serde(
        default,
        with = "As::<Option<Lenient>>",
        skip_serializing_if = "Option::is_none"
    )]
    discount: Option<Decimal>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    id: OrderId,
    #[serde(with = "As::<Lenient>")]
    price: Decimal,
    #[serde(default, with = "As::<OrEmpty>")]
    paid_on: Option<Date>,
    #[serde(default, with = "As::<SeqOrIndexed>")]
    products: Vec<Product>,
    #[serde(default, with = "As::<Keyed<Lenient, SeqOrIndexed<Lenient>>>")]
    codes: IndexMap<u64, Vec<u32>>,
    #[serde(flatten)]
    extra: Extra,
}

const RECEIVED: &str = r#"{
    "colour": null,
    "id": "12",
    "price": "49.90",
    "paid_on": "0000-00-00 00:00:00",
    "products": {"0": {"quantity": "3", "discount": "0.10", "shelf": {"a": []}}, "4": {"quantity": 1}},
    "codes": {"9": {"0": "1", "3": 2}, "8": [], "7": [5]},
    "size": "XL"
}"#;

const ENCODED: &str = concat!(
    r#"{"id":12,"price":49.90,"paid_on":null,"products":[{"quantity":3,"discount":0.10,"#,
    r#""shelf":{"a":[]}},{"quantity":1}],"codes":{"9":[1,2],"8":[],"7":[5]},"#,
    r#""colour":null,"size":"XL"}"#
);

#[test]
fn a_whole_order_decodes_and_encodes() {
    let order = read::<Order, Same>(RECEIVED).expect("an order");
    assert_eq!(order.id, OrderId::new(12));
    assert_eq!(order.paid_on, None);
    assert_eq!(order.products.len(), 2);
    assert_eq!(order.codes.get(&9), Some(&vec![1, 2]));
    assert_eq!(
        order
            .extra
            .iter()
            .map(|(key, _)| key.as_str())
            .collect::<Vec<_>>(),
        ["colour", "size"]
    );
    assert_eq!(order.products.first().map(|p| p.extra.len()), Some(1));

    assert_eq!(write::<Order, Same>(&order), ENCODED);
    assert_eq!(read::<Order, Same>(ENCODED), Ok(order));
}

#[test]
fn options_and_lists_nest() {
    type Numbers = Vec<Option<u32>>;
    let numbers =
        read::<Numbers, SeqOrIndexed<OrEmpty>>(r#"{"0": "1", "1": "", "3": null, "4": 4}"#);
    assert_eq!(numbers, Ok(vec![Some(1), None, None, Some(4)]));
    let numbers = read::<Numbers, Vec<Option<Lenient>>>(r#"["1", null]"#);
    assert_eq!(numbers, Ok(vec![Some(1), None]));
    let lists = read::<Vec<Vec<u32>>, SeqOrIndexed<SeqOrIndexed<Lenient>>>(
        r#"[{"1": "1"}, [], null, ["2"]]"#,
    );
    assert_eq!(lists, Ok(vec![vec![1], vec![], vec![], vec![2]]));
}

#[test]
fn a_keyed_map_of_lists_of_maps() {
    type Deep = IndexMap<OrderId, Vec<IndexMap<String, bool>>>;
    type Adapter = Keyed<Same, SeqOrSingle<Keyed<Same, Lenient>>>;
    let json = r#"{"5": [{"a": "1"}, []], "6": {"b": 0}, "7": {"0": {"c": true}}, "8": []}"#;
    let deep = read::<Deep, Adapter>(json).expect("a map");
    assert_eq!(
        write::<Deep, Adapter>(&deep),
        r#"{"5":[{"a":true},{}],"6":[{"b":false}],"7":[{"c":true}],"8":[]}"#
    );
}

#[test]
fn the_path_of_an_error_includes_indexes_and_keys() {
    let json =
        r#"{"id": 1, "price": 1, "products": {"0": {"quantity": 1}, "5": {"quantity": "?"}}}"#;
    let mut text = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, Order>(&mut text).expect_err("no number");
    // serde buffers a part of a struct with a flattened field. Named fields stay in the path.
    assert_eq!(error.path().to_string(), "products.5.quantity");
}
