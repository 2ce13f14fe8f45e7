//! What can be found: the table of rules.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How much a finding asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A guess that somebody may be able to settle.
    Note,
    /// A quirk that a patch should treat.
    Warning,
}

impl Level {
    /// What it is called in every form of the report, also in SARIF.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// Makes the enum and its table. A row: what it means, name, id, level.
macro_rules! rules {
    ($(#[doc = $about:literal] $name:ident $id:literal $level:ident;)+) => {
        /// A kind of finding. Its id is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $about] $name,)+ }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What it is called in reports and acceptances, which never changes.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about.trim_ascii(),)+ }
            }

            /// How much its findings ask for.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)+ }
            }
        }
    };
}

rules! {
    /// Every example of a string is a number.
    StringHoldsNumbers "string-holds-numbers" Warning;
    /// Every example of a string is a truth value.
    StringHoldsBooleans "string-holds-booleans" Warning;
    /// Every example of a string is a date, or a date and time.
    StringHoldsDates "string-holds-dates" Warning;
    /// An object's keys are 0, 1, 2 and so on: it is a list.
    ListAsObject "list-as-object" Warning;
    /// An object's keys are numbers that do not count from 0: it is a map by id.
    MapById "map-by-id" Warning;
    /// An example, a map, or the same field elsewhere shows a value that an enum lacks.
    EnumMissesValue "enum-misses-value" Warning;
    /// The same field has another type elsewhere.
    TypeDiffers "type-differs" Warning;
    /// An example has a member that no schema has.
    ExampleMemberWithoutSchema "example-member-without-schema" Warning;
    /// The examples of an answer lack a member that its schema has.
    SchemaMemberWithoutExample "schema-member-without-example" Warning;
    /// An operation does not say what its successful answer holds.
    OperationWithoutResponseSchema "operation-without-response-schema" Warning;
    /// An operation has no `operationId`.
    OperationWithoutId "operation-without-id" Warning;
    /// An operation has no description.
    OperationWithoutDescription "operation-without-description" Warning;
    /// An operation does not say where it is known from, in `x-evidence`.
    OperationWithoutEvidence "operation-without-evidence" Warning;
    /// Two object schemas have nearly the same members.
    NearDuplicateSchemas "near-duplicate-schemas" Warning;
    /// An operation takes a page number, and nothing says how much a page holds.
    PageWithoutLimit "page-without-limit" Warning;
    /// An operation limits how much comes at once, and takes no page number or other position.
    LimitWithoutPage "limit-without-page" Warning;
    /// A part of the description is a guess.
    Inferred "inferred" Note;
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let rule = Self::ALL.iter().find(|rule| rule.id() == id);
        rule.copied().ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|rule| rule.id()).collect();
            let known = known.join(", ");
            serde::de::Error::custom(format!("no rule is called `{id}`; the rules are {known}"))
        })
    }
}
