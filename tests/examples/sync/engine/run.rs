//! A sync from its beginning to its end.

use std::collections::BTreeMap;
use std::path::Path;

use hellodialog::types::{ContactId, Filter};
use hellodialog::{BatchOutcome, Client, ErrorKind};
use indicatif::ProgressBar;

use super::Error;
use super::memory::{Memory, Progress};
use super::plan::{Known, Plan};
use super::report::{Failure, Report};
use super::table::{Row, Table, key};

/// How many contacts are changed in one request.
const BATCH: usize = 100;

/// How many contacts are made before that is written down.
const CREATED_AT_A_TIME: usize = 20;

/// Syncs a table with the account of `client`, and shows on `bar` how far it is.
///
/// # Errors
///
/// [`Error`] when the table will not do, or the account can no longer be reached. What was done by
/// then is remembered, and the next run goes on from there. A row that the account does not take
/// is no error, but in the report.
pub async fn run(client: &Client, table: &Path, bar: &ProgressBar) -> Result<Report, Error> {
    let mut memory = Memory::of(table)?;
    let mut table = Table::read(table)?;
    let report = Report {
        resumed: memory.is_interrupted(),
        ..Report::default()
    };
    let account = everybody(client, &table, bar).await?;
    let plan = Plan::of(&table, &account, &memory);
    if plan.writes() > 0 {
        memory.save(Progress::UnderWay)?;
    }
    bar.reset();
    bar.set_length(plan.writes() as u64);
    let mut sync = Sync {
        client,
        bar,
        memory,
        report,
    };
    let outcome = sync.write(&plan).await;
    if let Err(error) = outcome {
        sync.memory.save(Progress::UnderWay)?;
        return Err(error);
    }
    sync.finish(&mut table, plan)?;
    bar.finish_and_clear();
    Ok(sync.report)
}

/// The contacts of the account, by key.
async fn everybody(
    client: &Client,
    table: &Table,
    bar: &ProgressBar,
) -> Result<BTreeMap<String, Known>, Error> {
    bar.set_message("reading the account");
    let mut contacts = client.contacts().list(Filter::all()).prefetch(1).items();
    let mut known = BTreeMap::new();
    while let Some(contact) = contacts.next().await {
        let contact = contact?;
        bar.inc(1);
        // Without an address there is nothing that a row could go by.
        let Some(email) = contact.email.clone() else {
            continue;
        };
        let values = table.values(&contact);
        let id = contact.id;
        known.insert(key(&email), Known { id, email, values });
    }
    bar.set_message("writing to the account");
    Ok(known)
}

/// A sync that writes.
struct Sync<'a> {
    client: &'a Client,
    bar: &'a ProgressBar,
    memory: Memory,
    report: Report,
}

impl Sync<'_> {
    async fn write(&mut self, plan: &Plan) -> Result<(), Error> {
        for rows in plan.create.chunks(CREATED_AT_A_TIME) {
            for row in rows {
                self.create(row).await?;
            }
            self.memory.save(Progress::UnderWay)?;
        }
        for rows in plan.update.chunks(BATCH) {
            self.update(rows).await?;
            self.memory.save(Progress::UnderWay)?;
        }
        Ok(())
    }

    /// Makes a contact. If somebody has made it in the meantime, it is changed.
    async fn create(&mut self, row: &Row) -> Result<(), Error> {
        let created = self.client.contacts().upsert(&row.as_new()).await;
        let created = self.taken(row, created)?;
        self.report.created += usize::from(created);
        Ok(())
    }

    /// Changes contacts in one request, or one by one if not all of them are taken.
    async fn update(&mut self, rows: &[(ContactId, Row)]) -> Result<(), Error> {
        let items = rows.iter().map(|(id, row)| row.as_item(*id));
        let size = rows.len().try_into().expect("a chunk is not empty");
        let report = self.client.contacts().update_all(items, size).await;
        for part in report.into_parts() {
            match part.result {
                Ok(_) if part.outcome == BatchOutcome::Full => {
                    for (_, row) in rows {
                        self.agree(row);
                    }
                    self.report.updated += rows.len();
                    self.bar.inc(rows.len() as u64);
                }
                Err(error) if !is_about_a_row(&error) => return Err(error.into()),
                // The answer does not say which of them failed.
                _ => self.update_each(rows).await?,
            }
        }
        Ok(())
    }

    async fn update_each(&mut self, rows: &[(ContactId, Row)]) -> Result<(), Error> {
        for (id, row) in rows {
            let updated = self.client.contacts().update(*id, &row.as_update()).await;
            let updated = self.taken(row, updated)?;
            self.report.updated += usize::from(updated);
        }
        Ok(())
    }

    /// Whether the account took a row. A failure that would meet the next row too ends the sync.
    fn taken<T>(&mut self, row: &Row, result: hellodialog::Result<T>) -> Result<bool, Error> {
        self.bar.inc(1);
        match result {
            Ok(_) => self.agree(row),
            Err(error) if is_about_a_row(&error) => {
                self.report.failed.push(Failure::new(&row.email, &error));
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(true)
    }

    fn agree(&mut self, row: &Row) {
        self.memory.agree(key(&row.email), row.values.clone());
    }

    /// Brings the table up to date, then the memory: in this order, as the memory must not say of
    /// a row that it agrees while the table has it not.
    fn finish(&mut self, table: &mut Table, plan: Plan) -> Result<(), Error> {
        self.report.unchanged = plan.agreed.len();
        self.report.taken = plan.take.len();
        self.report.appended = plan.append.len();
        let changed = !plan.take.is_empty() || !plan.append.is_empty();
        for row in &plan.agreed {
            self.agree(row);
        }
        for (position, values) in plan.take {
            let row = &mut table.rows[position];
            row.values = values;
            // What the account did not take is not agreed on.
            if !self.report.failed.iter().any(|it| it.email == row.email) {
                self.agree(&table.rows[position]);
            }
        }
        for row in plan.append {
            self.agree(&row);
            table.rows.push(row);
        }
        if changed {
            table.write()?;
        }
        self.memory.save(Progress::Complete)
    }
}

/// Whether a failure is about the row alone, so that the next may do.
fn is_about_a_row(error: &hellodialog::Error) -> bool {
    error.kind() == ErrorKind::Api && !error.is_invalid_key()
}
