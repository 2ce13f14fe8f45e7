//! Changes to schemas.

use hellodialog_codegen::diff::Rule;
use serde_json::json;

use super::place::*;
use super::{Kind, Noticed};
use crate::edit::Edit;
use crate::sites::Of;

/// The kinds of changes.
pub const KINDS: &[Kind] = &[
    Kind {
        forward: Rule::FieldAdded,
        back: Rule::FieldRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_object)
                .map(|edit| edit.set_below("properties", "zz", json!({"type": "string"})))
        },
    },
    Kind {
        forward: Rule::RequiredFieldAdded,
        back: Rule::RequiredFieldRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_object).map(|edit| {
                edit.require("zz")
                    .set_below("properties", "zz", json!({"type": "string"}))
            })
        },
    },
    Kind {
        forward: Rule::FieldRenamed,
        back: Rule::FieldRenamed,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.field(any).map(|edit| edit.not_required().rename("zz")),
    },
    Kind {
        forward: Rule::FieldBecameRequired,
        back: Rule::FieldBecameOptional,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| m.field(any).map(|edit| edit.not_required().required_now()),
    },
    Kind {
        forward: Rule::BecameReadOnly,
        back: Rule::BecameWritable,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.not_required().set("readOnly", true))
        },
    },
    Kind {
        forward: Rule::BecameWriteOnly,
        back: Rule::BecameReadable,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| m.field(any).map(|edit| edit.set("writeOnly", true)),
    },
    Kind {
        forward: Rule::FurtherMembersForbidden,
        back: Rule::FurtherMembersAllowed,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.schema(is_listed)
                .map(|edit| edit.set("additionalProperties", false))
        },
    },
    Kind {
        forward: Rule::FurtherMembersMentioned,
        back: Rule::FurtherMembersMentioned,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.schema(is_listed)
                .map(|edit| edit.set("additionalProperties", json!({})))
        },
    },
    Kind {
        forward: Rule::TypeChanged,
        back: Rule::TypeChanged,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("type", "boolean")),
    },
    Kind {
        forward: Rule::TypeWidened,
        back: Rule::TypeNarrowed,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.schema(is_integer).map(|edit| edit.set("type", "number")),
    },
    Kind {
        forward: Rule::SchemaReplaced,
        back: Rule::SchemaReplaced,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.schema(is_text).map(Edit::behind_references),
    },
    Kind {
        forward: Rule::SchemaRenamed,
        back: Rule::SchemaRenamed,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.component(is_object).map(Edit::renamed_everywhere),
    },
    Kind {
        forward: Rule::SchemaAdded,
        back: Rule::SchemaRemoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            Some(m.at("/components/schemas").set(
                "Zz",
                json!({"type": "object", "properties": {"zz": {"type": "string"}}}),
            ))
        },
    },
    Kind {
        forward: Rule::FormatAdded,
        back: Rule::FormatRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("format", "date")),
    },
    Kind {
        forward: Rule::FormatChanged,
        back: Rule::FormatChanged,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.before("format", "date").set("format", "date-time"))
        },
    },
    Kind {
        forward: Rule::FormatWidened,
        back: Rule::FormatNarrowed,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_integer).map(|edit| {
                edit.without("minimum")
                    .before("format", "int32")
                    .set("format", "int64")
            })
        },
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: Of::Place,
        noticed: Noticed::Never(BOUNDS),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("maxLength", 7)),
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_integer)
                .map(|edit| edit.without("minimum").without("format").set("minimum", 0))
        },
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: Of::Place,
        noticed: Noticed::Never(BOUNDS),
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.before("minLength", 2).set("minLength", 3))
        },
    },
    Kind {
        forward: Rule::BoundChanged,
        back: Rule::BoundChanged,
        side: Of::Place,
        noticed: Noticed::Never(BOUNDS),
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.before("pattern", "a+").set("pattern", "b+"))
        },
    },
    Kind {
        forward: Rule::BecameNullable,
        back: Rule::BecameNotNullable,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.field(|one| one["nullable"] != true)
                .map(|edit| edit.set("nullable", true))
        },
    },
    Kind {
        forward: Rule::EnumIntroduced,
        back: Rule::EnumLifted,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.set("enum", json!(["a", "b"])))
        },
    },
    Kind {
        forward: Rule::EnumValueAdded,
        back: Rule::EnumValueRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_text).map(|edit| {
                edit.before("enum", json!(["a", "b"]))
                    .put("enum", json!(["b", "c", "a"]))
                    .told_at("/enum/1")
            })
        },
    },
    Kind {
        forward: Rule::OpenEnumValueAdded,
        back: Rule::EnumValueRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_open_enum)
                .map(|edit| edit.push("enum", json!("zz")))
        },
    },
    Kind {
        forward: Rule::AlternativeAdded,
        back: Rule::AlternativeRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(|one| one["oneOf"].is_array())
                .map(|edit| edit.push("oneOf", json!({"title": "Zz", "type": "boolean"})))
        },
    },
    Kind {
        forward: Rule::CompositionChanged,
        back: Rule::CompositionChanged,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.schema(|one| one["oneOf"].is_array())
                .map(|edit| edit.set("discriminator", json!({"propertyName": "zz"})))
        },
    },
    Kind {
        forward: Rule::DefaultChanged,
        back: Rule::DefaultChanged,
        side: Of::Place,
        noticed: Noticed::Never(DEFAULT),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("default", "zz")),
    },
    Kind {
        forward: Rule::TextChanged,
        back: Rule::TextChanged,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.set("description", "Something else."))
        },
    },
    Kind {
        forward: Rule::ExampleChanged,
        back: Rule::ExampleChanged,
        side: Of::Place,
        noticed: Noticed::Never(SAMPLE),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("example", "zz")),
    },
    Kind {
        forward: Rule::GeneratedShapeChanged,
        back: Rule::GeneratedShapeChanged,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.component(|one| one["x-id"] == true)
                .map(|edit| edit.take("x-id").told_at("/x-id"))
        },
    },
    Kind {
        forward: Rule::WireFormChanged,
        back: Rule::WireFormChanged,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_integer)
                .map(|edit| edit.without("x-wire").set("x-wire", "string"))
        },
    },
    Kind {
        forward: Rule::KeyingChanged,
        back: Rule::KeyingChanged,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[Rule::SchemaRemoved, Rule::SchemaAdded],
        make: |m| {
            m.component(|one| one["x-keyed-by"].is_string())
                .map(|edit| edit.set("x-keyed-by", "name"))
        },
    },
    Kind {
        forward: Rule::EnumClosed,
        back: Rule::EnumOpened,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.schema(is_open_enum)
                .map(|edit| edit.take("x-extensible-enum").told_at("/x-extensible-enum"))
        },
    },
    Kind {
        forward: Rule::EvidenceChanged,
        back: Rule::EvidenceChanged,
        side: Of::Place,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.set("x-evidence", json!({"source": "inferred", "reason": "Zz."})))
        },
    },
];

const BOUNDS: &str = "the service holds its users to bounds, not the crate";
const DEFAULT: &str = "what is left out is not sent";
const SAMPLE: &str = "samples show values; the types are held against them by other tests";
