//! Orders.

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    ContactId, NewOrder, OrderCustomField, OrderId, OrderProduct, OrderStatusItem,
    OrderStatusUpdate, PaymentStatus, SearchOrders,
};
use serde_json::{Value, json};

use crate::case::{Case, call, sample};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = creations();
    cases.extend(changes());
    cases.extend(reads());
    cases
}

fn creations() -> Vec<Case> {
    let number = |number: &str| json!({"contact": 1, "order_number": number, "created_on": 1_539_285_883, "price": 10.0});
    vec![
        Case::write(
            "postOrders",
            "POST /orders",
            Some(full_body()),
            call!(client => client.orders().create(full())),
        ),
        Case::write(
            "postOrders",
            "POST /orders",
            Some(number("A-1")),
            call!(client => client.orders().create(order("A-1"))),
        ),
        Case::write(
            "postOrders",
            "POST /orders",
            Some(json!([number("A-1"), number("A-2")])),
            call!(client => client.orders().create([order("A-1"), order("A-2")])),
        ),
        // A list of one stays a list, and so does an empty one: the caller said so.
        Case::write(
            "postOrders",
            "POST /orders",
            Some(json!([number("A-1")])),
            call!(client => client.orders().create(vec![order("A-1")])),
        ),
        Case::write(
            "postOrders",
            "POST /orders",
            Some(json!([])),
            call!(client => client.orders().create(vec![])),
        ),
    ]
}

fn changes() -> Vec<Case> {
    vec![
        Case::write(
            "putOrders",
            "PUT /orders",
            Some(json!([
                {"id": 1, "payment_status": "REFUND"},
                {"id": 2, "payment_status": "CANCELLED"},
            ])),
            call!(client => client.orders().update_many([
                OrderStatusItem::new(OrderId::new(1), PaymentStatus::Refund),
                OrderStatusItem::new(OrderId::new(2), PaymentStatus::Cancelled),
            ])),
        ),
        Case::write(
            "putOrder",
            "PUT /orders/1",
            Some(json!({"payment_status": "ON_HOLD"})),
            call!(client => client.orders().update(
                OrderId::new(1),
                &OrderStatusUpdate::new(PaymentStatus::from("ON_HOLD")),
            )),
        ),
        Case::write(
            "deleteOrder",
            "DELETE /orders/1",
            None,
            call!(client => client.orders().delete(OrderId::new(1))),
        ),
    ]
}

fn reads() -> Vec<Case> {
    vec![
        Case::read(
            "getOrder",
            "GET /orders/1",
            sample("getOrder"),
            placed(),
            call!(client => client.orders().get(OrderId::new(1))),
        ),
        // The docs' sample.
        Case::read(
            "getOrders",
            "GET /orders",
            sample("getOrders"),
            json!({"result": {}}),
            call!(client => client.orders().search(SearchOrders::new())),
        ),
        Case::read(
            "getOrders",
            "GET /orders",
            json!({"result": {"data": {"count": "12"}}}),
            json!({"result": {"data": {"count": 12}}}),
            call!(client => client.orders().search(SearchOrders::new().count(1))),
        )
        .with_query(&[("count", "1")]),
        Case::read(
            "getOrders",
            "GET /orders",
            sample("getOrder"),
            json!([placed()]),
            call!(client => client.orders().search(SearchOrders::new().order_number("A&1 +ü#%"))),
        )
        .with_query(&[("order_number", "A&1 +ü#%")]),
    ]
}

/// An order with the least that can be said.
fn order(number: &str) -> NewOrder {
    let created_on = Timestamp::from_second(1_539_285_883).expect("a time");
    NewOrder::new(
        ContactId::new(1),
        number,
        created_on,
        "10.00".parse().expect("money"),
    )
}

fn full() -> NewOrder {
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

/// The sample of an order, in natural types.
fn placed() -> Value {
    json!({
        "id": 1,
        "contact": 1,
        "order_number": "1928885",
        "created_on": 1_539_285_883,
        "payment_method": "PAYPAL",
        "payment_status": "PAID",
        "price": 49.99,
        "discount": 10.49,
        "zip_code": "2011KC",
        "lat": 52.386_639,
        "lng": 4.643_02,
        "country": "NL",
        "coupon": "SALE90",
        "imported_on": 1_571_216_158,
        "products": [],
    })
}
