//! Orders.

use serde_json::{Map, Value, json};

use super::request::{Request, optional_text, required_text};
use super::response::{ApiError, ErrorCode, HandlerResult, Response, batch};
use crate::account::Account;
use crate::state::State;
use crate::state::ids::{ContactId, OrderId};
use crate::state::orders::{Order, PAYMENT_STATUSES};
use crate::wire;

/// Accepts one order, an array of orders, or an object with orders by order number.
pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let body = request.json()?;
    if body.get("order_number").is_some()
        || body
            .get("contact")
            .is_some_and(|contact| !contact.is_object())
    {
        let id = insert(&mut account.state, body)?;
        return Ok(Response::created("Order created", id));
    }
    let items = wire::items(body).filter(|items| !items.is_empty());
    let items = items.ok_or_else(|| {
        ApiError::new(
            ErrorCode::InvalidBody,
            "The body must be one order or several",
        )
    })?;
    let results = items
        .into_iter()
        .map(|item| insert(&mut account.state, item).map(|_| None));
    batch("Orders created", results.collect())
}

fn insert(state: &mut State, order: &Value) -> Result<OrderId, ApiError> {
    let order = order
        .as_object()
        .ok_or_else(|| ApiError::invalid("An order must be an object"))?;
    let order = parse(state, order)?;
    if state.orders.find_by_number(&order.number).is_some() {
        return Err(ApiError::invalid(format!(
            "An order {} already exists",
            order.number
        )));
    }
    Ok(state.orders.add(order))
}

fn parse(state: &State, order: &Map<String, Value>) -> Result<Order, ApiError> {
    let number = required_text(order, "order_number")?;
    let required = |name: &str| {
        order
            .get(name)
            .ok_or_else(|| ApiError::invalid(format!("{name} is required for order {number}")))
    };
    let invalid =
        |name: &str| ApiError::invalid(format!("{name} of order {number} is not a number"));
    let contact = ContactId(wire::number(required("contact")?).ok_or_else(|| invalid("contact"))?);
    if state.contacts.get(contact).is_none() {
        return Err(ApiError::invalid(format!("There is no contact {contact}")));
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
            .map(|degrees| format!("{degrees:.6}"))
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
        language: text("language"),
        coupon: text("coupon"),
        imported_on: state.clock.unix_seconds(),
        products: products(order, &number)?,
        custom_fields: list(order, "custom_fields"),
        number,
    })
}

fn products(order: &Map<String, Value>, number: &str) -> Result<Vec<Map<String, Value>>, ApiError> {
    let mut products = Vec::new();
    for product in list(order, "products") {
        let Value::Object(mut product) = product else {
            return Err(ApiError::invalid(format!(
                "A product of order {number} is not an object"
            )));
        };
        for (name, value) in &mut product {
            let text = match name.as_str() {
                "price" | "discount" => wire::decimal(value).map(amount),
                _ => wire::text(value),
            };
            *value = text.map_or(Value::Null, Value::String);
        }
        products.push(product);
    }
    Ok(products)
}

fn list(order: &Map<String, Value>, name: &str) -> Vec<Value> {
    let items = order.get(name).and_then(wire::items).unwrap_or_default();
    items.into_iter().cloned().collect()
}

/// An amount of money as the database returns it.
fn amount(amount: f64) -> String {
    format!("{amount:.2}")
}

fn check_status(status: &str) -> Result<(), ApiError> {
    if PAYMENT_STATUSES.contains(&status) {
        return Ok(());
    }
    let known = PAYMENT_STATUSES.join(", ");
    Err(ApiError::invalid(format!(
        "payment_status must be one of {known}, not {status:?}"
    )))
}

/// Returns one of three shapes: a count, the order with a number, or an empty result.
pub(super) fn search(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let orders = &account.state.orders;
    let is_true = |value: &str| !matches!(value, "" | "0");
    if request.query.get("count").is_some_and(is_true) {
        return Ok(Response::json(
            &json!({"result": {"data": {"count": orders.len()}}}),
        ));
    }
    let found = request
        .query
        .get("order_number")
        .and_then(|number| orders.find_by_number(number));
    let found = found.and_then(|id| Some(to_json(id, orders.get(id)?)));
    Ok(Response::json(
        &found.unwrap_or_else(|| json!({"result": {}})),
    ))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: OrderId = request.id("order")?;
    let order = account.state.orders.get(id);
    let order = order.ok_or_else(|| ApiError::not_found("order", request.parameter))?;
    Ok(Response::json(&to_json(id, order)))
}

/// An order with the members of the docs' sample, and with custom fields if it has any.
fn to_json(id: OrderId, order: &Order) -> Value {
    let mut value = json!({
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
    if !order.language.is_empty() {
        value["language"] = json!(order.language);
    }
    if !order.custom_fields.is_empty() {
        value["custom_fields"] = json!(order.custom_fields);
    }
    value
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let id: OrderId = request.id("order")?;
    set_status(&mut account.state, id, request.object()?)?;
    Ok(Response::success("Order updated", &json!([])))
}

pub(super) fn update_many(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let body = request.json()?;
    let items = wire::items(body).ok_or_else(|| {
        ApiError::new(
            ErrorCode::InvalidBody,
            "The body must be an array of orders",
        )
    })?;
    let results = items.into_iter().map(|item| {
        let order = item
            .as_object()
            .ok_or_else(|| ApiError::invalid("An order must be an object"))?;
        let id = order.get("id").and_then(wire::number).map(OrderId);
        let id = id.ok_or_else(|| ApiError::invalid("id is required"))?;
        set_status(&mut account.state, id, order).map(|()| None)
    });
    batch("Orders updated", results.collect())
}

fn set_status(state: &mut State, id: OrderId, order: &Map<String, Value>) -> Result<(), ApiError> {
    let status = required_text(order, "payment_status")?;
    check_status(&status)?;
    state
        .orders
        .get(id)
        .ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    state.orders.set_status(id, &status);
    Ok(())
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let removed = account.state.orders.remove(request.id("order")?);
    removed.ok_or_else(|| ApiError::not_found("order", request.parameter))?;
    Ok(Response::success("Order deleted", &json!([])))
}
