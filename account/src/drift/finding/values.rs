//! Values that are not what the description says.

use hellodialog_codegen::Pointer;
use hellodialog_codegen::suggest::Action;
use serde_json::{Map, Value, json};

use super::subject::subject;
use super::{Finding, Replaces, Rule, counted, evidence, names};
use crate::drift::action;
use crate::drift::compare::Observations;
use crate::drift::compare::form::Form;
use crate::drift::compare::infer;
use crate::drift::compare::observations::{Anything, Values, Words};
use crate::drift::compare::own::Own;
use crate::drift::compare::sample::words;
use crate::drift::compare::schema::{Keys, Kind, Scalar, Schema};
use crate::drift::names::is_word;
use crate::drift::scope::Scope;

/// More unknown values than these are no choice of words, but text of somebody's.
const MOST_WORDS: usize = 10;

pub(super) struct ValuesOf<'f> {
    pub(super) document: &'f Value,
    pub(super) own: &'f Own,
}

/// What makes a description fit.
enum Mend {
    /// More keys beside those that there are.
    Keys(Map<String, Value>),
    /// Another schema.
    Schema(Map<String, Value>),
}

impl ValuesOf<'_> {
    pub(super) fn find(&self, observations: &Observations) -> Vec<Finding> {
        let words = observations.words.iter();
        let values = observations.values.iter();
        let anything = observations.anything.iter();
        words
            .map(|(at, words)| self.unknown(at, words))
            .chain(values.filter_map(|(at, values)| self.differing(at, values)))
            .chain(anything.filter_map(|(at, anything)| self.undescribed(at, anything)))
            .collect()
    }

    fn unknown(&self, at: &Pointer, words: &Words) -> Finding {
        let subject = subject(self.document, at);
        let listed = self.listed(at);
        let are_words = words.unknown.len() <= MOST_WORDS;
        let known = words.unknown.iter();
        let (shown, hidden): (Vec<_>, Vec<_>) =
            known.partition(|(word, _)| are_words && is_word(word, &listed));
        let mut parts: Vec<String> = shown
            .iter()
            .map(|(word, count)| format!("`{word}` ({count})"))
            .collect();
        if !hidden.is_empty() {
            let count: usize = hidden.iter().map(|(_, count)| **count).sum();
            let values = hidden.len();
            parts.push(format!("{values} not shown, as they may be data ({count})"));
        }
        let mut scope = Scope::of_values();
        for word in &listed {
            scope.take(word);
        }
        let shown = shown.iter().map(|(word, _)| word.as_str());
        let (shown, left_out): (Vec<&str>, Vec<&str>) = shown.partition(|word| scope.take(word));
        let left_out: Vec<String> = left_out.into_iter().map(str::to_owned).collect();
        Finding {
            rule: Rule::UnknownValue,
            message: format!(
                "Values that `{subject}` does not list: {}.{}",
                parts.join(", "),
                Scope::left_out(&left_out)
            ),
            subject,
            pointer: at.clone(),
            contents: Vec::new(),
            count: words.unknown.values().sum(),
            operations: names(&words.operations),
            actions: self.with_words(at, &shown),
            replaces: Replaces::Nothing,
        }
    }

    /// The values of the enum at a place.
    fn listed(&self, at: &Pointer) -> Vec<String> {
        let values = at.child("enum");
        let values = values.get(self.document).and_then(Value::as_array);
        let words = values.into_iter().flatten().filter_map(Value::as_str);
        words.map(str::to_owned).collect()
    }

    fn with_words(&self, at: &Pointer, words: &[&str]) -> Vec<Value> {
        if words.is_empty() {
            return Vec::new();
        }
        let docs = words.iter().map(|word| {
            let text = "Found in an account (inferred); what it means is not stated.";
            ((*word).to_owned(), json!(text))
        });
        let docs: Map<String, Value> = docs.collect();
        let why = "An account has values that are not listed.";
        let update = json!({"enum": words, "x-enum-descriptions": docs});
        let action = Action::update(self.document, at, why, update);
        let old = at.child("enum");
        let old = old.get(self.document).map(|old| json!({"enum": old}));
        vec![old.into_iter().fold(action, Action::expect).into()]
    }

    fn differing(&self, at: &Pointer, values: &Values) -> Option<Finding> {
        let odd = values.odd.seen();
        if odd == 0 {
            return None;
        }
        let all = odd + values.fitting.values().sum::<usize>();
        let schema = Schema::at(self.document, at);
        let subject = subject(self.document, at);
        let why = "Values of an account come like this.";
        let mut left_out = Vec::new();
        let (actions, replaces) = match self.mend(at, &schema, values) {
            Mend::Keys(keys) => {
                // How a collection comes is said where it is described.
                let place = match schema.kind {
                    Kind::Collection(_) => &schema.target,
                    _ => at,
                };
                let actions = action::annotate(self.document, place, why, &keys);
                (actions, Replaces::Nothing)
            }
            Mend::Schema(schema) => {
                left_out = infer::left_out_inside(&values.odd, self.own);
                let schema = self.with_description(at, schema, odd);
                let actions = action::replace(self.document, at, why, Value::Object(schema));
                (actions, Replaces::Schema)
            }
        };
        Some(Finding {
            rule: Rule::TypeDiffers,
            message: format!(
                "`{subject}` is to be {}. {odd} of {} came as {}.{}",
                expected(&schema.kind),
                counted(all, "value"),
                words(&values.odd.forms),
                Scope::left_out(&left_out)
            ),
            subject,
            pointer: at.clone(),
            contents: Vec::new(),
            count: odd,
            operations: names(&values.operations),
            actions,
            replaces,
        })
    }

    fn mend(&self, at: &Pointer, schema: &Schema<'_>, values: &Values) -> Mend {
        let odd: Vec<Form> = values.odd.forms.keys().copied().collect();
        if let Some(keys) = dressed(schema, &odd) {
            // What belongs to an object or enum goes around it.
            let is_own = *at == schema.target;
            if is_own && !matches!(schema.kind, Kind::Scalar(_) | Kind::Collection(_)) {
                let inner = at.get(self.document).cloned().unwrap_or_default();
                let mut outer = Map::from_iter([("allOf".to_owned(), json!([inner]))]);
                outer.extend(keys);
                return Mend::Schema(outer);
            }
            return Mend::Keys(keys);
        }
        let mut all = values.odd.clone();
        for (form, times) in &values.fitting {
            all.count(*form, *times);
        }
        Mend::Schema(infer::schema(&all, self.own).unwrap_or_default())
    }

    /// A schema with the description of the one that it replaces.
    fn with_description(
        &self,
        at: &Pointer,
        mut schema: Map<String, Value>,
        odd: usize,
    ) -> Map<String, Value> {
        let old = at.child("description");
        if let Some(description) = old.get(self.document) {
            schema.insert("description".to_owned(), description.clone());
        }
        schema.insert("x-evidence".to_owned(), evidence(odd));
        schema
    }

    /// A place where anything goes.
    fn undescribed(&self, at: &Pointer, anything: &Anything) -> Option<Finding> {
        at.get(self.document)?;
        let sample = &anything.sample;
        let mut keys = infer::schema(sample, self.own)?;
        keys.insert("x-evidence".to_owned(), evidence(sample.seen()));
        let why = "What values of an account are.";
        let subject = subject(self.document, at);
        Some(Finding {
            rule: Rule::Undescribed,
            message: format!(
                "Nothing is described of `{subject}`. {} came as {}.{}",
                counted(sample.seen(), "value"),
                sample.words(),
                Scope::left_out(&infer::left_out_inside(sample, self.own))
            ),
            subject,
            pointer: at.clone(),
            contents: Vec::new(),
            count: sample.seen(),
            operations: names(&anything.operations),
            actions: action::annotate(self.document, at, why, &keys),
            replaces: Replaces::Nothing,
        })
    }
}

