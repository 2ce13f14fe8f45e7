//! Orders: one or several, and the three forms of a search.

use hellodialog::types::{
    ContactId, NewOrder, OrderCustomField, OrderId, OrderProduct, OrderStatusUpdate, PaymentStatus,
    SearchOrders,
};
use hellodialog_operations::{Row, call, row};
use serde_json::{Value, json};

use super::{check, write};
use crate::case::sample;

#[tokio::test]
async fn one_order_or_several() {
    let number = |number: &str| json!({"contact": 1, "order_number": number, "created_on": 1_539_285_883, "price": 10.0});
    check(vec![
        write(
            "postOrders",
            "POST /orders",
            full_body(),
            call!(client => client.orders().create(full_order())),
        ),
        write(
            "postOrders",
            "POST /orders",
            number("A-1"),
            call!(client => client.orders().create(order("A-1"))),
        ),
        // A list of one stays a list, and so does an empty one.
        write(
            "postOrders",
            "POST /orders",
            json!([number("A-1")]),
            call!(client => client.orders().create(vec![order("A-1")])),
        ),
        write(
            "postOrders",
            "POST /orders",
            json!([]),
            call!(client => client.orders().create(vec![])),
        ),
        write(
            "putOrder",
            "PUT /orders/1",
            json!({"payment_status": "ON_HOLD"}),
            call!(client => client.orders().update(
                OrderId::new(1),
                &OrderStatusUpdate::new(PaymentStatus::from("ON_HOLD")),
            )),
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_search_for_orders_has_three_forms_of_responses() {
    let search = row("getOrders");
    check(vec![
        // The docs' sample.
        Row {
            query: &[],
            response: sample("getOrders"),
            decoded: json!({"result": {}}),
            call: call!(client => client.orders().search(SearchOrders::new())),
            ..search.clone()
        },
        Row {
            query: &[("count", "1")],
            response: json!({"result": {"data": {"count": "12"}}}),
            decoded: json!({"result": {"data": {"count": 12}}}),
            call: call!(client => client.orders().search(SearchOrders::new().count(1))),
            ..search.clone()
        },
        Row {
            query: &[("order_number", "A&1 +ü#%")],
            call: call!(client => client.orders().search(
                SearchOrders::new().order_number("A&1 +ü#%"),
            )),
            ..search
        },
    ])
    .await;
}

/// An order with only the required members.
fn order(number: &str) -> NewOrder {
    let created_on = hellodialog::jiff::Timestamp::from_second(1_539_285_883).expect("a time");
    let price = "10.00".parse().expect("money");
    NewOrder::new(ContactId::new(1), number, created_on, price)
}

/// An order with all documented members.
fn full_order() -> NewOrder {
    let product = OrderProduct::new("P-1", "Shoe", "24.95".parse().expect("money"))
        .quantity(2)
        .discount("5.00".parse().expect("money"))
        .brand("Brand")
        .category("Shoes")
        .subcategory("Boots")
        .extra("size", "43");
    order("1928885")
        .payment_method("PAYPAL")
        .payment_status(PaymentStatus::Paid)
        .discount("10.49".parse().expect("money"))
        .zip_code("2011KC")
        .lat(52.386_639)
        .lng(4.643_02)
        .country("NL")
        .coupon("SALE90")
        .custom_fields([OrderCustomField::new().extra("gift", true)])
        .products([product])
}

fn full_body() -> Value {
    json!({
        "contact": 1,
        "order_number": "1928885",
        "created_on": 1_539_285_883,
        "price": 10.0,
        "payment_method": "PAYPAL",
        "payment_status": "PAID",
        "discount": 10.49,
        "zip_code": "2011KC",
        "lat": 52.386_639,
        "lng": 4.643_02,
        "country": "NL",
        "coupon": "SALE90",
        "custom_fields": [{"gift": true}],
        "products": [{
            "product_code": "P-1",
            "name": "Shoe",
            "price": 24.95,
            "quantity": 2,
            "discount": 5.0,
            "brand": "Brand",
            "category": "Shoes",
            "subcategory": "Boots",
            "size": "43",
        }],
    })
}
