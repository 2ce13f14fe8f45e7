//! Amounts of money, exact in every digit.

use hellodialog::Decimal;
use hellodialog::jiff::Timestamp;
use hellodialog::types::{ContactId, NewOrder, Order, OrderProduct, OrderedProduct};
use serde_json::json;

use crate::{decode_error, order, read, text};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn new_order(price: Decimal) -> NewOrder {
    let created_on = Timestamp::from_second(1_539_285_883).expect("a time");
    NewOrder::new(ContactId::new(7), "A-1", created_on, price)
}

#[test]
fn an_amount_is_sent_as_a_number_with_every_digit() {
    for amount in [
        "49.90",
        "0.1",
        "0.00",
        "-5",
        "100",
        "12345678901234567890.12345678",
        "0.0000000000000000000000000001",
    ] {
        let order = new_order(decimal(amount)).discount(decimal(amount));
        assert_eq!(
            text(&order),
            format!(
                r#"{{"contact":7,"order_number":"A-1","created_on":1539285883,"price":{amount},"discount":{amount}}}"#
            )
        );
        let product = OrderProduct::new("P", "Shoe", decimal(amount)).discount(decimal(amount));
        assert_eq!(
            text(&product),
            format!(r#"{{"product_code":"P","name":"Shoe","price":{amount},"discount":{amount}}}"#)
        );
    }
}

#[test]
fn an_amount_in_a_string_keeps_every_digit() {
    for amount in ["49.90", "0.10", "12345678901234567890.12345678"] {
        let order = order("price", json!(amount));
        let price = order.price.expect("a price");
        assert_eq!(price.to_string(), amount);
        assert_eq!(text(&order), format!(r#"{{"id":1,"price":{amount}}}"#));
    }
}

#[test]
fn an_amount_may_be_a_number() {
    for (amount, read) in [
        (json!(49.9), "49.9"),
        (json!(0.1), "0.1"),
        (json!(50), "50"),
        (json!(1_234_567.89), "1234567.89"),
    ] {
        assert_eq!(order("price", amount.clone()).price, Some(decimal(read)));
        assert_eq!(order("discount", amount).discount, Some(decimal(read)));
    }
}

#[test]
fn an_amount_that_cannot_be_represented_is_an_error_and_not_rounded() {
    for invalid in [
        json!("49,90"),
        json!("€ 5"),
        json!("1.2345678901234567890123456789012"),
        json!("99999999999999999999999999999999"),
        json!(true),
    ] {
        decode_error::<Order>(&json!({"id": 1, "price": invalid}));
    }
}

#[test]
fn an_empty_discount_is_none() {
    for empty in [json!(null), json!("")] {
        assert_eq!(order("discount", empty).discount, None);
    }
    assert_eq!(
        order("discount", json!("0.00")).discount,
        Some(Decimal::ZERO)
    );
}

#[test]
fn the_products_of_an_order_decode_like_the_order() {
    let product = json!({"product_code": "P-1", "name": "Shoe", "price": "24.95",
        "quantity": "2", "discount": "", "brand": "B", "category": "C", "subcategory": "S",
        "size": "43"});
    let order = order("products", json!([product, {"quantity": 1, "price": 5}]));
    let products: Vec<OrderedProduct> = order.products.clone().expect("products");
    let shoe = &products[0];
    assert_eq!(shoe.product_code.as_deref(), Some("P-1"));
    assert_eq!(shoe.name.as_deref(), Some("Shoe"));
    assert_eq!(shoe.price, Some(decimal("24.95")));
    assert_eq!((shoe.quantity, shoe.discount), (Some(2), None));
    assert_eq!(shoe.brand.as_deref(), Some("B"));
    assert_eq!(shoe.category.as_deref(), Some("C"));
    assert_eq!(shoe.subcategory.as_deref(), Some("S"));
    assert_eq!(shoe.extra.get("size"), Some(&json!("43")));
    assert_eq!(products[1].quantity, Some(1));
    assert_eq!(products[1].price, Some(decimal("5")));
    let again: Order = read(&serde_json::from_str(&text(&order)).expect("JSON"));
    assert_eq!(again, order);
}

#[test]
fn the_products_of_an_order_may_be_an_object_with_gaps() {
    let (shoe, sock) = (json!({"name": "Shoe"}), json!({"name": "Sock"}));
    let array = order("products", json!([shoe, sock]));
    assert_eq!(order("products", json!({"0": shoe, "2": sock})), array);
    assert_eq!(order("products", json!({})).products, Some(vec![]));
    assert_eq!(order("products", json!(null)).products, None);
}
