//! A realistic demo account of any size. The same seed gives the same account.

mod contacts;
mod words;

use std::thread;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

use self::contacts::{add_first_part, add_parts};
use self::words::{CITIES, GROUPS, INTERESTS, PRODUCTS, SIZES, SUBJECTS};
use crate::random::Random;
use crate::state::State;
use crate::state::campaigns::Campaign;
use crate::state::fields::{Field, FieldType, column_name};
use crate::state::groups::Group;
use crate::state::ids::{ContactId, ListId, NewsletterId, Table};
use crate::state::lists::List;
use crate::state::newsletters::Newsletter;
use crate::state::orders::{Order, Orders};

/// The latest date in the demo account.
const TODAY: Date = date(2025, 6, 1);

/// The id of the first campaign, as in the docs' sample.
const FIRST_CAMPAIGN: u32 = 246_236;

/// The number of contacts for each order.
const CONTACTS_PER_ORDER: u32 = 10;

/// The most contacts, so that a slip does not use up all memory.
pub(crate) const MAX_CONTACTS: u32 = 10_000_000;

/// A demo account. `None` if it would have too many contacts.
pub(crate) fn demo_account(contacts: u32, seed: u64) -> Option<State> {
    if contacts > MAX_CONTACTS {
        return None;
    }
    let mut random = Random::new(seed);
    let mut state = State::empty();
    add_fields(&mut state);
    add_groups(&mut state);
    state.contacts.reserve(contacts as usize);
    add_first_part(&mut state.contacts, contacts, &mut random);
    add_lists(&mut state, contacts);
    add_mailings(&mut state, &mut random);
    let orders = &mut state.orders;
    thread::scope(|scope| {
        scope.spawn(|| add_orders(orders, contacts, &mut random));
        add_parts(&mut state.contacts, contacts, seed);
    });
    Some(state)
}

fn add_fields(state: &mut State) {
    let custom: [(&str, FieldType, &[&str]); 3] = [
        ("Customer number", FieldType::Integer, &[]),
        ("Size", FieldType::Dropdown, &SIZES),
        ("Interests", FieldType::Multiselect, &INTERESTS),
    ];
    for (name, kind, options) in custom {
        state.fields.add(Field {
            name: name.to_owned(),
            kind,
            options: options.iter().map(|&option| option.to_owned()).collect(),
            column: column_name(name),
            removable: true,
            user_viewable: true,
            user_editable: kind != FieldType::Integer,
            mandatory: false,
        });
    }
    state.update_columns();
}

fn add_groups(state: &mut State) {
    for (number, (name, visible_name)) in GROUPS.iter().enumerate() {
        let created = format!("{} 09:11:46", TODAY.saturating_sub(2000.days()));
        state.groups.add(Group {
            name: (*name).to_owned(),
            visible_name: (*visible_name).to_owned(),
            is_private: *name == "Staff",
            checked: number == 0,
            description: "You receive this because you have subscribed to it.".to_owned(),
            created_at: created.clone(),
            updated_at: created,
            external_id: Some(format!("EXT-{}", number + 1)),
        });
    }
}

fn add_lists(state: &mut State, contacts: u32) {
    let lists: [(&str, &str, u32); 3] = [
        ("Empty", "Nobody yet", 0),
        ("First ten", "Our oldest contacts", 10),
        ("First hundred", "", 100),
    ];
    for (name, description, size) in lists {
        state.lists.add(List {
            name: name.to_owned(),
            description: description.to_owned(),
            contacts: (1..=size.min(contacts)).map(ContactId).collect(),
        });
    }
}

fn add_mailings(state: &mut State, random: &mut Random) {
    state.campaigns = Table::starting_at(FIRST_CAMPAIGN);
    for number in 1..=20_u32 {
        let subject = random.choose(&SUBJECTS);
        let day = TODAY.saturating_sub(i64::from((20 - number) * 30).days());
        let sent = 50 + random.below(1000);
        let newsletter = state.newsletters.add(Newsletter {
            name: format!("Newsletter {number}"),
            subject: subject.to_owned(),
            html: format!("<html><body><h1>{subject}</h1></body></html>"),
            created: day.to_string(),
            recipients: sent,
        });
        if number % 2 == 0 {
            state
                .campaigns
                .add(campaign(newsletter, subject, day, sent, random));
        }
    }
}

fn campaign(
    newsletter: NewsletterId,
    subject: &str,
    day: Date,
    sent: u32,
    random: &mut Random,
) -> Campaign {
    let (soft_bounces, hard_bounces) = (random.below(10), random.below(10));
    let opened = random.below(sent - soft_bounces - hard_bounces);
    Campaign {
        name: format!("Campaign {newsletter}"),
        subject: subject.to_owned(),
        sent_on: format!("{day} 10:00:00"),
        newsletter: Some(newsletter),
        list: Some(ListId(2 + random.below(2))),
        sent,
        soft_bounces,
        hard_bounces,
        opened,
        clicked: random.below(opened + 1),
    }
}

fn add_orders(orders: &mut Orders, contacts: u32, random: &mut Random) {
    for number in 1..=contacts / CONTACTS_PER_ORDER {
        let (code, name, cents) = random.choose(&PRODUCTS);
        let (zip_code, lat, lng) = random.choose(&CITIES);
        let quantity = 1 + random.below(5);
        let day = TODAY.saturating_sub(i64::from(random.below(700)).days());
        let created_on =
            day.duration_since(date(1970, 1, 1)).as_secs() + i64::from(random.below(86_400));
        let product = json!({
            "product_code": code,
            "name": name,
            "price": money(cents),
            "quantity": quantity.to_string(),
        });
        orders.add(Order {
            contact: ContactId(1 + random.below(contacts)),
            number: (1_928_000 + number).to_string(),
            created_on,
            price: money(cents * quantity),
            payment_method: random.choose(&["IDEAL", "PAYPAL", "CREDITCARD"]).to_owned(),
            payment_status: random
                .choose(&["PAID", "PAID", "PAID", "PENDING", "REFUND"])
                .to_owned(),
            discount: money(0),
            zip_code: zip_code.to_owned(),
            lat: Some(lat.to_owned()),
            lng: Some(lng.to_owned()),
            country: "NL".to_owned(),
            language: String::new(),
            coupon: String::new(),
            imported_on: created_on + 60,
            products: product.as_object().cloned().into_iter().collect(),
            custom_fields: Vec::new(),
        });
    }
}

fn money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
