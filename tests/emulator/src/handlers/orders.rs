//! Orders with their products.

use serde_json::{Map, Value, json};

use super::{Answer, Call, Code, Outcome, Refusal, batch, optional_text, required_text};
use crate::account::Account;
use crate::state::State;
use crate::state::ids::{ContactId, OrderId};
use crate::state::orders::{Order, PAYMENT_STATUSES};
use crate::wire;

/// Takes one order, an array of them, or an object of them by order number.
pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    if body.get("order_number").is_some() || body.get("contact").is_some_and(|it| !it.is_object()) {
        let id = insert(&mut account.state, &body)?;
        return Ok(Answer::created("Order created", id));
    }
    let items = wire::items(&body).filter(|items| !items.is_empty());
    let items = items
        .ok_or_else(|| Refusal::new(Code::InvalidBody, "The body must be one order or several"))?;
    let outcomes = items
        .into_iter()
        .map(|item| insert(&mut account.state, item).map(|_| None));
    batch("Orders created", outcomes.collect())
}

fn insert(state: &mut State, order: &Value) -> Result<OrderId, Refusal> {
    let order = order
        .as_object()
        .ok_or_else(|| Refusal::invalid("An order must be an object"))?;
    let order = read(state, order)?;
    if state.orders.with_number(&order.number).is_some() {
        return Err(Refusal::invalid(format!(
            "There is an order {} already",
            order.number
        )));
    }
    Ok(state.orders.add(order))
}

fn read(state: &State, order: &Map<String, Value>) -> Result<Order, Refusal> {
    let number = required_text(order, "order_number")?;
    let required = |name: &str| {
        order
            .get(name)
            .ok_or_else(|| Refusal::invalid(format!("{name} is required for order {number}")))
    };
    let invalid = |name: &str| Refusal::invalid(format!("{name} of order {number} is no number"));
    let contact = ContactId(wire::number(required("contact")?).ok_or_else(|| invalid("contact"))?);
    if state.contacts.get(contact).is_none() {
        return Err(Refusal::not_found("contact", &contact.to_string()));
    }
    let created_on: u32 =
        wire::number(required("created_on")?).ok_or_else(|| invalid("created_on"))?;
    let price = wire::decimal(required("price")?).ok_or_else(|| invalid("price"))?;
    let text = |name: &str| optional_text(order, name).unwrap_or_default();
    let payment_status = optional_text(order, "payment_status").unwrap_or("PENDING".to_owned());
    check_status(&payment_status)?;
    let coordinate = |name: &str| {
        order
            .get(name)
            .and_then(wire::decimal)
            .map(|at| format!("{at:.6}"))
    };
    Ok(Order {
        contact,
        created_on: i64::from(created_on),
        price: amount(price),
        payment_method: text("payment_method"),
        payment_status,
        discount: amount(order.get("discount").and_then(wire::decimal).unwrap_or(0.0)),
        zip_code: text("zip_code"),
        lat: coordinate("lat"),
        lng: coordinate("lng"),
        country: text("country"),
        coupon: text("coupon"),
        imported_on: state.clock.unix(),
        products: products(order, &number)?,
        custom_fields: list(order, "custom_fields"),
        number,
    })
}

fn products(order: &Map<String, Value>, number: &str) -> Result<Vec<Map<String, Value>>, Refusal> {
    let mut products = Vec::new();
    for product in list(order, "products") {
        let Value::Object(mut product) = product else {
            return Err(Refusal::invalid(format!(
                "A product of order {number} is no object"
            )));
        };
        for (name, value) in &mut product {
            let dressed = match name.as_str() {
                "price" | "discount" => wire::decimal(value).map(amount),
                _ => wire::text(value),
            };
            *value = dressed.map_or(Value::Null, Value::String);
        }
        products.push(product);
    }
    Ok(products)
}

fn list(order: &Map<String, Value>, name: &str) -> Vec<Value> {
    let items = order.get(name).and_then(wire::items).unwrap_or_default();
    items.into_iter().cloned().collect()
}

/// An amount of money as the database gives it back.
fn amount(amount: f64) -> String {
    format!("{amount:.2}")
}

fn check_status(status: &str) -> Result<(), Refusal> {
    if PAYMENT_STATUSES.contains(&status) {
        return Ok(());
    }
    let known = PAYMENT_STATUSES.join(", ");
    Err(Refusal::invalid(format!(
        "payment_status must be one of {known}, not {status:?}"
    )))
}

/// Answers one of three shapes: a count, the order with a number, or a result with nothing in it.
pub(super) fn search(account: &mut Account, call: &Call<'_>) -> Outcome {
    let orders = &account.state.orders;
    let truly = |value: &str| !matches!(value, "" | "0");
    if call.query.get("count").is_some_and(truly) {
        return Ok(Answer::read(
            &json!({"result": {"data": {"count": orders.len()}}}),
        ));
    }
    let found = call
        .query
        .get("order_number")
        .and_then(|number| orders.with_number(number));
    let found = found.and_then(|id| Some(form(id, orders.get(id)?)));
    Ok(Answer::read(
        &found.unwrap_or_else(|| json!({"result": {}})),
    ))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: OrderId = call.id("order")?;
    let order = account.state.orders.get(id);
    let order = order.ok_or_else(|| Refusal::not_found("order", call.parameter))?;
    Ok(Answer::read(&form(id, order)))
}

/// An order with the members of the docs' sample, and custom fields if it has any.
fn form(id: OrderId, order: &Order) -> Value {
    let mut form = json!({
        "id": id.to_string(),
        "contact": order.contact.to_string(),
        "order_number": order.number,
        "created_on": order.created_on.to_string(),
        "payment_method": order.payment_method,
        "payment_status": order.payment_status,
        "price": order.price,
        "discount": order.discount,
        "zip_code": order.zip_code,
        "lat": order.lat,
        "lng": order.lng,
        "country": order.country,
        "coupon": order.coupon,
        "imported_on": order.imported_on.to_string(),
        "products": order.products,
    });
    if !order.custom_fields.is_empty() {
        form["custom_fields"] = json!(order.custom_fields);
    }
    form
}

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let id: OrderId = call.id("order")?;
    set_status(&mut account.state, id, &call.object()?)?;
    Ok(Answer::written("Order updated", &json!([])))
}

pub(super) fn update_many(account: &mut Account, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    let items = wire::items(&body)
        .ok_or_else(|| Refusal::new(Code::InvalidBody, "The body must be an array of orders"))?;
    let outcomes = items.into_iter().map(|item| {
        let order = item
            .as_object()
            .ok_or_else(|| Refusal::invalid("An order must be an object"))?;
        let id = order.get("id").and_then(wire::number).map(OrderId);
        let id = id.ok_or_else(|| Refusal::invalid("id is required"))?;
        set_status(&mut account.state, id, order).map(|()| None)
    });
    batch("Orders updated", outcomes.collect())
}

fn set_status(state: &mut State, id: OrderId, order: &Map<String, Value>) -> Result<(), Refusal> {
    let status = required_text(order, "payment_status")?;
    check_status(&status)?;
    state
        .orders
        .get(id)
        .ok_or_else(|| Refusal::not_found("order", &id.to_string()))?;
    state.orders.set_status(id, &status);
    Ok(())
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let removed = account.state.orders.remove(call.id("order")?);
    removed.ok_or_else(|| Refusal::not_found("order", call.parameter))?;
    Ok(Answer::written("Order deleted", &json!([])))
}
