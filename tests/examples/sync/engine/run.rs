//! Runs a sync.

use std::collections::BTreeMap;
use std::path::Path;

use hellodialog::types::{ContactId, Filter};
use hellodialog::{BatchOutcome, Client, ErrorKind};
use indicatif::ProgressBar;

use super::Error;
use super::plan::{AccountContact, Plan};
use super::report::{Failure, Report};
use super::state::{Progress, State};
use super::table::{Row, Table, key};

/// The number of contacts updated in one request.
const BATCH: usize = 100;

/// The number of contacts created between two writes of the state file.
const CREATIONS_PER_SAVE: usize = 20;

/// Syncs a table with the account of `client`, and shows the progress on `bar`.
///
/// # Errors
///
/// [`Error`] if the table is invalid, or the account cannot be reached. The changes made until then
/// are recorded, and the next run resumes there. A row that the account rejects is in the report
/// instead.
pub async fn run(client: &Client, table: &Path, bar: &ProgressBar) -> Result<Report, Error> {
    let mut state = State::of(table)?;
    let mut table = Table::read(table)?;
    let report = Report {
        resumed: state.is_interrupted(),
        ..Report::default()
    };
    let account = contacts_by_key(client, &table, bar).await?;
    let plan = Plan::of(&table, &account, &state);
    if plan.writes() > 0 {
        state.save(Progress::Incomplete)?;
    }
    bar.reset();
    bar.set_length(plan.writes() as u64);
    let mut sync = Sync {
        client,
        bar,
        state,
        report,
    };
    let outcome = sync.write(&plan).await;
    if let Err(error) = outcome {
        sync.state.save(Progress::Incomplete)?;
        return Err(error);
    }
    sync.finish(&mut table, plan)?;
    bar.finish_and_clear();
    Ok(sync.report)
}

/// The contacts of the account, by key.
async fn contacts_by_key(
    client: &Client,
    table: &Table,
    bar: &ProgressBar,
) -> Result<BTreeMap<String, AccountContact>, Error> {
    bar.set_message("reading the account");
    let mut contacts = client.contacts().list(Filter::all()).prefetch(1).items();
    let mut account = BTreeMap::new();
    while let Some(contact) = contacts.next().await {
        let contact = contact?;
        bar.inc(1);
        // Rows are matched by address, so a contact without one has no row.
        let Some(email) = contact.email.clone() else {
            continue;
        };
        let values = table.values(&contact);
        let id = contact.id;
        account.insert(key(&email), AccountContact { id, email, values });
    }
    bar.set_message("writing to the account");
    Ok(account)
}

/// The writing part of a sync.
struct Sync<'a> {
    client: &'a Client,
    bar: &'a ProgressBar,
    state: State,
    report: Report,
}

impl Sync<'_> {
    async fn write(&mut self, plan: &Plan) -> Result<(), Error> {
        for rows in plan.create.chunks(CREATIONS_PER_SAVE) {
            for row in rows {
                self.create(row).await?;
            }
            self.state.save(Progress::Incomplete)?;
        }
        for rows in plan.update.chunks(BATCH) {
            self.update(rows).await?;
            self.state.save(Progress::Incomplete)?;
        }
        Ok(())
    }

    /// Creates a contact, or updates it if it has been created in the meantime.
    async fn create(&mut self, row: &Row) -> Result<(), Error> {
        let created = self.client.contacts().upsert(row.as_new()).await;
        let created = self.accepted(row, created)?;
        self.report.created += usize::from(created);
        Ok(())
    }

    /// Updates contacts in one request, and one by one if any of them is rejected.
    async fn update(&mut self, rows: &[(ContactId, Row)]) -> Result<(), Error> {
        let items = rows.iter().map(|(id, row)| row.as_item(*id));
        let size = rows.len().try_into().expect("a chunk is not empty");
        let report = self.client.contacts().update_all(items, size).await;
        for part in report.into_parts() {
            match part.result {
                Ok(_) if part.outcome == BatchOutcome::Full => {
                    for (_, row) in rows {
                        self.mark_synced(row);
                    }
                    self.report.updated += rows.len();
                    self.bar.inc(rows.len() as u64);
                }
                Err(error) if !is_row_error(&error) => return Err(error.into()),
                // The response does not say which of them failed.
                _ => self.update_each(rows).await?,
            }
        }
        Ok(())
    }

    async fn update_each(&mut self, rows: &[(ContactId, Row)]) -> Result<(), Error> {
        for (id, row) in rows {
            let updated = self.client.contacts().update(*id, row.as_update()).await;
            let updated = self.accepted(row, updated)?;
            self.report.updated += usize::from(updated);
        }
        Ok(())
    }

    /// Whether the account accepted a row. A failure that is not about this row ends the sync.
    fn accepted<T>(&mut self, row: &Row, result: hellodialog::Result<T>) -> Result<bool, Error> {
        self.bar.inc(1);
        match result {
            Ok(_) => self.mark_synced(row),
            Err(error) if is_row_error(&error) => {
                self.report.failed.push(Failure::new(&row.email, &error));
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(true)
    }

    fn mark_synced(&mut self, row: &Row) {
        self.state.set_synced(key(&row.email), row.values.clone());
    }

    /// Writes the table, then the state file. The state file must not record values that the table
    /// does not have yet.
    fn finish(&mut self, table: &mut Table, plan: Plan) -> Result<(), Error> {
        self.report.unchanged = plan.unchanged.len();
        self.report.updated_rows = plan.update_rows.len();
        self.report.appended_rows = plan.append_rows.len();
        let changed = !plan.update_rows.is_empty() || !plan.append_rows.is_empty();
        for row in &plan.unchanged {
            self.mark_synced(row);
        }
        for (position, values) in plan.update_rows {
            let row = &mut table.rows[position];
            row.values = values;
            // A rejected row is not in sync.
            if !self.report.failed.iter().any(|it| it.email == row.email) {
                self.mark_synced(&table.rows[position]);
            }
        }
        for row in plan.append_rows {
            self.mark_synced(&row);
            table.rows.push(row);
        }
        if changed {
            table.write()?;
        }
        self.state.save(Progress::Complete)
    }
}

/// Whether a failure is about this row only, so that the next row may succeed.
fn is_row_error(error: &hellodialog::Error) -> bool {
    error.kind() == ErrorKind::Api && !error.is_invalid_key()
}
