//! Changes to schemas.

use hellodialog_codegen::diff::Rule;
use serde_json::json;

use super::place::*;
use super::{CrateEffect, Kind};
use crate::edit::Edit;
use crate::sites::ChangeSide;

/// The kinds of changes.
pub const KINDS: &[Kind] = &[
    Kind {
        forward: Rule::FieldAdded,
        back: Rule::FieldRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_object)
                .map(|edit| edit.set_below("properties", "zz", json!({"type": "string"})))
        },
    },
    Kind {
        forward: Rule::RequiredFieldAdded,
        back: Rule::RequiredFieldRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
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
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.optional_in_both().rename("zz"))
        },
    },
    Kind {
        forward: Rule::FieldBecameRequired,
        back: Rule::FieldBecameOptional,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.optional_in_both().require_field())
        },
    },
    Kind {
        forward: Rule::BecameReadOnly,
        back: Rule::BecameWritable,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.optional_in_both().set("readOnly", true))
        },
    },
    Kind {
        forward: Rule::BecameWriteOnly,
        back: Rule::BecameReadable,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| m.field(any).map(|edit| edit.set("writeOnly", true)),
    },
    Kind {
        forward: Rule::FurtherMembersForbidden,
        back: Rule::FurtherMembersAllowed,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.schema(is_object_without_additional_properties)
                .map(|edit| edit.set("additionalProperties", false))
        },
    },
    Kind {
        forward: Rule::FurtherMembersMentioned,
        back: Rule::FurtherMembersMentioned,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.schema(is_object_without_additional_properties)
                .map(|edit| edit.set("additionalProperties", json!({})))
        },
    },
    Kind {
        forward: Rule::TypeChanged,
        back: Rule::TypeChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("type", "boolean")),
    },
    Kind {
        forward: Rule::TypeWidened,
        back: Rule::TypeNarrowed,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.schema(is_integer).map(|edit| edit.set("type", "number")),
    },
    Kind {
        forward: Rule::SchemaReplaced,
        back: Rule::SchemaReplaced,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.schema(is_text).map(Edit::replace_by_references),
    },
    Kind {
        forward: Rule::SchemaRenamed,
        back: Rule::SchemaRenamed,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.component(is_object).map(Edit::rename_with_references),
    },
    Kind {
        forward: Rule::SchemaAdded,
        back: Rule::SchemaRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
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
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("format", "date")),
    },
    Kind {
        forward: Rule::FormatChanged,
        back: Rule::FormatChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_text).map(|edit| {
                edit.insert_in_both("format", "date")
                    .set("format", "date-time")
            })
        },
    },
    Kind {
        forward: Rule::FormatWidened,
        back: Rule::FormatNarrowed,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_integer).map(|edit| {
                edit.remove_from_both("minimum")
                    .insert_in_both("format", "int32")
                    .set("format", "int64")
            })
        },
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(BOUNDS),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("maxLength", 7)),
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_integer).map(|edit| {
                edit.remove_from_both("minimum")
                    .remove_from_both("format")
                    .set("minimum", 0)
            })
        },
    },
    Kind {
        forward: Rule::BoundTightened,
        back: Rule::BoundLoosened,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(BOUNDS),
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.insert_in_both("minLength", 2).set("minLength", 3))
        },
    },
    Kind {
        forward: Rule::BoundChanged,
        back: Rule::BoundChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(BOUNDS),
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.insert_in_both("pattern", "a+").set("pattern", "b+"))
        },
    },
    Kind {
        forward: Rule::BecameNullable,
        back: Rule::BecameNotNullable,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.field(|one| one["nullable"] != true)
                .map(|edit| edit.set("nullable", true))
        },
    },
    Kind {
        forward: Rule::EnumIntroduced,
        back: Rule::EnumLifted,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_text)
                .map(|edit| edit.set("enum", json!(["a", "b"])))
        },
    },
    Kind {
        forward: Rule::EnumValueAdded,
        back: Rule::EnumValueRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_text).map(|edit| {
                edit.insert_in_both("enum", json!(["a", "b"]))
                    .insert("enum", json!(["b", "c", "a"]))
                    .reported_below("/enum/1")
            })
        },
    },
    Kind {
        forward: Rule::OpenEnumValueAdded,
        back: Rule::EnumValueRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_open_enum)
                .map(|edit| edit.push("enum", json!("zz")))
        },
    },
    Kind {
        forward: Rule::AlternativeAdded,
        back: Rule::AlternativeRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(|one| one["oneOf"].is_array())
                .map(|edit| edit.push("oneOf", json!({"title": "Zz", "type": "boolean"})))
        },
    },
    Kind {
        forward: Rule::CompositionChanged,
        back: Rule::CompositionChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.schema(|one| one["oneOf"].is_array())
                .map(|edit| edit.set("discriminator", json!({"propertyName": "zz"})))
        },
    },
    Kind {
        forward: Rule::DefaultChanged,
        back: Rule::DefaultChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(DEFAULT),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("default", "zz")),
    },
    Kind {
        forward: Rule::TextChanged,
        back: Rule::TextChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.set("description", "Something else."))
        },
    },
    Kind {
        forward: Rule::ExampleChanged,
        back: Rule::ExampleChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(SAMPLE),
        also: &[],
        make: |m| m.schema(is_text).map(|edit| edit.set("example", "zz")),
    },
    Kind {
        forward: Rule::GeneratedShapeChanged,
        back: Rule::GeneratedShapeChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.component(|one| one["x-id"] == true)
                .map(|edit| edit.remove("x-id").reported_below("/x-id"))
        },
    },
    Kind {
        forward: Rule::WireFormChanged,
        back: Rule::WireFormChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.schema(is_integer)
                .map(|edit| edit.remove_from_both("x-wire").set("x-wire", "string"))
        },
    },
    Kind {
        forward: Rule::KeyingChanged,
        back: Rule::KeyingChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[Rule::SchemaRemoved, Rule::SchemaAdded],
        make: |m| {
            m.component(|one| one["x-keyed-by"].is_string())
                .map(|edit| edit.set("x-keyed-by", "name"))
        },
    },
    Kind {
        forward: Rule::EnumClosed,
        back: Rule::EnumOpened,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.schema(is_open_enum).map(|edit| {
                edit.remove("x-extensible-enum")
                    .reported_below("/x-extensible-enum")
            })
        },
    },
    Kind {
        forward: Rule::EvidenceChanged,
        back: Rule::EvidenceChanged,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.field(any)
                .map(|edit| edit.set("x-evidence", json!({"source": "inferred", "reason": "Zz."})))
        },
    },
];

const BOUNDS: &str = "the service checks bounds, not the crate";
const DEFAULT: &str = "an absent value is not sent";
const SAMPLE: &str = "samples are values; other tests compare the types with them";
