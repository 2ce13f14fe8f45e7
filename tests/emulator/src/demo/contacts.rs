//! The contacts of a demo account. A million of them are made by all cores.

use std::cell::OnceCell;
use std::num::NonZero;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::TODAY;
use super::words::{FIRST_NAMES, HOSTS, INTERESTS, LAST_NAMES, SIZES};
use crate::random::{Random, mix};
use crate::state::contact::Contact;
use crate::state::contacts::Contacts;
use crate::state::ids::{ContactId, GroupId};
use crate::state::row::{Row, RowBuilder};

/// The contacts that are made with the same random numbers.
const PART: u32 = 8192;

/// The parts that a thread makes before their contacts are added.
const PARTS_AHEAD: usize = 2;

/// Adds the first contacts, at most one part.
pub(super) fn add_first_part(contacts: &mut Contacts, count: u32, random: &mut Random) {
    let mut writer = ContactWriter::default();
    for number in numbers(0, count) {
        contacts.push(writer.contact(number, random));
    }
}

/// Adds the contacts after the first part. The random numbers of a part follow from `seed` and its number,
/// so that it does not matter which thread makes it.
pub(super) fn add_parts(contacts: &mut Contacts, count: u32, seed: u64) {
    let parts = count.div_ceil(PART);
    let others = parts.saturating_sub(1) as usize;
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(others);
    thread::scope(|scope| {
        let receivers: Vec<_> = (1..=threads)
            .map(|first| {
                let (sender, receiver) = sync_channel(PARTS_AHEAD);
                scope.spawn(move || {
                    let mut writer = ContactWriter::default();
                    for part in (1..parts).skip(first - 1).step_by(threads) {
                        let mut random = Random::new(mix(seed).wrapping_add(part.into()));
                        let contacts: Vec<_> = numbers(part, count)
                            .map(|number| writer.contact(number, &mut random))
                            .collect();
                        if sender.send(contacts).is_err() {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        for receiver in receivers.iter().cycle().take(others) {
            for contact in receiver.recv().into_iter().flatten() {
                contacts.push(contact);
            }
        }
    });
}

/// The ids of a part.
fn numbers(part: u32, count: u32) -> RangeInclusive<u32> {
    part * PART + 1..=count.min((part + 1) * PART)
}

/// Makes contacts.
struct ContactWriter {
    calendar: Calendar,
    row: RowBuilder,
}

impl Default for ContactWriter {
    fn default() -> Self {
        Self {
            calendar: Calendar::new(),
            row: RowBuilder::default(),
        }
    }
}

impl ContactWriter {
    fn contact(&mut self, number: u32, random: &mut Random) -> Arc<Contact> {
        let row = self.row(number, random);
        let groups = (1..=4)
            .map(GroupId)
            .filter(|group| random.percent(if group.0 == 1 { 70 } else { 15 }));
        Arc::new(Contact {
            id: ContactId(number),
            groups: groups.collect(),
            row,
        })
    }

    fn row(&mut self, number: u32, random: &mut Random) -> Row {
        let Self { calendar, row } = self;
        let (first, gender) = random.choose(&FIRST_NAMES);
        let last = random.choose(&LAST_NAMES);
        let has_name = random.percent(95);
        let host = random.choose(&HOSTS);
        let created = calendar.today() - random.below(2000);
        let changed = calendar.later(created, random);

        row.push_with(|text| write_email(first, last, number, host, text));
        let opened = random
            .percent(60)
            .then(|| calendar.text(calendar.later(created, random)));
        row.push(opened);
        row.push(has_name.then_some(first));
        row.push(has_name.then_some(last));
        let birthday = random
            .percent(40)
            .then(|| calendar.text(random.below(22_000)));
        row.push(birthday);
        row.push(has_name.then_some(gender));
        for day in [created, changed] {
            row.push_with(|text| write_date_time(calendar.text(day), random, text));
        }
        let score = random.percent(10).then(|| random.below(11));
        push_number(score, row);
        row.push(Some(contact_state(random)));
        let language = random
            .percent(30)
            .then(|| random.choose(&["NL", "EN", "DE", "SE"]));
        row.push(language);
        push_number(random.percent(50).then(|| 100_000 + number), row);
        row.push(random.percent(25).then(|| random.choose(&SIZES)));
        if random.percent(35) {
            row.push_with(|text| write_interests(random, text));
        } else {
            row.push(None);
        }
        row.finish()
    }
}

fn push_number(number: Option<u32>, row: &mut RowBuilder) {
    match number {
        Some(number) => row.push_with(|text| text.push_str(&number.to_string())),
        None => row.push(None),
    }
}

fn write_email(
    first: &'static str,
    last: &'static str,
    number: u32,
    host: &str,
    text: &mut String,
) {
    let letters = |name: &'static str| name.bytes().filter(u8::is_ascii_alphabetic);
    let lower = |byte: u8| char::from(byte.to_ascii_lowercase());
    text.extend(letters(first).map(lower));
    text.push('.');
    text.extend(letters(last).map(lower));
    text.push_str(&number.to_string());
    text.push('@');
    text.push_str(host);
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

fn write_date_time(day: &str, random: &mut Random, text: &mut String) {
    text.push_str(day);
    for (separator, limit) in [(' ', 24), (':', 60), (':', 60)] {
        text.push(separator);
        let digits = random.below(limit);
        text.extend(
            [digits / 10, digits % 10].map(|digit| char::from_digit(digit, 10).unwrap_or('0')),
        );
    }
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

fn write_interests(random: &mut Random, text: &mut String) {
    let start = text.len();
    for interest in INTERESTS {
        if random.percent(40) {
            if text.len() > start {
                text.push(',');
            }
            text.push_str(interest);
        }
    }
    if text.len() == start {
        text.push_str(INTERESTS[0]);
    }
}
