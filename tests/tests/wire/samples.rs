//! The samples of the docs that are printed in full, value by value.

use std::path::Path;

use hellodialog::Extra;
use hellodialog::jiff::Timestamp;
use hellodialog::jiff::civil::date;
use hellodialog::types::{
    Account, CampaignStatistics, Contact, ContactId, ContactState, Gender, Group, GroupId,
    GroupWithExternalId, List, ListId, ListWithCampaigns, Newsletter, NewsletterId, NpsScore,
    Order, OrderId, PaymentStatus,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{encode, read};

/// The sample that the docs of version 1.4.0 print for a type.
fn sample<T: DeserializeOwned>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples.json");
    let samples = std::fs::read_to_string(path).expect("the samples");
    let samples: Value = serde_json::from_str(&samples).expect("the samples are JSON");
    read(&samples[name])
}

#[test]
fn a_contact() {
    let contact: Contact = sample("Contact");
    assert_eq!(contact.id, ContactId::new(1));
    assert_eq!(contact.email.as_deref(), Some("kevin@hellodialog.com"));
    assert_eq!(contact.last_open, Some(date(2020, 9, 30)));
    assert_eq!(contact.voornaam.as_deref(), Some("Kevin"));
    assert_eq!(contact.achternaam.as_deref(), Some("Binder"));
    assert_eq!(contact.geboortedatum, Some(date(2011, 4, 20)));
    assert_eq!(contact.geslacht, Some(Gender::M));
    let created = date(2019, 2, 25).at(10, 39, 49, 0);
    assert_eq!(contact.aangemaakt, Some(created));
    let changed = date(2019, 2, 26).at(9, 12, 0, 0);
    assert_eq!(contact.aangepast, Some(changed));
    assert_eq!(contact.nps_score, None);
    assert_eq!(contact.state, Some(ContactState::Contact));
    assert_eq!(contact.language, None);
    assert_eq!(contact.groups, Some(vec![]));
    assert_eq!(contact.custom, Extra::new());
}

#[test]
fn a_group() {
    let group: Group = sample("Group");
    assert_eq!(group.id, GroupId::new(1));
    assert_eq!(group.name.as_deref(), Some("Newsletter contacts"));
    assert_eq!(group.visible_name.as_deref(), Some("Newsletter"));
    assert_eq!(group.is_private, Some(false));
    assert_eq!(group.subscription_group_checked, Some(false));
    assert!(
        group
            .description
            .is_some_and(|text| text.ends_with("in the past."))
    );
    let made = date(2019, 10, 15).at(9, 11, 46, 0);
    assert_eq!(
        (group.created_at, group.updated_at),
        (Some(made), Some(made))
    );
    assert_eq!(group.contacts_count, Some(6));
}

#[test]
fn a_group_with_its_external_id() {
    let group: GroupWithExternalId = sample("GroupWithExternalId");
    assert_eq!(group.id, GroupId::new(1));
    assert_eq!(group.external_id.as_deref(), Some("201911121234"));
    assert_eq!(group.is_private, Some(false));
    assert_eq!(group.subscription_group_checked, Some(false));
    let made = date(2019, 10, 15).at(9, 11, 46, 0);
    assert_eq!(
        (group.created_at, group.updated_at),
        (Some(made), Some(made))
    );
}

#[test]
fn lists() {
    let list: List = sample("List");
    assert_eq!(list.id, Some(ListId::new(2)));
    assert_eq!(list.name.as_deref(), Some("Alle e-mailadressen"));
    assert_eq!(list.description.as_deref(), Some(""));
    assert_eq!(list.list, Some(json!({})));
    let list: ListWithCampaigns = sample("ListWithCampaigns");
    assert_eq!(list.id, ListId::new(18));
    assert_eq!(list.name.as_deref(), Some("Kevin segment"));
    assert_eq!(list.description.as_deref(), Some("List description"));
    assert_eq!(list.list, Some(json!({})));
    assert_eq!(list.campaigns, Some(vec![]));
}

#[test]
fn a_newsletter() {
    let newsletter: Newsletter = sample("Newsletter");
    assert_eq!(newsletter.id, Some(NewsletterId::new(3)));
    assert_eq!(newsletter.folder_id.as_deref(), Some("1"));
    assert_eq!(newsletter.name.as_deref(), Some("Update van ..."));
    assert_eq!(newsletter.subject.as_deref(), Some("Newsletter subject"));
    assert_eq!(newsletter.r#type.as_deref(), Some("Newsletter"));
    assert_eq!(newsletter.html.as_deref(), Some("..."));
    assert_eq!(newsletter.draft, None);
    assert_eq!(newsletter.plaintext.as_deref(), Some(""));
    assert_eq!(newsletter.hide_preheader, Some(false));
    assert_eq!(newsletter.google_analytics, Some(false));
    assert_eq!(newsletter.created, Some(date(2019, 7, 25)));
    assert_eq!(newsletter.format.as_deref(), Some("JSON"));
    assert_eq!(newsletter.recipients, Some(0));
    let preview = "client-assets/49175291/previews/159_a88a80c1ff84c426900133d705161e0abff78858";
    assert_eq!(newsletter.preview_file.as_deref(), Some(preview));
    assert_eq!(newsletter.extra, Extra::new());
}

#[test]
fn an_order() {
    let order: Order = sample("Order");
    let decimal = |text: &str| text.parse().ok();
    assert_eq!(order.id, OrderId::new(1));
    assert_eq!(order.contact, Some(ContactId::new(1)));
    assert_eq!(order.order_number.as_deref(), Some("1928885"));
    assert_eq!(order.created_on, Timestamp::from_second(1_539_285_883).ok());
    assert_eq!(order.payment_method.as_deref(), Some("PAYPAL"));
    assert_eq!(order.payment_status, Some(PaymentStatus::Paid));
    assert_eq!(order.price, decimal("49.99"));
    assert_eq!(order.discount, decimal("10.49"));
    assert_eq!(order.zip_code.as_deref(), Some("2011KC"));
    assert_eq!((order.lat, order.lng), (Some(52.386_639), Some(4.643_02)));
    assert_eq!(order.country.as_deref(), Some("NL"));
    assert_eq!(order.coupon.as_deref(), Some("SALE90"));
    assert_eq!(
        order.imported_on,
        Timestamp::from_second(1_571_216_158).ok()
    );
    assert_eq!(order.products, Some(vec![]));
    assert_eq!(order.extra, Extra::new());
}

#[test]
fn an_account() {
    let account: Account = sample("Account");
    assert_eq!(account.account.as_deref(), Some("Hellodialog"));
    assert_eq!(account.account_id.as_deref(), Some("52128944"));
    assert_eq!(account.plan.as_deref(), Some("Professional"));
    assert!(account.access.is_some_and(|access| access.is_empty()));
    assert_eq!(account.modules, Some(vec![]));
}

#[test]
fn scores_and_statistics() {
    let nps: NpsScore = sample("NpsScore");
    assert_eq!((nps.score, nps.participants), (Some(-33.33), Some(3)));
    let counts: CampaignStatistics = sample("CampaignStatistics");
    assert_eq!((counts.sent, counts.bounces), (Some(5), Some(0)));
    assert_eq!(counts.delivered, Some(5));
    assert_eq!(
        (counts.soft_bounces, counts.hard_bounces),
        (Some(0), Some(0))
    );
    assert_eq!((counts.unopened, counts.opened), (Some(0), Some(5)));
    assert_eq!((counts.notclicked, counts.clicked), (Some(5), Some(0)));
    let names = encode(&counts);
    assert_eq!(names["soft-bounces"], json!(0));
}
