//! Trying an overlay on a document that has changed under it: what each action comes to, and what
//! to do about those that strict mode refuses.

use serde_json::Value;
use serde_json_path::JsonPath;
use similar::TextDiff;

use super::apply::Run;
use super::error::{ActionPlace, Problem};
use super::select::{Location, select};
use super::{Action, Change, Mode, Overlay};

/// What [`trial`] found.
#[derive(Debug)]
#[non_exhaustive]
pub struct Trial {
    /// The document after the last action. Where an action does not fit, this is a guess: it has
    /// been applied all the same if it could be, so that the actions after it find what they expect.
    pub document: Value,
    /// What became of each action, in their order.
    pub actions: Vec<Tried>,
}

/// One action, tried.
#[derive(Debug)]
#[non_exhaustive]
pub struct Tried {
    /// Which one.
    pub place: ActionPlace,
    /// What became of it.
    pub verdict: Verdict,
    /// What strict mode says of it, which stops there; nothing if it passes.
    pub problem: Option<Problem>,
    /// What to do about it; nothing if it fits.
    pub advice: Option<Advice>,
}

/// What became of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It fits, and changes something.
    Fits,
    /// There is nothing left for it to do.
    Stale,
    /// It no longer matches.
    Misfit,
}

/// What to do about an action.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Advice {
    /// In words.
    pub text: String,
    /// The `x-expect` that would hold.
    pub expect: Option<Value>,
}

/// Applies `overlay` to `document` as strict mode does, but goes on where that would stop.
#[must_use]
pub fn trial(document: Value, overlay: &Overlay) -> Trial {
    let mut run = Run::new(document, overlay, Mode::Strict);
    let actions = overlay.actions.iter().map(|action| run.tried(action));
    let actions = actions.collect();
    Trial {
        document: run.document,
        actions,
    }
}

impl Run {
    fn tried(&mut self, action: &Action) -> Tried {
        let targets = select(&action.target, &self.document);
        let (verdict, problem) = match self.check_expectations(action, &targets) {
            Ok(()) => match self.changes(action, &targets) {
                Ok(true) => (Verdict::Fits, None),
                Ok(false) => (Verdict::Stale, None),
                Err(problem) => (Verdict::Misfit, Some(problem)),
            },
            Err(problem) if self.is_done(action, &targets) => (Verdict::Stale, Some(problem)),
            Err(problem) => (Verdict::Misfit, Some(problem)),
        };
        let advice = self.advice(action, &targets, verdict, problem.as_ref());
        if problem.is_some() && verdict == Verdict::Misfit {
            // What it does beyond its expectations is the best guess that there is.
            _ = self.changes(action, &targets);
        }
        Tried {
            place: action.place.clone(),
            verdict,
            problem,
            advice,
        }
    }

    /// Makes the change, all of it or nothing; whether it makes a difference.
    fn changes(&mut self, action: &Action, targets: &[Location]) -> Result<bool, Problem> {
        if matches!(action.change, Change::Remove) {
            return self.change(action, targets).map(|()| true);
        }
        let before: Vec<Value> = self.nodes(targets).map(|(_, node)| node.clone()).collect();
        match self.change(action, targets) {
            Ok(()) => Ok(!self.nodes(targets).map(|(_, node)| node).eq(&before)),
            Err(problem) => {
                for (at, old) in targets.iter().zip(before) {
                    if let Some(node) = at.get_mut(&mut self.document) {
                        *node = old;
                    }
                }
                Err(problem)
            }
        }
    }

    /// Whether the document is already what the action would make of it.
    fn is_done(&self, action: &Action, targets: &[Location]) -> bool {
        if matches!(action.change, Change::Remove) {
            let missing = Missing::of(&action.place.target, &self.document);
            return targets.is_empty() && missing.is_some_and(|missing| missing.name.is_some());
        }
        match self.addition(action) {
            Ok(Some(update)) => {
                !targets.is_empty() && self.nodes(targets).all(|(_, node)| holds(node, &update))
            }
            Ok(None) | Err(_) => false,
        }
    }

