//! The responses to a search for orders.

use hellodialog::types::{OrderId, OrderSearch};
use serde_json::json;

use crate::{encode, read};

fn ids(search: OrderSearch) -> Option<Vec<u64>> {
    match search {
        OrderSearch::Orders(orders) => Some(orders.iter().map(|order| order.id.get()).collect()),
        _ => None,
    }
}

#[test]
fn a_count_is_a_number_or_a_string() {
    for count in [json!(12), json!("12")] {
        let response = json!({"result": {"status": "OK", "data": {"count": count}}});
        let OrderSearch::Count(response) = read(&response) else {
            panic!("{response} is a count");
        };
        assert_eq!(response.result.data.count, 12);
        assert_eq!(
            encode(&response),
            json!({"result": {"status": "OK", "data": {"count": 12}}})
        );
    }
    let none: OrderSearch = read(&json!({"result": {"data": {"count": "0"}}}));
    assert!(matches!(none, OrderSearch::Count(count) if count.result.data.count == 0));
}

#[test]
fn a_single_order_is_at_the_top_level() {
    let order = json!({"id": "7", "order_number": "1928885", "price": "49.90", "gift": "1"});
    let OrderSearch::Orders(orders) = read(&order) else {
        panic!("{order} is an order");
    };
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0].id, OrderId::new(7));
    assert_eq!(orders[0].order_number.as_deref(), Some("1928885"));
    assert_eq!(
        orders[0].price.map(|price| price.to_string()).as_deref(),
        Some("49.90")
    );
    assert_eq!(orders[0].extra.get("gift"), Some(&json!("1")));
}

#[test]
fn orders_may_be_in_a_collection() {
    for collection in [
        json!([{"id": 7}, {"id": "9"}]),
        json!({"0": {"id": 7}, "1": {"id": "9"}}),
        json!({"1928885": {"id": "7"}, "1928886": {"id": 9}}),
    ] {
        assert_eq!(ids(read(&collection)), Some(vec![7, 9]), "{collection}");
    }
    for none in [json!([]), json!({})] {
        assert_eq!(ids(read(&none)), Some(vec![]));
    }
}

#[test]
fn a_result_without_orders_is_empty() {
    for (empty, expected) in [
        (json!({"result": {}}), json!({})),
        (json!({"result": []}), json!({})),
        (
            json!({"result": {"status": "OK", "message": "no orders"}}),
            json!({"status": "OK", "message": "no orders"}),
        ),
        (json!({"result": {"data": []}}), json!({"data": []})),
    ] {
        let search = read::<OrderSearch>(&empty);
        let OrderSearch::Nothing(response) = search else {
            panic!("{empty} is neither a count nor an order: {search:?}");
        };
        assert_eq!(encode(&response.result), expected);
    }
}
