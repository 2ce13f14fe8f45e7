//! Security: which credentials a call can go with, and the schemes that describe them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::annotations;
use super::changes::{Context, Place};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Level, Rule, Side};
use super::wording::{change_of, what_happened};
use crate::finding::Pointer;
use crate::openapi::{Description, Flow, ObjectKind, Operation, Requirement, SecurityScheme};

/// The schemes that go together, each with the scopes that it needs.
type Alternative<'d> = BTreeMap<&'d str, BTreeSet<&'d str>>;

/// The new names of security schemes that were renamed.
pub(super) type Renames<'d> = HashMap<&'d str, &'d str>;

/// A scheme and its name.
type Named<'c, 'd> = (&'d str, &'c SecurityScheme<'d>);

/// The schemes that say the same under another name, if there is no doubt.
pub(super) fn renames<'d>(old: &Description<'d>, new: &Description<'d>) -> Renames<'d> {
    let pairs = schemes(old, new);
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|(_, was), (_, is)| is_same_scheme(was, is));
    let renamed = pairs.both.into_iter().skip(known);
    renamed.map(|((was, _), (is, _))| (was, is)).collect()
}

fn schemes<'c, 'd>(old: &'c Description<'d>, new: &'c Description<'d>) -> Pairs<Named<'c, 'd>> {
    let named = |description: &'c Description<'d>| {
        let schemes = description.security_schemes.iter();
        schemes
            .map(|(name, scheme)| (*name, scheme))
            .collect::<Vec<_>>()
    };
    Pairs::new(named(old), named(new)).by(|(name, _)| Some(*name))
}

fn is_same_scheme(old: &SecurityScheme<'_>, new: &SecurityScheme<'_>) -> bool {
    let flows = |scheme: &SecurityScheme<'_>| -> BTreeMap<String, String> {
        let flows = scheme.flows.iter();
        flows
            .map(|(name, flow)| {
                let scopes: BTreeSet<&&str> = flow.scopes.keys().collect();
                let urls = (flow.authorization_url, flow.token_url, flow.refresh_url);
                ((*name).to_owned(), format!("{urls:?} {scopes:?}"))
            })
            .collect()
    };
    old.credential == new.credential && flows(old) == flows(new)
}

/// Compares the credentials that calls of an operation can go with; `name` is the operation in messages.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    renames: &Renames<'_>,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let before = alternatives(&old.security, renames);
    let after = alternatives(&new.security, &Renames::new());
    if before == after {
        return;
    }
    let places = Places::of(old, new);
    let calls = if places.is_general { "calls" } else { name };
    match (needs_nothing(&before), needs_nothing(&after)) {
        (true, false) => {
            let message = format!("{calls}: authentication is now required.");
            let rule = Rule::SecurityIntroduced;
            return cx.changes.record(context, rule, places.added(), message);
        }
        (false, true) => {
            let message = format!("{calls}: authentication is no longer required.");
            let rule = Rule::SecurityLifted;
            return cx.changes.record(context, rule, places.added(), message);
        }
        _ => {}
    }
    let mut explained: BTreeSet<&Alternative<'_>> = BTreeSet::new();
    for one in before.iter().filter(|one| !after.contains(*one)) {
        let twin = after
            .iter()
            .filter(|other| other.keys().eq(one.keys()))
            .min_by_key(|other| scopes_missing(one, other));
        let is_enough = after.iter().any(|other| is_covered(other, one));
        match twin.filter(|twin| !is_enough || is_covered(twin, one)) {
            Some(twin) => {
                explained.insert(twin);
                record_scopes(cx, context, calls, &places, (one, twin));
            }
            // The old credentials do for another alternative.
            None if is_enough => {}
            None => {
                let message = format!("{calls}: {} is no longer accepted.", words(one));
                let rule = Rule::SecurityAlternativeRemoved;
                cx.changes.record(context, rule, places.removed(), message);
            }
        }
    }
    let is_new = |one: &&Alternative<'_>| !before.contains(*one) && !explained.contains(*one);
    for one in after.iter().filter(is_new) {
        let message = format!("{calls}: {} is now accepted.", words(one));
        let rule = Rule::SecurityAlternativeAdded;
        cx.changes.record(context, rule, places.added(), message);
    }
}

/// Where the two documents say what a call needs.
struct Places {
    old: Option<Pointer>,
    new: Option<Pointer>,
    /// The new document says it for all operations.
    is_general: bool,
}

