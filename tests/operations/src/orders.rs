//! Orders.

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    ContactId, NewOrder, OrderId, OrderStatusItem, OrderStatusUpdate, PaymentStatus, SearchOrders,
};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING};
use crate::call;
use crate::row::Row;

/// The number of the demo account's first order.
const FIRST: &str = "1928001";

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = writes();
    rows.extend(reads());
    rows
}

fn writes() -> Vec<Row> {
    let new = |number: &str| json!({"contact": 23, "order_number": number, "created_on": 1_539_285_883, "price": 10.0});
    vec![
        Row::write(
            "postOrders",
            "POST /orders",
            Some(json!([new("A-1"), new("A-2")])),
            ("Orders created", None),
            call!(client => client.orders().create([order("A-1"), order("A-2")])),
        )
        .batch()
        .refused(606, call!(client => client.orders().create(order(FIRST)))),
        Row::write(
            "putOrders",
            "PUT /orders",
            Some(json!([
                {"id": 1, "payment_status": "PENDING"},
                {"id": 2, "payment_status": "CANCELLED"},
            ])),
            ("Orders updated", None),
            call!(client => client.orders().update_many([
                OrderStatusItem::new(OrderId::new(1), PaymentStatus::Pending),
                OrderStatusItem::new(OrderId::new(2), PaymentStatus::Cancelled),
            ])),
        )
        .batch()
        .refused(
            606,
            call!(client => client.orders().update_many([
                OrderStatusItem::new(OrderId::new(MISSING), PaymentStatus::Paid),
            ])),
        ),
        Row::write(
            "putOrder",
            "PUT /orders/1",
            Some(json!({"payment_status": "CANCELLED"})),
            ("Order updated", None),
            call!(client => client.orders().update(
                OrderId::new(1),
                &OrderStatusUpdate::new(PaymentStatus::Cancelled),
            )),
        )
        .refused(
            606,
            call!(client => client.orders().update(
                OrderId::new(1),
                &OrderStatusUpdate::new(PaymentStatus::from("ON_HOLD")),
            )),
        ),
        Row::write(
            "deleteOrder",
            "DELETE /orders/1",
            None,
            ("Order deleted", None),
            call!(client => client.orders().delete(OrderId::new(1))),
        )
        .refused(
            604,
            call!(client => client.orders().delete(OrderId::new(MISSING))),
        ),
    ]
}

fn reads() -> Vec<Row> {
    vec![
        Row::read(
            "getOrders",
            "GET /orders",
            first(),
            json!([decoded_first()]),
            call!(client => client.orders().search(SearchOrders::new().order_number(FIRST))),
        )
        .query(&[("order_number", FIRST)]),
        Row::read(
            "getOrder",
            "GET /orders/1",
            first(),
            decoded_first(),
            call!(client => client.orders().get(OrderId::new(1))),
        )
        .refused(
            604,
            call!(client => client.orders().get(OrderId::new(MISSING))),
        ),
    ]
}

/// An order with only what is required.
fn order(number: &str) -> NewOrder {
    let created_on = Timestamp::from_second(1_539_285_883).expect("a time");
    let price = "10.00".parse().expect("money");
    NewOrder::new(ContactId::new(KEVIN), number, created_on, price)
}

/// The demo account's first order, as the API prints it.
fn first() -> Value {
    json!({
        "id": "1",
        "contact": "5",
        "order_number": FIRST,
        "created_on": "1720055192",
        "payment_method": "IDEAL",
        "payment_status": "REFUND",
        "price": "19.47",
        "discount": "0.00",
        "zip_code": "1012AB",
        "lat": "52.370216",
        "lng": "4.895168",
        "country": "NL",
        "coupon": "",
        "imported_on": "1720055252",
        "products": [{
            "product_code": "POT-20",
            "name": "Flower pot, 20 cm",
            "price": "6.49",
            "quantity": "3",
        }],
    })
}

/// The same, decoded.
fn decoded_first() -> Value {
    json!({
        "id": 1,
        "contact": 5,
        "order_number": FIRST,
        "created_on": 1_720_055_192,
        "payment_method": "IDEAL",
        "payment_status": "REFUND",
        "price": 19.47,
        "discount": 0.0,
        "zip_code": "1012AB",
        "lat": 52.370_216,
        "lng": 4.895_168,
        "country": "NL",
        "coupon": "",
        "imported_on": 1_720_055_252,
        "products": [{
            "product_code": "POT-20",
            "name": "Flower pot, 20 cm",
            "price": 6.49,
            "quantity": 3,
        }],
    })
}
