//! Random responses. Response types have no constructors, so each value is decoded from its smallest
//! form and then filled.

use hellodialog::IndexMap;
use hellodialog::types::{
    Account, Contact, ContactId, Field, FieldOptions, FieldType, Group, GroupId, Order,
    OrderedProduct,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::values::{
    date_time, day, extra, float, gender, known_or, language, money, payment, seconds, state, text,
};
use crate::read;

pub(super) fn contact() -> impl Strategy<Value = Contact> {
    let names = (of(text()), of(text()), of(text()));
    let dates = (of(day()), of(day()), of(date_time()), of(date_time()));
    let choices = (of(gender()), of(state()), of(language()), of(float()));
    let groups = of(vec(any::<u64>().prop_map(GroupId::new), 0..4));
    (any::<u64>(), names, dates, choices, groups, extra()).prop_map(
        |(id, names, dates, choices, groups, custom)| {
            let mut contact: Contact = read(&json!({ "id": id }));
            (contact.email, contact.voornaam, contact.achternaam) = names;
            (contact.last_open, contact.geboortedatum) = (dates.0, dates.1);
            (contact.aangemaakt, contact.aangepast) = (dates.2, dates.3);
            (contact.geslacht, contact.state) = (choices.0, choices.1);
            (contact.language, contact.nps_score) = (choices.2, choices.3);
            (contact.groups, contact.custom) = (groups, custom);
            contact
        },
    )
}

fn product() -> impl Strategy<Value = OrderedProduct> {
    let texts = (of(text()), of(text()), of(text()), of(text()));
    let numbers = (of(money()), of(any::<i64>()), of(money()));
    (texts, numbers, extra()).prop_map(|(texts, numbers, extra)| {
        let mut product: OrderedProduct = read(&json!({}));
        (
            product.product_code,
            product.name,
            product.brand,
            product.category,
        ) = texts;
        (product.price, product.quantity, product.discount) = numbers;
        product.extra = extra;
        product
    })
}

pub(super) fn order() -> impl Strategy<Value = Order> {
    let ids = (any::<u64>(), of(any::<u64>().prop_map(ContactId::new)));
    let texts = (of(text()), of(text()), of(text()), of(text()));
    let times = (of(seconds()), of(seconds()));
    let numbers = (of(money()), of(money()), of(float()), of(float()));
    let rest = (of(payment()), of(vec(product(), 0..3)), extra());
    (ids, texts, times, numbers, rest).prop_map(|(ids, texts, times, numbers, rest)| {
        let mut order: Order = read(&json!({ "id": ids.0 }));
        order.contact = ids.1;
        (
            order.order_number,
            order.payment_method,
            order.country,
            order.coupon,
        ) = texts;
        (order.created_on, order.imported_on) = times;
        (order.price, order.discount, order.lat, order.lng) = numbers;
        (order.payment_status, order.products, order.extra) = rest;
        order
    })
}

pub(super) fn group() -> impl Strategy<Value = Group> {
    let texts = (of(text()), of(text()), of(text()));
    let flags = (of(any::<bool>()), of(any::<bool>()));
    let times = (of(date_time()), of(date_time()));
    (any::<u64>(), texts, flags, times, of(any::<u64>())).prop_map(
        |(id, texts, flags, times, count)| {
            let mut group: Group = read(&json!({ "id": id }));
            (group.name, group.visible_name, group.description) = texts;
            (group.is_private, group.subscription_group_checked) = flags;
            (group.created_at, group.updated_at) = times;
            group.contacts_count = count;
            group
        },
    )
}

pub(super) fn account() -> impl Strategy<Value = Account> {
    let endpoint = select(&["orders", "contacts"][..]).prop_map(str::to_owned);
    let access = vec((endpoint, vec(text(), 0..3)), 0..3);
    let access = access.prop_map(|rights| rights.into_iter().collect::<IndexMap<_, _>>());
    let texts = (of(text()), of(text()), of(text()));
    (texts, of(access), of(vec(text(), 0..3))).prop_map(|(texts, access, modules)| {
        let mut account: Account = read(&json!({}));
        (account.account, account.account_id, account.plan) = texts;
        (account.access, account.modules) = (access, modules);
        account
    })
}

pub(super) fn field() -> impl Strategy<Value = Field> {
    let kind = known_or(&["Text", "Decimals"]).prop_map(|name| FieldType::from(&*name));
    let options = of(vec(text(), 1..3))
        .prop_map(|values| values.map(|values| FieldOptions::new().values(values)));
    let flag = || of(any::<bool>());
    let flags = (flag(), flag(), flag(), flag());
    let lists = (options, of(vec(text(), 0..3)));
    (of(text()), of(kind), lists, flags, extra()).prop_map(|(name, kind, lists, flags, extra)| {
        let mut field: Field = read(&json!({}));
        (field.name, field.r#type) = (name, kind);
        (field.options, field.columns) = lists;
        (field.removable, field.user_viewable) = (flags.0, flags.1);
        (field.user_editable, field.subscription_field_mandatory) = (flags.2, flags.3);
        field.extra = extra;
        field
    })
}