/// The keys with which a schema grants all the `odd` forms, if there are such keys.
fn dressed(schema: &Schema<'_>, odd: &[Form]) -> Option<Map<String, Value>> {
    let mut dress = schema.dress;
    let mut keys = Map::new();
    for form in odd {
        match (&schema.kind, form) {
            (Kind::Scalar(Scalar::Integer), Form::BitText | Form::IntegerText) => {
                dress.string = true;
            }
            (
                Kind::Scalar(Scalar::Number),
                Form::BitText | Form::IntegerText | Form::NumberText,
            ) => dress.string = true,
            (Kind::Scalar(Scalar::Flag), Form::Bit | Form::BitText) => dress.digits = true,
            (Kind::Scalar(Scalar::Text | Scalar::Instant) | Kind::Collection(_), Form::Null) => {
                keys.insert("nullable".to_owned(), json!(true));
            }
            (Kind::Scalar(Scalar::Text | Scalar::Instant), _) => return None,
            (Kind::Scalar(_) | Kind::Id(..) | Kind::Enum(_) | Kind::Object(_), form)
                if form.is_empty() =>
            {
                dress.empties = true;
            }
            (Kind::Collection(collection), Form::Numbered) if collection.keys == Keys::None => {
                keys.insert("x-keyed-by".to_owned(), json!("index"));
            }
            (Kind::Collection(collection), Form::EmptyList) if collection.keys == Keys::Text => {
                keys.insert("x-keyed-by".to_owned(), json!("name"));
            }
            _ => return None,
        }
    }
    if dress != schema.dress {
        infer::wear(&mut keys, dress.names());
    }
    Some(keys)
}

/// What a value is to be, in words.
fn expected(kind: &Kind<'_>) -> &'static str {
    match kind {
        Kind::Any | Kind::OneOf(_) => "anything",
        Kind::Scalar(scalar) | Kind::Id(scalar, _) => match scalar {
            Scalar::Text => "a text",
            Scalar::Date => "a date",
            Scalar::DateTime => "a date with a time",
            Scalar::Instant => "a point in time",
            Scalar::Integer => "a whole number",
            Scalar::Number => "a number",
            Scalar::Flag => "a boolean",
        },
        Kind::Enum(_) => "one of a few words",
        Kind::Object(_) => "an object",
        Kind::Collection(collection) => match collection.keys {
            Keys::None | Keys::Index => "a list",
            Keys::Text | Keys::Name | Keys::Component(_) => "a map",
        },
    }
}
