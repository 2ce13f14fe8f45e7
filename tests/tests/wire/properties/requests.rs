//! Random requests.

use hellodialog::types::{
    Attachment, ContactId, GroupId, MailAddress, NewContact, NewOrder, OrderProduct, TemplateId,
    TemplateReplacement, TemplateUse, TransactionalMail,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::values::{extra, float, gender, language, money, payment, seconds, state, text};

pub(super) fn contact() -> impl Strategy<Value = NewContact> {
    let names = (of(text()), of(text()), of(text()));
    let choices = (of(gender()), of(state()), of(language()));
    let groups = of(vec(any::<u64>().prop_map(GroupId::new), 0..3));
    (names, choices, groups, extra()).prop_map(|(names, choices, groups, custom)| {
        let mut contact = NewContact::new();
        (contact.email, contact.voornaam, contact.achternaam) = names;
        (contact.geslacht, contact.state, contact.language) = choices;
        (contact.groups, contact.custom) = (groups, custom);
        contact
    })
}

fn product() -> impl Strategy<Value = OrderProduct> {
    let names = (text(), text());
    let texts = (of(text()), of(text()), of(text()));
    let numbers = (money(), of(any::<i64>()), of(money()));
    (names, texts, numbers, extra()).prop_map(|((code, name), texts, numbers, extra)| {
        let mut product = OrderProduct::new(code, name, numbers.0);
        (product.quantity, product.discount) = (numbers.1, numbers.2);
        (product.brand, product.category, product.subcategory) = texts;
        product.extra = extra;
        product
    })
}

pub(super) fn order() -> impl Strategy<Value = NewOrder> {
    let required = (any::<u64>(), text(), seconds(), money());
    let texts = (of(text()), of(text()), of(text()), of(text()));
    let rest = (of(payment()), of(money()), of(float()), of(float()));
    let products = of(vec(product(), 0..3));
    (required, texts, rest, products).prop_map(|(required, texts, rest, products)| {
        let (contact, number, created_on, price) = required;
        let mut order = NewOrder::new(ContactId::new(contact), number, created_on, price);
        (
            order.payment_method,
            order.zip_code,
            order.country,
            order.coupon,
        ) = texts;
        (order.payment_status, order.discount, order.lat, order.lng) = rest;
        order.products = products;
        order
    })
}

fn address() -> impl Strategy<Value = MailAddress> {
    (of(text()), of(text()), extra()).prop_map(|(email, name, extra)| {
        let mut address = MailAddress::new();
        (address.email, address.name, address.extra) = (email, name, extra);
        address
    })
}

fn template() -> impl Strategy<Value = TemplateUse> {
    let replacement = (text(), text())
        .prop_map(|(find, replace)| TemplateReplacement::new().find(find).replace(replace));
    (of(any::<u64>()), of(vec(replacement, 0..3))).prop_map(|(id, replaces)| {
        let mut template = TemplateUse::new();
        (template.id, template.replaces) = (id.map(TemplateId::new), replaces);
        template
    })
}

/// An attachment with a name, so that a single one differs from a list.
fn attachment() -> impl Strategy<Value = Attachment> {
    (text(), extra()).prop_map(|(name, extra)| {
        let mut attachment = Attachment::new().extra("name", name);
        attachment.extra.extend(extra);
        attachment
    })
}

pub(super) fn mail() -> impl Strategy<Value = TransactionalMail> {
    let addresses = (text(), address(), of(address()));
    let rest = (of(text()), text(), of(any::<bool>()));
    let files = prop_oneof![
        attachment().prop_map(Into::into),
        vec(attachment(), 0..3).prop_map(Into::into),
    ];
    (addresses, template(), rest, of(files)).prop_map(|(addresses, template, rest, files)| {
        let (to, from, reply_to) = addresses;
        let (subject, tag, force_sending) = rest;
        let mut mail = TransactionalMail::new(to, from, template, tag);
        (mail.reply_to, mail.subject) = (reply_to, subject);
        (mail.attachment, mail.force_sending) = (files, force_sending);
        mail
    })
}
