//! Orders.

use hellodialog::jiff::Timestamp;
use hellodialog::types::{
    ContactId, NewOrder, OrderId, OrderStatusItem, OrderStatusUpdate, PaymentStatus, SearchOrders,
};
use hellodialog_emulator::Operation;
use serde_json::json;

use crate::case::{Case, call};
use crate::fixture::{KEVIN, NOBODY};

/// The number of the demo account's first order.
const FIRST: &str = "1928001";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = writes();
    cases.extend(reads());
    cases
}

fn writes() -> Vec<Case> {
    let done = json!({"status": "OK", "code": 200});
    vec![
        Case::new(
            Operation::PostOrders,
            done.clone(),
            call!(client => client.orders().create([order("A-1"), order("A-2")])),
        )
        .refused(606, call!(client => client.orders().create(order(FIRST)))),
        Case::new(
            Operation::PutOrders,
            done.clone(),
            call!(client => client.orders().update_many([
                OrderStatusItem::new(OrderId::new(1), PaymentStatus::Cancelled),
                OrderStatusItem::new(OrderId::new(2), PaymentStatus::Cancelled),
            ])),
        )
        .refused(
            606,
            call!(client => client.orders().update_many([
                OrderStatusItem::new(OrderId::new(NOBODY), PaymentStatus::Paid),
            ])),
        ),
        Case::new(
            Operation::PutOrder,
            done.clone(),
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
        Case::new(
            Operation::DeleteOrder,
            done,
            call!(client => client.orders().delete(OrderId::new(1))),
        )
        .refused(
            604,
            call!(client => client.orders().delete(OrderId::new(NOBODY))),
        ),
    ]
}

fn reads() -> Vec<Case> {
    let first = json!({"id": 1, "order_number": FIRST, "country": "NL"});
    vec![
        Case::new(
            Operation::GetOrders,
            json!([first]),
            call!(client => client.orders().search(SearchOrders::new().order_number(FIRST))),
        ),
        Case::new(
            Operation::GetOrder,
            first,
            call!(client => client.orders().get(OrderId::new(1))),
        )
        .refused(
            604,
            call!(client => client.orders().get(OrderId::new(NOBODY))),
        ),
    ]
}

fn order(number: &str) -> NewOrder {
    let created_on = Timestamp::from_second(1_539_285_883).expect("a time");
    let price = "10.00".parse().expect("money");
    NewOrder::new(ContactId::new(KEVIN), number, created_on, price)
}
