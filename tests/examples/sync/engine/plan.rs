//! The changes that make both sides equal.

use std::collections::BTreeMap;

use hellodialog::types::ContactId;

use super::memory::Memory;
use super::table::{Row, Table, Values, key};

/// A contact of the account, with the values of the table's columns.
#[derive(Debug, Clone)]
pub(super) struct Known {
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
    pub(super) take: Vec<(usize, Values)>,
    /// Rows to add for contacts without a row.
    pub(super) append: Vec<Row>,
    /// Rows that are equal on both sides.
    pub(super) agreed: Vec<Row>,
}

impl Plan {
    /// Compares a table with the contacts of an account, by key.
    pub(super) fn of(table: &Table, account: &BTreeMap<String, Known>, memory: &Memory) -> Self {
        let mut plan = Self::default();
        for (position, row) in table.rows.iter().enumerate() {
            let key = key(&row.email);
            let Some(known) = account.get(&key) else {
                plan.create.push(row.clone());
                continue;
            };
            let merged = merged(&row.values, &known.values, memory.agreed(&key));
            let (to_row, to_account) = (merged != row.values, merged != known.values);
            if to_row {
                plan.take.push((position, merged.clone()));
            }
            if to_account {
                let email = row.email.clone();
                let values = merged;
                plan.update.push((known.id, Row { email, values }));
            }
            if !to_row && !to_account {
                plan.agreed.push(row.clone());
            }
        }
        let mut missing = account.clone();
        for row in &table.rows {
            missing.remove(&key(&row.email));
        }
        // In the order in which they were created.
        let mut missing: Vec<_> = missing.into_values().collect();
        missing.sort_by_key(|known| known.id);
        plan.append = missing
            .into_iter()
            .map(|Known { email, values, .. }| Row { email, values })
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
fn merged(row: &Values, account: &Values, agreed: Option<&Values>) -> Values {
    let cells = row.iter().map(|(column, cell)| {
        let before = agreed.and_then(|agreed| agreed.get(column));
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