impl Places {
    fn of(old: &Operation<'_>, new: &Operation<'_>) -> Self {
        let at = new.security_at.as_ref().or(old.security_at.as_ref());
        Self {
            old: old.security_at.clone(),
            new: new.security_at.clone(),
            is_general: at.is_some_and(|at| at.segments().count() == 1),
        }
    }

    fn added(&self) -> Place {
        match (&self.new, &self.old) {
            (Some(at), _) => Place::New(at.clone()),
            (None, Some(at)) => Place::Old(at.clone()),
            (None, None) => Place::New(Pointer::root()),
        }
    }

    fn removed(&self) -> Place {
        match &self.old {
            Some(at) => Place::Old(at.clone()),
            None => self.added(),
        }
    }
}

fn alternatives<'d>(
    requirements: &[Requirement<'d>],
    renames: &Renames<'d>,
) -> BTreeSet<Alternative<'d>> {
    let alternatives = requirements.iter().map(|requirement| {
        let schemes = requirement.schemes.iter();
        schemes
            .map(|(name, scopes)| {
                let name = renames.get(name).unwrap_or(name);
                (*name, scopes.iter().copied().collect())
            })
            .collect()
    });
    alternatives.collect()
}

/// Whether a call can go without credentials.
fn needs_nothing(alternatives: &BTreeSet<Alternative<'_>>) -> bool {
    alternatives.is_empty() || alternatives.iter().any(BTreeMap::is_empty)
}

/// Whether credentials for `other` do for `one`.
fn is_covered(one: &Alternative<'_>, other: &Alternative<'_>) -> bool {
    one.iter().all(|(name, scopes)| {
        other
            .get(name)
            .is_some_and(|others| scopes.is_subset(others))
    })
}

/// How many scopes of `new` are not in `old`.
fn scopes_missing(old: &Alternative<'_>, new: &Alternative<'_>) -> usize {
    let missing = new.iter().map(|(name, scopes)| {
        let known = old.get(name);
        let is_known = |scope: &&&str| known.is_some_and(|known| known.contains(**scope));
        scopes.iter().filter(|scope| !is_known(scope)).count()
    });
    missing.sum()
}

fn record_scopes(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    calls: &str,
    places: &Places,
    (old, new): (&Alternative<'_>, &Alternative<'_>),
) {
    let none = BTreeSet::new();
    for (scheme, scopes) in new {
        let before = old.get(scheme).unwrap_or(&none);
        for scope in scopes.difference(before) {
            let message = format!("{calls}: the scope `{scope}` of `{scheme}` is now required.");
            cx.changes
                .record(context, Rule::ScopeAdded, places.added(), message);
        }
        for scope in before.difference(scopes) {
            let message =
                format!("{calls}: the scope `{scope}` of `{scheme}` is no longer required.");
            cx.changes
                .record(context, Rule::ScopeRemoved, places.added(), message);
        }
    }
}

fn words(alternative: &Alternative<'_>) -> String {
    let names: Vec<String> = alternative.keys().map(|name| format!("`{name}`")).collect();
    names.join(" with ")
}

/// Compares the security schemes themselves.
pub(super) fn compare_schemes(cx: &mut Comparison<'_, '_>) {
    let context = cx.changes.root_scope(Side::Call);
    let pairs = schemes(cx.old, cx.new).by_exclusion(|(_, was), (_, is)| is_same_scheme(was, is));
    let used = used_schemes(cx.old);
    let level = |name: &str, rule: Rule| {
        if used.contains(name) {
            rule.level(Side::Call)
        } else {
            Level::Compatible
        }
    };
    for ((was, old), (is, new)) in &pairs.both {
        let what = format!("the security scheme `{is}`");
        let level = level(was, Rule::SecuritySchemeChanged);
        annotations::compare(
            cx,
            context,
            ObjectKind::SecurityScheme,
            &what,
            (&old.node, &new.node),
        );
        compare_credentials(cx, context, level, &what, (old, new));
        compare_flows(cx, context, level, &what, (old, new));
    }
    for (name, scheme) in &pairs.removed {
        let rule = Rule::SecurityAlternativeRemoved;
        let message = format!("The security scheme `{name}` was removed.");
        let place = Place::Old(scheme.at.clone());
        cx.changes
            .record_as(context, rule, level(name, rule), place, message);
    }
    for (name, scheme) in &pairs.added {
        let message = format!("The security scheme `{name}` was added.");
        let place = Place::New(scheme.at.clone());
        cx.changes
            .record(context, Rule::SecurityAlternativeAdded, place, message);
    }
}

