//! The changes that make both sides equal.

use std::collections::BTreeMap;

use hellodialog::types::ContactId;

use super::state::State;
use super::table::{Row, Table, Values, key};

/// A contact of the account, with the values of the table's columns.
#[derive(Debug, Clone)]
pub(super) struct AccountContact {
    pub(super) id: ContactId,
    pub(super) email: String,
    pub(super) values: Values,
}

/// The changes that make both sides equal.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Rows to create contacts from.
    pub(super) create: Vec<Row>,
    /// Contacts to update, with their new values.
    pub(super) update: Vec<(ContactId, Row)>,
    /// Rows to update from the account: position and new values.
    pub(super) update_rows: Vec<(usize, Values)>,
    /// Rows to add for contacts without a row.
    pub(super) append_rows: Vec<Row>,
    /// Rows that are equal on both sides.
    pub(super) unchanged: Vec<Row>,
}

impl Plan {
    /// Compares a table with the contacts of an account, by key.
    pub(super) fn of(
        table: &Table,
        account: &BTreeMap<String, AccountContact>,
        state: &State,
    ) -> Self {
        let mut plan = Self::default();
        for (position, row) in table.rows.iter().enumerate() {
            let key = key(&row.email);
            let Some(contact) = account.get(&key) else {
                plan.create.push(row.clone());
                continue;
            };
            let merged = merge(&row.values, &contact.values, state.synced(&key));
            let (to_row, to_account) = (merged != row.values, merged != contact.values);
            if to_row {
                plan.update_rows.push((position, merged.clone()));
            }
            if to_account {
                let email = row.email.clone();
                let values = merged;
                plan.update.push((contact.id, Row { email, values }));
            }
            if !to_row && !to_account {
                plan.unchanged.push(row.clone());
            }
        }
        let mut missing = account.clone();
        for row in &table.rows {
            missing.remove(&key(&row.email));
        }
        // In the order of creation.
        let mut missing: Vec<_> = missing.into_values().collect();
        missing.sort_by_key(|contact| contact.id);
        plan.append_rows = missing
            .into_iter()
            .map(|AccountContact { email, values, .. }| Row { email, values })
            .collect();
        plan
    }

    /// The number of contacts to create or update.
    pub(super) fn writes(&self) -> usize {
        self.create.len() + self.update.len()
    }
}

/// The merged values: for each cell the value that changed since the last sync; if both changed,
/// the row's.
fn merge(row: &Values, account: &Values, synced: Option<&Values>) -> Values {
    let cells = row.iter().map(|(column, cell)| {
        let before = synced.and_then(|synced| synced.get(column));
        // Without a value of the last sync, as in a new column, an empty cell counts as unchanged.
        let unchanged = before.map_or(cell.is_empty(), |before| before == cell);
        let value = match account.get(column) {
            Some(value) if unchanged => value,
            _ => cell,
        };
        (column.clone(), value.clone())
    });
    cells.collect()
}
