//! The example of docs/commands.md, with a golden module as the user's module.

use hellodialog::types::{ContactId, ContactUpdate, Filter};
use hellodialog::{Client, Extra};

use crate::compiled::types as fields;
use fields::CustomFields;

async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    fields::check(&client).await?; // at start-up: reports fields that were added, removed or changed

    // The API ignores a condition on a column that it does not know, and then selects everyone.
    let filter = Filter::new().greater_than("shoe_size", 42);
    assert!(fields::unknown_columns(&filter).is_empty());

    let contact = client.contacts().get(ContactId::new(58328)).await?;
    let mut custom: CustomFields = contact.custom.parse()?;
    custom.shoe_size = Some(fields::ShoeSize::N36);
    let update = ContactUpdate::new().custom_all(Extra::from_serialize(&custom)?);
    client.contacts().update(contact.id, &update).await?;
    Ok(())
}

#[test]
fn the_example_of_the_docs_compiles() {
    let _ = example;
    let docs = include_str!("../../../../docs/commands.md");
    let block = docs.split("```rs\n").nth(1).expect("an example");
    let block = block.split("```").next().unwrap_or_default();
    let lines = block
        .lines()
        .filter(|line| !line.is_empty() && *line != "mod fields;");
    let mut count = 0;
    for line in lines {
        assert!(include_str!("docs_example.rs").contains(line), "{line}");
        count += 1;
    }
    assert!(count > 5, "{block}");
}
