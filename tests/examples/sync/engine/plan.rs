//! What is to be done, once both sides are known.

use std::collections::BTreeMap;

use hellodialog::types::ContactId;

use super::memory::Memory;
use super::table::{Row, Table, Values, key};

/// A contact of the account, as far as the table has columns for it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: ContactId,
    pub(super) email: String,
    pub(super) values: Values,
}

/// What is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Rows whose contacts are to be made.
    pub(super) create: Vec<Row>,
    /// Rows that contacts are to be changed to.
    pub(super) update: Vec<(ContactId, Row)>,
    /// Rows that take what has changed in the account, by position.
    pub(super) take: Vec<(usize, Values)>,
    /// Contacts that get a row.
    pub(super) append: Vec<Row>,
    /// What is the same on both sides.
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
        // In the order in which the account got them.
        let mut missing: Vec<_> = missing.into_values().collect();
        missing.sort_by_key(|known| known.id);
        plan.append = missing
            .into_iter()
            .map(|Known { email, values, .. }| Row { email, values })
            .collect();
        plan
    }

    /// How many contacts are to be written.
    pub(super) fn writes(&self) -> usize {
        self.create.len() + self.update.len()
    }
}

/// What both are to have: of each cell what has changed since they agreed, the row's if both have.
fn merged(row: &Values, account: &Values, agreed: Option<&Values>) -> Values {
    let cells = row.iter().map(|(column, cell)| {
        let before = agreed.and_then(|agreed| agreed.get(column));
        // Of what is not remembered, as of a column that is new, an empty cell says nothing.
        let unchanged = before.map_or(cell.is_empty(), |before| before == cell);
        let value = match account.get(column) {
            Some(value) if unchanged => value,
            _ => cell,
        };
        (column.clone(), value.clone())
    });
    cells.collect()
}
