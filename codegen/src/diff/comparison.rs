//! What all comparisons share: the two documents, the changes, and the schemas that are still to be compared.

use std::collections::{HashMap, HashSet, VecDeque};

use super::change::Document;
use super::changes::{Both, Changes, Context, Place};
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::wording::{change_of, subject};
use crate::openapi::{Description, Fingerprint, Fingerprints, Node, Schema, SchemaId};
use crate::pointer::Pointer;

/// The state of a comparison of two documents.
pub(super) struct Comparison<'c, 'd> {
    pub(super) old: &'c Description<'d>,
    pub(super) new: &'c Description<'d>,
    prints: &'c [Fingerprints; 2],
    pub(super) changes: Changes,
    /// The ids of operations that have new ones, by these.
    pub(super) old_ids: HashMap<&'d str, &'d str>,
    /// The scopes of the pairs of schemas that are compared, or will be.
    scopes: HashMap<(SchemaId, SchemaId, Side), Context>,
    visited: [HashSet<SchemaId>; 2],
    /// Components other than schemas that operations use, by their place.
    pub(super) used_components: HashSet<Pointer>,
    /// The worst changes between components that replace each other.
    pub(super) replacements: HashMap<(Both<SchemaId>, Side), Option<Level>>,
    /// A queue in place of recursion, which a document could exhaust.
    pending: VecDeque<Pending>,
}

/// A comparison that is still to be made.
pub(super) enum Pending {
    Schemas(Both<SchemaId>, Context),
    /// A component that another one replaces at a place.
    Replacement(Both<SchemaId>, Context, Pointer),
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
            old_ids: HashMap::new(),
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
        self.pending.push_back(Pending::Schemas((old, new), scope));
    }

    pub(super) fn enqueue_replacement(
        &mut self,
        old: SchemaId,
        new: SchemaId,
        context: Context,
        at: &Pointer,
    ) {
        self.mark_visited(old, new);
        let replacement = Pending::Replacement((old, new), context, at.clone());
        self.pending.push_back(replacement);
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
    pub(super) fn words(&self, document: Document, at: &Pointer) -> Phrase {
        match document {
            Document::Old => subject(self.old.document(), at),
            Document::New => subject(self.new.document(), at),
        }
    }

    /// Records a change at a place of the new document.
    pub(super) fn record(
        &mut self,
        context: Context,
        rule: Rule,
        at: &Pointer,
        message: impl Into<Phrase>,
    ) {
        let place = Place::New(at.clone());
        self.changes.record(context, rule, place, message);
    }

    /// Records that something was removed from a place of the old document.
    pub(super) fn record_removed(
        &mut self,
        context: Context,
        rule: Rule,
        at: &Pointer,
        message: impl Into<Phrase>,
    ) {
        let place = Place::Old(at.clone());
        self.changes.record(context, rule, place, message);
    }

    /// Records that something stands at another place of the new document.
    pub(super) fn record_moved(
        &mut self,
        context: Context,
        rule: Rule,
        (from, to): Both<&Pointer>,
        message: impl Into<Phrase>,
    ) {
        let (from, to) = (from.clone(), to.clone());
        self.changes
            .record(context, rule, Place::Moved { from, to }, message);
    }

    /// Records a change of a member that at least one document has, or else a change of the object `otherwise`.
    /// `message` gets the words for the object and for what happened to the member.
    pub(super) fn record_change(
        &mut self,
        context: Context,
        rule: Rule,
        member: Both<Option<&Node>>,
        otherwise: &Pointer,
        message: impl FnOnce(&str, &str) -> String,
    ) {
        let place = Place::of(member, otherwise);
        let object = match member {
            (None, None) => None,
            _ => place.pointer().split_last().map(|(object, _)| object),
        };
        let object = object.unwrap_or(place.pointer());
        let what = self.words(place.document(), object);
        let message = what.within(|what| message(what, &change_of(member)));
        self.changes.record(context, rule, place, message);
    }

    /// Records a change of a member of two objects, as [`record_change`](Self::record_change).
    pub(super) fn record_member(
        &mut self,
        context: Context,
        rule: Rule,
        name: &str,
        (old, new): Both<&Node>,
        message: impl FnOnce(&str, &str) -> String,
    ) {
        let (was, is) = (old.get(name), new.get(name));
        self.record_change(context, rule, (was.as_ref(), is.as_ref()), &new.at, message);
    }

    /// Records a change of a member of two objects, in words of its own.
    pub(super) fn record_named(
        &mut self,
        context: Context,
        rule: Rule,
        name: &str,
        (old, new): Both<&Node>,
        message: Phrase,
    ) {
        let (was, is) = (old.get(name), new.get(name));
        let place = Place::of((was.as_ref(), is.as_ref()), &new.at);
        self.changes.record(context, rule, place, message);
    }

    /// Records a change of a schema's keyword, as [`record_change`](Self::record_change).
    pub(super) fn record_keyword(
        &mut self,
        context: Context,
        rule: Rule,
        keyword: &str,
        (old, new): Both<&Schema>,
        message: impl FnOnce(&str, &str) -> String,
    ) {
        let (was, is) = (old.keyword(keyword), new.keyword(keyword));
        self.record_change(context, rule, (was.as_ref(), is.as_ref()), &new.at, message);
    }
}
