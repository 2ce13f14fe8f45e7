//! Trying an overlay on a document that has changed under it: what each action comes to, and what
//! to do about those that strict mode refuses.

use serde_json::Value;

use super::apply::Run;
use super::error::{ActionPlace, Problem};
use super::mend::{expectations, holds, mended};
use super::missing::Missing;
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

impl Tried {
    /// The same behind an action that does not fit, which may be why there is nothing for this one.
    #[must_use]
    pub fn behind_a_misfit(mut self) -> Self {
        const MAYBE: &str = "This may follow from one above: mend that first, and ask again.";
        if !matches!(self.problem, Some(Problem::Unmatched)) {
            return self;
        }
        let text = match (self.verdict, self.advice) {
            (Verdict::Misfit, Some(advice)) => format!("{MAYBE} Else: {}", advice.text),
            _ => MAYBE.to_owned(),
        };
        self.verdict = Verdict::Misfit;
        let instead = None;
        self.advice = Some(Advice { text, instead });
        self
    }
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
    /// What the action would say: those of its members that change.
    pub instead: Option<Value>,
}

/// Applies `overlay` to `document` as strict mode does, but goes on where that would stop.
#[must_use]
pub fn trial(document: Value, overlay: &Overlay) -> Trial {
    let mut run = Run::new(document, overlay, Mode::Strict);
    let actions = overlay.actions.iter().map(|action| run.tried(action));
    let mut actions: Vec<Tried> = actions.collect();
    if let [
        Tried {
            advice: Some(advice),
            ..
        },
    ] = actions.as_mut_slice()
    {
        // A patch must have an action.
        advice.text = advice.text.replace("elete the action", "elete the patch");
    }
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
            return targets.is_empty() && missing.is_some_and(|missing| missing.is_last);
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
            (Verdict::Stale, Some(Problem::Unmatched)) => format!(
                "What it removes is gone. Delete the action{}.",
                self.unless_renamed(action)
            ),
            (Verdict::Stale, _) => {
                "The document says so by itself now. Delete the action.".to_owned()
            }
            (Verdict::Misfit, Some(Problem::Unmatched)) => self.where_it_was(action),
            (Verdict::Misfit, Some(Problem::Unexpected { .. } | Problem::NotAbsent { .. })) => {
                return Some(self.other_expectations(action, targets));
            }
            (Verdict::Misfit, _) => "Mend the action, or delete it.".to_owned(),
        };
        let instead = None;
        Some(Advice { text, instead })
    }

    /// What to do about an action whose expectations do not hold.
    fn other_expectations(&self, action: &Action, targets: &[Location]) -> Advice {
        let differing: Vec<_> = self
            .nodes(targets)
            .filter(|(at, node)| expectations(action, at, node).is_err())
            .collect();
        let (1, Some((_, node))) = (targets.len(), differing.first()) else {
            let (all, some) = (targets.len(), differing.len());
            let first = differing.first().map(|(at, _)| at.to_string());
            let text = format!(
                "It holds for all but {some} of its {all} targets, the first of which is {}. Let the \
                 target leave out what is no longer as it was, or split the action.",
                first.unwrap_or_default()
            );
            let instead = None;
            return Advice { text, instead };
        };
        mended(action, node)
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
