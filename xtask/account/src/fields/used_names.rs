//! Names that the written module uses itself.

/// Types in the module. No enum gets such a name.
pub(super) const TYPES: [&str; 32] = [
    "Box",
    "CheckError",
    "Client",
    "Clone",
    "CustomFields",
    "Date",
    "Debug",
    "Decimal",
    "Default",
    "Definition",
    "Deserialize",
    "Deserializer",
    "Display",
    "Err",
    "Error",
    "Field",
    "FieldId",
    "FieldType",
    "Filter",
    "From",
    "IndexMap",
    "None",
    "Ok",
    "Option",
    "Result",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "ToString",
    "Value",
    "Vec",
];

/// The variant for unknown values.
pub(super) const OTHER: &str = "Other";
