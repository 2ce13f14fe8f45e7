//! Changes to the document that the comparison must find.

use serde_json::{Value, json};

use crate::value::{fields_of, put};

/// A change to the document that must be found.
pub(crate) struct Change {
    /// A JSON pointer to the value that `edit` changes.
    pub(crate) at: &'static str,
    pub(crate) edit: fn(&mut Value),
    /// The beginning of the expected finding.
    pub(crate) finding: &'static str,
}

pub(crate) const CHANGES_TO_OPERATIONS: &[Change] = &[
    Change {
        at: "/servers/0/url",
        edit: |url| *url = json!("x"),
        finding: "/base_url: ",
    },
    Change {
        at: "/paths",
        edit: move_first_to_the_end,
        finding: "the order of the operations differs",
    },
    Change {
        at: "/paths/~1ping",
        edit: |path| drop_key(path, "get"),
        finding: "GET /ping: ",
    },
    Change {
        at: "/paths/~1ping",
        edit: |path| put(path, "post", json!({})),
        finding: "POST /ping: ",
    },
    Change {
        at: "/paths/~1ping/get/operationId",
        edit: |id| *id = json!("ping"),
        finding: "GET /ping/operation_id: ",
    },
    Change {
        at: "/paths/~1ping/get/tags",
        edit: |tags| *tags = json!(["Ping"]),
        finding: "GET /ping/tag: ",
    },
    Change {
        at: "/paths/~1nps/get/x-evidence",
        edit: |evidence| put(evidence, "source", json!("documented")),
        finding: "GET /nps/evidence: ",
    },
    Change {
        at: "/paths/~1nps/get/x-evidence",
        edit: |evidence| drop_key(evidence, "reason"),
        finding: "GET /nps/evidence: ",
    },
    Change {
        at: "/paths/~1newsletters/get/description",
        edit: |text| *text = json!("150 a page"),
        finding: "GET /newsletters: the descriptions",
    },
    Change {
        at: "/paths/~1groups/get",
        edit: |get| put(get, "parameters", json!([{"name": "page", "in": "query"}])),
        finding: "GET /groups/parameters/page: ",
    },
    Change {
        at: "/paths/~1contacts/get/parameters/1/example",
        edit: |example| *example = json!("x"),
        finding: "GET /contacts/parameters/values[fieldname]/example: ",
    },
    Change {
        at: "/paths/~1lists~1{listId}/get/parameters/0/required",
        edit: |mark| *mark = json!(false),
        finding: "GET /lists/{listId}/parameters/listId/required: ",
    },
    Change {
        at: "/paths/~1ping/get/responses/200/content/application~1json/example",
        edit: |example| put(example, "plan", json!("Basic")),
        finding: "GET /ping/response_sample/plan: ",
    },
];

pub(crate) const CHANGES_TO_SCHEMAS: &[Change] = &[
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: |fields| rename(fields, "email", "mail"),
        finding: "POST /contacts/body/fields/email: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: |fields| rename(fields, "email", "mail"),
        finding: "POST /contacts/body/fields/mail: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties",
        edit: move_first_to_the_end,
        finding: "POST /contacts/body/field_order",
    },
    Change {
        at: "/components/schemas/NewContact",
        edit: |schema| drop_key(schema, "additionalProperties"),
        finding: "POST /contacts/body/additional_fields: ",
    },
    Change {
        at: "/components/schemas/NewContact/properties/email/description",
        edit: |text| *text = json!("The address."),
        finding: "POST /contacts/body/fields/email/unique: ",
    },
    Change {
        at: "/components/schemas/NewOrder/required",
        edit: drop_last,
        finding: "POST /orders/body/fields/price/required: ",
    },
    Change {
        at: "/components/schemas/PaymentStatus/enum",
        edit: drop_last,
        finding: "PUT /orders/body/fields/payment_status/enum",
    },
    Change {
        at: "/components/schemas/SearchCondition/enum",
        edit: drop_last,
        finding: "GET /unsubscribers/parameters/condition[fieldname]/enum",
    },
    Change {
        at: "/components/schemas/Order/properties",
        edit: |fields| rename(fields, "lat", "latitude"),
        finding: "GET /orders/{orderId} sample/lat: ",
    },
    Change {
        at: "/components/schemas/Order/properties",
        edit: |fields| rename(fields, "lat", "latitude"),
        finding: "GET /orders/{orderId} sample/latitude: ",
    },
    Change {
        at: "/components/schemas/Order/properties/price/type",
        edit: |name| *name = json!("number"),
        finding: "GET /orders/{orderId} sample/price: ",
    },
    Change {
        at: "/components/schemas/Contact/properties/nps_score/nullable",
        edit: |mark| *mark = json!(false),
        finding: "GET /contacts/{contactId} sample/nps_score: ",
    },
];

pub(crate) fn drop_key(object: &mut Value, key: &str) {
    let dropped = fields_of(object).shift_remove(key);
    assert!(dropped.is_some(), "there is no {key} to drop");
}

pub(crate) fn rename(object: &mut Value, from: &str, to: &str) {
    let value = fields_of(object).shift_remove(from);
    put(object, to, value.expect("the key to rename exists"));
}

pub(crate) fn move_first_to_the_end(object: &mut Value) {
    let first = fields_of(object).keys().next().cloned();
    let first = first.expect("an object to reorder has keys");
    rename(object, &first.clone(), &first);
}

pub(crate) fn drop_last(array: &mut Value) {
    let array = array.as_array_mut().expect("an array");
    assert!(array.pop().is_some(), "there is no item to drop");
}
