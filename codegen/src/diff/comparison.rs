//! What all comparisons share: the two documents, the changes, and the schemas that are still to be compared.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::change::Document;
use super::changes::{Changes, Context, Place};
use super::rule::{Level, Side};
use super::wording::subject;
use crate::finding::Pointer;
use crate::openapi::{Description, Fingerprint, Fingerprints, SchemaId};

/// The state of a comparison of two documents.
pub(super) struct Comparison<'c, 'd> {
    pub(super) old: &'c Description<'d>,
    pub(super) new: &'c Description<'d>,
    prints: &'c [Fingerprints; 2],
    pub(super) changes: Changes,
    /// The scopes of the pairs of schemas that are compared, or will be.
    scopes: HashMap<(SchemaId, SchemaId, Side), Context>,
    visited: [HashSet<SchemaId>; 2],
    /// Components other than schemas that operations use, by their place.
    pub(super) used_components: HashSet<Pointer>,
    /// The worst changes between components that replace each other.
    pub(super) replacements: HashMap<(SchemaId, SchemaId, Side), Option<Level>>,
    /// A queue in place of recursion, which a document could exhaust.
    pending: VecDeque<Pending>,
}

/// A comparison that is still to be made.
pub(super) enum Pending {
    Schemas(SchemaId, SchemaId, Context),
    /// A component that another one replaces at a place.
    Replacement {
        old: SchemaId,
        new: SchemaId,
        context: Context,
        at: Pointer,
    },
}

impl<'c, 'd> Comparison<'c, 'd> {
    pub(super) fn new(
        old: &'c Description<'d>,
        new: &'c Description<'d>,
        prints: &'c [Fingerprints; 2],
    ) -> Self {
        Self {
            old,
            new,
            prints,
            changes: Changes::default(),
            scopes: HashMap::new(),
            visited: Default::default(),
            used_components: HashSet::new(),
            replacements: HashMap::new(),
            pending: VecDeque::new(),
        }
    }

    /// A comparison of the same documents that has found nothing yet.
    pub(super) fn blank(&self) -> Self {
        Self::new(self.old, self.new, self.prints)
    }

    /// Compares two schemas later, unless that is done already for this side.
    pub(super) fn enqueue(&mut self, old: SchemaId, new: SchemaId, context: Context) {
        let key = (old, new, context.side);
        if let Some(scope) = self.scopes.get(&key) {
            return self.changes.link(*scope, context);
        }
        let scope = self.changes.child_scope(context);
        self.scopes.insert(key, scope);
        self.mark_visited(old, new);
        self.pending.push_back(Pending::Schemas(old, new, scope));
    }

    pub(super) fn enqueue_replacement(
        &mut self,
        old: SchemaId,
        new: SchemaId,
        context: Context,
        at: &Pointer,
    ) {
        self.mark_visited(old, new);
        self.pending.push_back(Pending::Replacement {
            old,
            new,
            context,
            at: at.clone(),
        });
    }

    pub(super) fn next_pending(&mut self) -> Option<Pending> {
        self.pending.pop_front()
    }

    pub(super) fn mark_visited(&mut self, old: SchemaId, new: SchemaId) {
        self.visited[0].insert(old);
        self.visited[1].insert(new);
    }

    pub(super) fn is_visited(&self, id: SchemaId, document: Document) -> bool {
        self.visited[document as usize].contains(&id)
    }

    /// Whether two schemas are compared as part of an operation.
    pub(super) fn is_compared(&self, old: SchemaId, new: SchemaId) -> bool {
        [Side::Sent, Side::Received, Side::Call]
            .iter()
            .any(|side| self.scopes.contains_key(&(old, new, *side)))
    }

    pub(super) fn fingerprint(&self, id: SchemaId, document: Document) -> Fingerprint {
        self.prints[document as usize].of(id)
    }

    pub(super) fn is_same_structure(&self, old: Option<SchemaId>, new: Option<SchemaId>) -> bool {
        let old = old.map(|id| self.fingerprint(id, Document::Old));
        old == new.map(|id| self.fingerprint(id, Document::New))
    }

    /// The words for what stands at a place.
    pub(super) fn subject(&self, document: Document, at: &Pointer) -> String {
        let document: &Value = match document {
            Document::Old => self.old.document(),
            Document::New => self.new.document(),
        };
        subject(document, at)
    }

    /// The words for the schema or object that the keyword at a place belongs to.
    pub(super) fn owner(&self, keyword: &Place) -> String {
        let at = keyword.pointer();
        let owner = at.split_last().map(|(owner, _)| owner);
        self.subject(keyword.document(), owner.as_ref().unwrap_or(at))
    }
}
