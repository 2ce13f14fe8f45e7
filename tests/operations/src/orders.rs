//! Orders.

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    ContactId, NewOrder, OrderCustomField, OrderId, OrderProduct, OrderStatusItem,
    OrderStatusUpdate, PaymentStatus, SearchOrders,
};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING};
use crate::call;
use crate::row::Row;
use crate::samples::sample;

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
        .union()
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

pub(crate) fn variants() -> Vec<Row> {
    let mut rows = one_or_several();
    rows.extend(searches());
    rows
}

fn one_or_several() -> Vec<Row> {
    let number = |number: &str| json!({"contact": 23, "order_number": number, "created_on": 1_539_285_883, "price": 10.0});
    vec![
        Row::written(
            "postOrders",
            "POST /orders",
            full_body(),
            call!(client => client.orders().create(full_order())),
        ),
        Row::written(
            "postOrders",
            "POST /orders",
            number("A-1"),
            call!(client => client.orders().create(order("A-1"))),
        ),
        // A list of one stays a list, and so does an empty one.
        Row::written(
            "postOrders",
            "POST /orders",
            json!([number("A-1")]),
            call!(client => client.orders().create(vec![order("A-1")])),
        ),
        Row::written(
            "postOrders",
            "POST /orders",
            json!([]),
            call!(client => client.orders().create(vec![])),
        ),
        Row::written(
            "putOrder",
            "PUT /orders/1",
            json!({"payment_status": "ON_HOLD"}),
            call!(client => client.orders().update(
                OrderId::new(1),
                &OrderStatusUpdate::new(PaymentStatus::from("ON_HOLD")),
            )),
        ),
    ]
}

/// The three forms of a response.
fn searches() -> Vec<Row> {
    let search = crate::row("getOrders");
    vec![
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
        search.with(json!({"id": "7"}), json!([{"id": 7}])),
        Row {
            query: &[("order_number", "A&1 +ü#%")],
            call: call!(client => client.orders().search(
                SearchOrders::new().order_number("A&1 +ü#%"),
            )),
            ..search
        },
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
        "contact": 23,
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