/// The schemes that a call may need.
fn used_schemes<'d>(description: &Description<'d>) -> BTreeSet<&'d str> {
    let operations = description.operations.iter();
    let requirements = operations.flat_map(|operation| &operation.security);
    let requirements = requirements.chain(&description.security);
    requirements
        .flat_map(|requirement| requirement.schemes.keys().copied())
        .collect()
}

fn compare_credentials(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    level: Level,
    what: &str,
    (old, new): (&SecurityScheme<'_>, &SecurityScheme<'_>),
) {
    const MEMBERS: [&str; 6] = [
        "type",
        "in",
        "name",
        "scheme",
        "bearerFormat",
        "openIdConnectUrl",
    ];
    if old.credential == new.credential {
        return;
    }
    for name in MEMBERS {
        let (was, is) = (old.node.get(name), new.node.get(name));
        let text = |scheme: &SecurityScheme<'_>| scheme.node.text(name).map(str::to_owned);
        if text(old) != text(new) {
            let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
            let how = change_of(was.as_ref(), is.as_ref());
            let message = format!("`{name}` of {what} {how}.");
            let rule = Rule::SecuritySchemeChanged;
            cx.changes.record_as(context, rule, level, place, message);
        }
    }
}

fn compare_flows(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    level: Level,
    what: &str,
    (old, new): (&SecurityScheme<'_>, &SecurityScheme<'_>),
) {
    let rule = Rule::SecuritySchemeChanged;
    let pairs = Pairs::new(&old.flows, &new.flows).by(|(name, _)| Some(**name));
    for ((name, was), (_, is)) in &pairs.both {
        let what = format!("the flow `{name}` of {what}");
        compare_urls(cx, context, level, &what, (was, is));
        compare_scopes(cx, context, level, &what, (was, is));
    }
    for (name, flow) in &pairs.removed {
        let place = Place::Old(flow.at.clone());
        let message = format!("The flow `{name}` of {what} was removed.");
        cx.changes.record_as(context, rule, level, place, message);
    }
    for (name, flow) in &pairs.added {
        let place = Place::New(flow.at.clone());
        let message = format!("The flow `{name}` of {what} was added.");
        let level = Level::Compatible;
        cx.changes.record_as(context, rule, level, place, message);
    }
}

fn compare_urls(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    level: Level,
    what: &str,
    (old, new): (&Flow<'_>, &Flow<'_>),
) {
    let urls = [
        (
            "authorizationUrl",
            old.authorization_url,
            new.authorization_url,
            level,
        ),
        ("tokenUrl", old.token_url, new.token_url, level),
        // Tokens can be renewed without it.
        (
            "refreshUrl",
            old.refresh_url,
            new.refresh_url,
            Level::Compatible,
        ),
    ];
    for (keyword, was, is, level) in urls {
        if was != is {
            let place = if is.is_some() {
                Place::New(new.at.child(keyword))
            } else {
                Place::Old(old.at.child(keyword))
            };
            let value = |url: Option<&str>| url.map(serde_json::Value::from);
            let how = what_happened(value(was).as_ref(), value(is).as_ref());
            let message = format!("`{keyword}` of {what} {how}.");
            let rule = Rule::SecuritySchemeChanged;
            cx.changes.record_as(context, rule, level, place, message);
        }
    }
}

fn compare_scopes(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    level: Level,
    what: &str,
    (old, new): (&Flow<'_>, &Flow<'_>),
) {
    let rule = Rule::SecuritySchemeChanged;
    let at = |flow: &Flow<'_>, scope: &str| flow.at.child("scopes").child(scope);
    for (scope, text) in &new.scopes {
        let place = Place::New(at(new, scope));
        match old.scopes.get(scope) {
            Some(before) if before == text => {}
            Some(_) => {
                let message = format!("The description of the scope `{scope}` of {what} changed.");
                cx.changes
                    .record(context, Rule::TextChanged, place, message);
            }
            None => {
                let message = format!("The scope `{scope}` of {what} was added.");
                let level = Level::Compatible;
                cx.changes.record_as(context, rule, level, place, message);
            }
        }
    }
    for scope in old.scopes.keys() {
        if !new.scopes.contains_key(scope) {
            let place = Place::Old(at(old, scope));
            let message = format!("The scope `{scope}` of {what} was removed.");
            cx.changes.record_as(context, rule, level, place, message);
        }
    }
}
