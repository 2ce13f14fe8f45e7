//! The table of rules.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A guess that somebody may be able to confirm.
    Note,
    /// A quirk that a patch should cover.
    Warning,
}

impl Level {
    /// The name in every format of the report; SARIF uses the same words.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// Declares the enum and its table. A row: meaning, name, id, level.
macro_rules! rules {
    ($(#[doc = $about:literal] $name:ident $id:literal $level:ident;)+) => {
        /// A kind of finding, with a stable id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $about] $name,)+ }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name in reports and acceptances; it never changes.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// The meaning, in a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about.trim_ascii(),)+ }
            }

            /// How serious its findings are.
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
    /// Every example of a string is a boolean.
    StringHoldsBooleans "string-holds-booleans" Warning;
    /// Every example of a string is a date, or a date and time.
    StringHoldsDates "string-holds-dates" Warning;
    /// An object's keys are 0, 1, 2 and so on: it is a list.
    ListAsObject "list-as-object" Warning;
    /// An object's keys are numbers that do not count from 0: it is a map by id.
    MapById "map-by-id" Warning;
    /// An example, a map, or the same field elsewhere shows a value that an enum misses.
    EnumMissesValue "enum-misses-value" Warning;
    /// The same field has another type elsewhere.
    TypeDiffers "type-differs" Warning;
    /// An example has a member that no schema has.
    ExampleMemberWithoutSchema "example-member-without-schema" Warning;
    /// An example does not fit its schema.
    ExampleContradictsSchema "example-contradicts-schema" Warning;
    /// An operation has no schema for its successful response.
    OperationWithoutResponseSchema "operation-without-response-schema" Warning;
    /// An operation has no `operationId`.
    OperationWithoutId "operation-without-id" Warning;
    /// An operation has no description and no summary.
    OperationWithoutDescription "operation-without-description" Warning;
    /// An operation has no `x-evidence`, which names the source of the facts.
    OperationWithoutEvidence "operation-without-evidence" Warning;
    /// A response has an enum that cannot have further values.
    ClosedEnumInResponse "closed-enum-in-response" Warning;
    /// Nothing uses a component schema.
    UnusedSchema "unused-schema" Warning;
    /// Two object schemas have nearly the same members.
    NearDuplicateSchemas "near-duplicate-schemas" Warning;
    /// An operation takes a page number, and nothing says the size of a page.
    PageWithoutLimit "page-without-limit" Warning;
    /// An operation takes a limit, and no page number, offset or cursor.
    LimitWithoutPage "limit-without-page" Warning;
    /// The document is not as the OpenAPI standard has it, and can be read in one way only.
    DeviatesFromStandard "deviates-from-standard" Warning;
    /// Part of the description is a guess.
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