    fn advice(
        &self,
        action: &Action,
        targets: &[Location],
        verdict: Verdict,
        problem: Option<&Problem>,
    ) -> Option<Advice> {
        let text = match (verdict, problem) {
            (Verdict::Fits, _) => return None,
            (Verdict::Stale, Some(Problem::Unmatched)) => {
                format!(
                    "What it removes is gone. Delete the action{}.",
                    self.unless_renamed(action)
                )
            }
            (Verdict::Stale, _) => {
                "The document says so by itself now. Delete the action.".to_owned()
            }
            (Verdict::Misfit, Some(Problem::Unmatched)) => self.where_it_was(action),
            (Verdict::Misfit, Some(Problem::Unexpected { .. })) => {
                let expect = action.expect.as_ref();
                let first = targets.first().and_then(|at| at.get(&self.document));
                let expect = expect.zip(first).map(|(old, node)| refitted(old, node));
                let text = "What it corrects is another thing now. If the correction still holds, \
                            expect what is there, else delete the action."
                    .to_owned();
                return Some(Advice { text, expect });
            }
            (Verdict::Misfit, Some(Problem::NotAbsent { .. })) => {
                "The document says something there by itself now, and something else. Delete what \
                 the action says of it; or, if the document is wrong, let the action expect what is \
                 there and replace it."
                    .to_owned()
            }
            (Verdict::Misfit, _) => "Mend the action, or delete it.".to_owned(),
        };
        Some(Advice { text, expect: None })
    }

    fn unless_renamed(&self, action: &Action) -> String {
        let missing = Missing::of(&action.place.target, &self.document);
        let nearest = missing.and_then(|missing| missing.nearest(&self.document));
        nearest.map_or_else(String::new, |name| {
            format!(", unless what it removes is called `{name}` now")
        })
    }

    fn where_it_was(&self, action: &Action) -> String {
        let Some(missing) = Missing::of(&action.place.target, &self.document) else {
            return "Point the target at what it is about now, or delete the action.".to_owned();
        };
        let nearest = missing.nearest(&self.document);
        let nearest = nearest.map_or_else(String::new, |name| format!("; the nearest is `{name}`"));
        format!(
            "`{}` is there, and has no `{}`{nearest}. Point the target at what it is called now, or \
             delete the action.",
            missing.path, missing.rest
        )
    }
}

/// How far a target leads.
struct Missing<'a> {
    /// The longest beginning of the path that selects something.
    path: &'a str,
    /// What it selects first.
    at: Location,
    /// The rest of the path, which selects nothing.
    rest: &'a str,
    /// The rest, if it is the name of a member.
    name: Option<&'a str>,
}

impl<'a> Missing<'a> {
    fn of(path: &'a str, document: &Value) -> Option<Self> {
        let ends = path.char_indices().rev();
        let ends = ends.filter_map(|(at, letter)| matches!(letter, '.' | '[').then_some(at));
        for end in ends {
            let (path, rest) = path.split_at(end);
            // What ends within a name or filter is no path.
            let Ok(parsed) = JsonPath::parse(path) else {
                continue;
            };
            if let Some(at) = select(&parsed, document).into_iter().next() {
                let name = member(rest);
                return Some(Self {
                    path,
                    at,
                    rest,
                    name,
                });
            }
        }
        None
    }

    /// The member there whose name is most like the one that is missing.
    fn nearest<'doc>(&self, document: &'doc Value) -> Option<&'doc str> {
        /// Below this, names have nothing to do with each other.
        const LIKE: f32 = 0.7;
        let wanted = self.name?;
        let members = self.at.get(document)?.as_object()?;
        let likeness = members.keys().map(|name| {
            let ratio = TextDiff::from_chars(wanted, name).ratio();
            (name.as_str(), ratio)
        });
        let best = likeness.max_by(|one, other| one.1.total_cmp(&other.1));
        best.filter(|(_, ratio)| *ratio >= LIKE)
            .map(|(name, _)| name)
    }
}

/// The name in a segment of a path that selects one member: `.name`, `['name']`.
fn member(segment: &str) -> Option<&str> {
    let quoted = |quote: char| {
        let inner = segment.strip_prefix('[')?.strip_suffix(']')?;
        let name = inner.strip_prefix(quote)?.strip_suffix(quote)?;
        (!name.contains(quote)).then_some(name)
    };
    let short = segment
        .strip_prefix('.')
        .filter(|name| !name.is_empty() && !name.contains(['.', '[', '*']));
    short.or_else(|| quoted('\'')).or_else(|| quoted('"'))
}

/// Whether a merge of `update` into `node` would add nothing.
fn holds(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => updates.iter().all(|(name, update)| {
            let member = members.get(name);
            member.is_some_and(|member| holds(member, update))
        }),
        (Value::Array(entries), Value::Array(more)) => {
            more.iter().all(|entry| entries.contains(entry))
        }
        (Value::Array(entries), entry) => entries.contains(entry),
        (node, update) => node == update,
    }
}

/// The expectation `old`, as far as `node` has such members, with what stands there.
fn refitted(old: &Value, node: &Value) -> Value {
    match (old, node) {
        (Value::Object(expected), Value::Object(members)) => {
            let there = expected.iter().filter_map(|(name, expected)| {
                let member = members.get(name)?;
                Some((name.clone(), refitted(expected, member)))
            });
            Value::Object(there.collect())
        }
        _ => node.clone(),
    }
}
