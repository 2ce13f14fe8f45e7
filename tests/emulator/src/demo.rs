//! A realistic demo account of any size. The same seed gives the same account.

mod words;

use std::borrow::Cow;
use std::cell::OnceCell;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

use self::words::{
    CITIES, FIRST_NAMES, GROUPS, HOSTS, INTERESTS, LAST_NAMES, PRODUCTS, SIZES, SUBJECTS,
};
use crate::random::Random;
use crate::state::State;
use crate::state::campaigns::Campaign;
use crate::state::fields::{Field, FieldType, column_name};
use crate::state::groups::Group;
use crate::state::ids::{ContactId, GroupId, ListId, NewsletterId, Table};
use crate::state::lists::List;
use crate::state::newsletters::Newsletter;
use crate::state::orders::Order;

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
    add_contacts(&mut state, contacts, &mut random);
    add_lists(&mut state, contacts);
    add_mailings(&mut state, &mut random);
    add_orders(&mut state, contacts, &mut random);
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

fn add_contacts(state: &mut State, count: u32, random: &mut Random) {
    let calendar = Calendar::new();
    state.contacts.reserve(count as usize);
    for number in 1..=count {
        let (first, gender) = random.choose(&FIRST_NAMES);
        let last = random.choose(&LAST_NAMES);
        let has_name = random.percent(95);
        let email = email(first, last, number, random.choose(&HOSTS));
        let created = calendar.today() - random.below(2000);
        let changed = calendar.later(created, random);
        let values = [
            Some(Cow::Owned(email)),
            random
                .percent(60)
                .then(|| calendar.text(calendar.later(created, random)).into()),
            has_name.then_some(Cow::Borrowed(first)),
            has_name.then_some(Cow::Borrowed(last)),
            random
                .percent(40)
                .then(|| calendar.text(random.below(22_000)).into()),
            has_name.then_some(Cow::Borrowed(gender)),
            Some(date_time(calendar.text(created), random)),
            Some(date_time(calendar.text(changed), random)),
            random
                .percent(10)
                .then(|| random.below(11).to_string().into()),
            Some(Cow::Borrowed(contact_state(random))),
            random
                .percent(30)
                .then(|| Cow::Borrowed(random.choose(&["NL", "EN", "DE", "SE"]))),
            random
                .percent(50)
                .then(|| (100_000 + number).to_string().into()),
            random
                .percent(25)
                .then(|| Cow::Borrowed(random.choose(&SIZES))),
            random.percent(35).then(|| interests(random)),
        ];
        let groups = (1..=4)
            .map(GroupId)
            .filter(|group| random.percent(if group.0 == 1 { 70 } else { 15 }));
        let groups = groups.collect();
        state.contacts.add_values(values, groups);
    }
}

fn email(first: &str, last: &str, number: u32, host: &str) -> String {
    let mut email = String::with_capacity(48);
    let push_name = |name: &str, email: &mut String| {
        for byte in name.bytes().filter(u8::is_ascii_alphabetic) {
            email.push(char::from(byte.to_ascii_lowercase()));
        }
    };
    push_name(first, &mut email);
    email.push('.');
    push_name(last, &mut email);
    email.push_str(&number.to_string());
    email.push('@');
    email.push_str(host);
    email
}

/// Dates by number, and their texts, which contacts share.
struct Calendar {
    /// From the first birthday to today.
    texts: Vec<OnceCell<Box<str>>>,
}

/// The first birthday.
const FIRST_DAY: Date = date(1945, 1, 1);

impl Calendar {
    fn new() -> Self {
        let days = TODAY.duration_since(FIRST_DAY).as_hours() / 24;
        Self {
            texts: (0..=days).map(|_| OnceCell::new()).collect(),
        }
    }

    fn today(&self) -> u32 {
        u32::try_from(self.texts.len() - 1).expect("a calendar of some decades")
    }

    fn later(&self, day: u32, random: &mut Random) -> u32 {
        (day + random.below(400)).min(self.today())
    }

    /// `2019-02-25`
    fn text(&self, day: u32) -> &str {
        self.texts[day as usize].get_or_init(|| {
            let date = FIRST_DAY.saturating_add(i64::from(day).days());
            date.to_string().into()
        })
    }
}

fn date_time(day: &str, random: &mut Random) -> Cow<'static, str> {
    let mut text = String::with_capacity(19);
    text.push_str(day);
    for (separator, limit) in [(' ', 24), (':', 60), (':', 60)] {
        text.push(separator);
        let digits = random.below(limit);
        text.extend(
            [digits / 10, digits % 10].map(|digit| char::from_digit(digit, 10).unwrap_or('0')),
        );
    }
    Cow::Owned(text)
}

fn contact_state(random: &mut Random) -> &'static str {
    match random.below(100) {
        0..80 => "Contact",
        80..88 => "Unsubscriber",
        88..94 => "Bounced",
        94..98 => "Optin",
        _ => "Transactional",
    }
}

fn interests(random: &mut Random) -> Cow<'static, str> {
    let chosen: Vec<_> = INTERESTS
        .into_iter()
        .filter(|_| random.percent(40))
        .collect();
    Cow::Owned(if chosen.is_empty() {
        INTERESTS[0].to_owned()
    } else {
        chosen.join(",")
    })
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

fn add_orders(state: &mut State, contacts: u32, random: &mut Random) {
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
        state.orders.add(Order {
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
