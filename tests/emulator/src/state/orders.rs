//! Orders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ids::{ContactId, OrderId, Table};

pub(crate) const PAYMENT_STATUSES: [&str; 6] =
    ["PAID", "ERROR", "REFUND", "CANCELLED", "PENDING", "DENIED"];

/// An order. Amounts and coordinates are text, as the API returns them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) contact: ContactId,
    pub(crate) number: String,
    pub(crate) created_on: i64,
    pub(crate) price: String,
    pub(crate) payment_method: String,
    pub(crate) payment_status: String,
    pub(crate) discount: String,
    pub(crate) zip_code: String,
    pub(crate) lat: Option<String>,
    pub(crate) lng: Option<String>,
    pub(crate) country: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) language: String,
    pub(crate) coupon: String,
    pub(crate) imported_on: i64,
    pub(crate) products: Vec<Map<String, Value>>,
    pub(crate) custom_fields: Vec<Value>,
}

/// All orders, by id and by order number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Table<OrderId, Order>", into = "Table<OrderId, Order>")]
pub(crate) struct Orders {
    table: Table<OrderId, Order>,
    by_number: BTreeMap<String, OrderId>,
}

impl Default for Orders {
    fn default() -> Self {
        Self {
            table: Table::starting_at(1),
            by_number: BTreeMap::new(),
        }
    }
}

impl From<Table<OrderId, Order>> for Orders {
    fn from(table: Table<OrderId, Order>) -> Self {
        let by_number = table
            .iter()
            .map(|(id, order)| (order.number.clone(), id))
            .collect();
        Self { table, by_number }
    }
}

impl From<Orders> for Table<OrderId, Order> {
    fn from(orders: Orders) -> Self {
        orders.table
    }
}

impl Orders {
    pub(crate) fn add(&mut self, order: Order) -> OrderId {
        let number = order.number.clone();
        let id = self.table.add(order);
        self.by_number.insert(number, id);
        id
    }

    pub(crate) fn get(&self, id: OrderId) -> Option<&Order> {
        self.table.get(id)
    }

    pub(crate) fn find_by_number(&self, number: &str) -> Option<OrderId> {
        self.by_number.get(number).copied()
    }

    pub(crate) fn set_status(&mut self, id: OrderId, status: &str) {
        if let Some(order) = self.table.get_mut(id) {
            status.clone_into(&mut order.payment_status);
        }
    }

    pub(crate) fn remove(&mut self, id: OrderId) -> Option<Order> {
        let order = self.table.remove(id)?;
        self.by_number.remove(&order.number);
        Some(order)
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    pub(crate) fn is_consistent(&self) -> bool {
        self.table.is_consistent() && self.by_number.len() == self.table.len()
    }
}
