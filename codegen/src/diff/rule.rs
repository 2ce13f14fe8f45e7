//! The rules: the kinds of changes, and how much each of them matters.

use std::fmt;

use serde::{Serialize, Serializer};

/// How much a change matters to a client of the old API; the levels of oasdiff (info, warning, error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The client keeps working.
    Compatible,
    /// It depends on what the client does.
    Maybe,
    /// The client fails, or misinterprets data.
    Breaking,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compatible => "compatible",
            Self::Maybe => "maybe breaking",
            Self::Breaking => "breaking",
        })
    }
}

/// Whether the changed part is sent or received, as a client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Neither: the call itself.
    Call,
    /// Parameters and bodies of requests.
    Sent,
    /// Responses.
    Received,
    /// Components that no operation uses.
    Unused,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Call => "call",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Unused => "unused",
        })
    }
}

/// The part of an API that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Area {
    /// Paths, operations and servers.
    Operations,
    /// Parameters and headers.
    Parameters,
    /// Bodies, media types and status codes.
    Bodies,
    /// Properties of objects.
    Fields,
    /// Types and the values that they allow.
    Values,
    /// Security schemes and scopes.
    Security,
    /// Docs, examples and deprecation.
    Texts,
    /// Extensions (`x-`) that the generator reads.
    Generator,
    /// Everything else.
    Other,
}

/// Declares the enum and its table. A row has: docs, variant, id, area, level when sent (or of the call), level when
/// received.
macro_rules! rules {
    ($($(#[doc = $about:literal])+ $name:ident $id:literal $area:ident $sent:ident $received:ident;)+) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $($(#[doc = $about])+ $name,)+ }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The name in reports, which is stable.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// The part of the API that it is about.
            #[must_use]
            pub const fn area(self) -> Area {
                match self { $(Self::$name => Area::$area,)+ }
            }

            /// A sentence that explains it.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($about),+).trim_ascii(),)+ }
            }

            const fn levels(self) -> (Level, Level) {
                match self { $(Self::$name => (Level::$sent, Level::$received),)+ }
            }
        }
    };
}

impl Rule {
    /// The level on a side. Unused components do not matter.
    #[must_use]
    pub const fn level(self, side: Side) -> Level {
        let (sent, received) = self.levels();
        match side {
            Side::Call | Side::Sent => sent,
            Side::Received => received,
            Side::Unused => Level::Compatible,
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

rules! {
    /// An operation was added.
    OperationAdded "operation-added" Operations Compatible Compatible;
    /// An operation was removed.
    OperationRemoved "operation-removed" Operations Breaking Breaking;
    /// An operation has another path or method.
    OperationMoved "operation-moved" Operations Breaking Breaking;
    /// The `operationId` of an operation changed.
    OperationIdChanged "operation-id-changed" Operations Maybe Maybe;
    /// A path was added, with all its operations.
    PathAdded "path-added" Operations Compatible Compatible;
    /// A path was removed, with all its operations.
    PathRemoved "path-removed" Operations Breaking Breaking;
    /// A path was renamed, with all its operations.
    PathMoved "path-moved" Operations Breaking Breaking;
    /// A server was added.
    ServerAdded "server-added" Operations Compatible Compatible;
    /// A server was removed.
    ServerRemoved "server-removed" Operations Breaking Breaking;

    /// An optional parameter was added.
    ParameterAdded "parameter-added" Parameters Compatible Compatible;
    /// A required parameter was added.
    RequiredParameterAdded "required-parameter-added" Parameters Breaking Breaking;
    /// A parameter was removed.
    ParameterRemoved "parameter-removed" Parameters Maybe Maybe;
    /// A parameter was renamed.
    ParameterRenamed "parameter-renamed" Parameters Breaking Breaking;
    /// A path parameter was renamed; its name is not sent.
    PathParameterRenamed "path-parameter-renamed" Parameters Compatible Compatible;
    /// A parameter is sent in another part of the request.
    ParameterRelocated "parameter-relocated" Parameters Breaking Breaking;
    /// A parameter became required.
    ParameterBecameRequired "parameter-became-required" Parameters Breaking Breaking;
    /// A parameter became optional.
    ParameterBecameOptional "parameter-became-optional" Parameters Compatible Compatible;
    /// A value is serialised differently: `style`, `explode`, `allowReserved`, `allowEmptyValue`.
    SerialisationChanged "serialisation-changed" Parameters Breaking Maybe;
    /// A response header was added.
    HeaderAdded "header-added" Parameters Compatible Compatible;
    /// A response header was removed.
    HeaderRemoved "header-removed" Parameters Maybe Maybe;
    /// A response header became required.
    HeaderBecameRequired "header-became-required" Parameters Compatible Compatible;
    /// A response header became optional.
    HeaderBecameOptional "header-became-optional" Parameters Maybe Maybe;

    /// An optional request body was added.
    BodyAdded "body-added" Bodies Compatible Compatible;
    /// A required request body was added.
    RequiredBodyAdded "required-body-added" Bodies Breaking Breaking;
    /// A request body was removed.
    BodyRemoved "body-removed" Bodies Maybe Maybe;
    /// A request body became required.
    BodyBecameRequired "body-became-required" Bodies Breaking Breaking;
    /// A request body became optional.
    BodyBecameOptional "body-became-optional" Bodies Compatible Compatible;
    /// A media type of a body was added.
    MediaTypeAdded "media-type-added" Bodies Compatible Maybe;
    /// A media type of a body was removed.
    MediaTypeRemoved "media-type-removed" Bodies Breaking Breaking;
    /// A success status was added.
    SuccessStatusAdded "success-status-added" Bodies Maybe Maybe;
    /// A success status was removed.
    SuccessStatusRemoved "success-status-removed" Bodies Breaking Breaking;
    /// A failure status was added.
    FailureStatusAdded "failure-status-added" Bodies Compatible Compatible;
    /// A failure status was removed.
    FailureStatusRemoved "failure-status-removed" Bodies Compatible Compatible;

    /// An optional field was added.
    FieldAdded "field-added" Fields Compatible Compatible;
    /// A required field was added.
    RequiredFieldAdded "required-field-added" Fields Breaking Compatible;
    /// An optional field was removed.
    FieldRemoved "field-removed" Fields Maybe Maybe;
    /// A required field was removed.
    RequiredFieldRemoved "required-field-removed" Fields Maybe Breaking;
    /// A field was renamed.
    FieldRenamed "field-renamed" Fields Breaking Breaking;
    /// A field became required.
    FieldBecameRequired "field-became-required" Fields Breaking Compatible;
    /// A field became optional.
    FieldBecameOptional "field-became-optional" Fields Compatible Breaking;
    /// A field became read-only.
    BecameReadOnly "became-read-only" Fields Maybe Compatible;
    /// A field is no longer read-only.
    BecameWritable "became-writable" Fields Compatible Compatible;
    /// A field became write-only.
    BecameWriteOnly "became-write-only" Fields Compatible Breaking;
    /// A field is no longer write-only.
    BecameReadable "became-readable" Fields Compatible Compatible;
    /// An object allows additional properties now.
    FurtherMembersAllowed "further-members-allowed" Fields Compatible Maybe;
    /// An object no longer allows additional properties.
    FurtherMembersForbidden "further-members-forbidden" Fields Breaking Compatible;
    /// Additional properties were always allowed; now the schema says so, or no longer does.
    FurtherMembersMentioned "further-members-mentioned" Fields Compatible Compatible;

    /// The type of a value changed.
    TypeChanged "type-changed" Values Breaking Breaking;
    /// A value may have more types than before.
    TypeWidened "type-widened" Values Compatible Breaking;
    /// A value may have fewer types than before.
    TypeNarrowed "type-narrowed" Values Breaking Compatible;
    /// Another component is used in a place.
    SchemaReplaced "schema-replaced" Values Breaking Breaking;
    /// A component was renamed, or one of the same structure is used; generated names follow it.
    SchemaRenamed "schema-renamed" Values Maybe Maybe;
    /// A component was added.
    SchemaAdded "schema-added" Values Compatible Compatible;
    /// A component was removed.
    SchemaRemoved "schema-removed" Values Compatible Compatible;
    /// The format of a value changed.
    FormatChanged "format-changed" Values Breaking Breaking;
    /// A format was added.
    FormatAdded "format-added" Values Maybe Compatible;
    /// A format was removed.
    FormatRemoved "format-removed" Values Compatible Maybe;
    /// A number may be larger or more precise.
    FormatWidened "format-widened" Values Compatible Breaking;
    /// A number is smaller or less precise.
    FormatNarrowed "format-narrowed" Values Breaking Compatible;
    /// A limit allows fewer values.
    BoundTightened "bound-tightened" Values Breaking Compatible;
    /// A limit allows more values.
    BoundLoosened "bound-loosened" Values Compatible Maybe;
    /// A limit allows other values.
    BoundChanged "bound-changed" Values Maybe Maybe;
    /// A value became nullable.
    BecameNullable "became-nullable" Values Compatible Breaking;
    /// A value is no longer nullable.
    BecameNotNullable "became-not-nullable" Values Breaking Compatible;
    /// A value became an enum.
    EnumIntroduced "enum-introduced" Values Breaking Compatible;
    /// A value is no longer an enum.
    EnumLifted "enum-lifted" Values Compatible Maybe;
    /// A value of an enum was added.
    EnumValueAdded "enum-value-added" Values Compatible Maybe;
    /// A value was added to an enum whose clients expect unknown values.
    OpenEnumValueAdded "open-enum-value-added" Values Compatible Compatible;
    /// A value of an enum was removed.
    EnumValueRemoved "enum-value-removed" Values Breaking Compatible;
    /// A branch of a `oneOf` or `anyOf` was added.
    AlternativeAdded "alternative-added" Values Compatible Breaking;
    /// A branch of a `oneOf` or `anyOf` was removed.
    AlternativeRemoved "alternative-removed" Values Breaking Compatible;
    /// A schema is composed differently: `oneOf`, `anyOf`, `not`, `discriminator`.
    CompositionChanged "composition-changed" Values Maybe Maybe;
    /// The default of a value changed.
    DefaultChanged "default-changed" Values Maybe Compatible;

    /// One more way to authenticate is accepted.
    SecurityAlternativeAdded "security-alternative-added" Security Compatible Compatible;
    /// A way to authenticate is no longer accepted.
    SecurityAlternativeRemoved "security-alternative-removed" Security Breaking Breaking;
    /// Authentication became required.
    SecurityIntroduced "security-introduced" Security Breaking Breaking;
    /// Authentication is no longer required.
    SecurityLifted "security-lifted" Security Compatible Compatible;
    /// One more scope is required.
    ScopeAdded "scope-added" Security Breaking Breaking;
    /// One scope less is required.
    ScopeRemoved "scope-removed" Security Compatible Compatible;
    /// A security scheme changed.
    SecuritySchemeChanged "security-scheme-changed" Security Breaking Breaking;

    /// Something became deprecated.
    Deprecated "deprecated" Texts Compatible Compatible;
    /// Something is no longer deprecated.
    Undeprecated "undeprecated" Texts Compatible Compatible;
    /// A text of the documentation changed.
    TextChanged "text-changed" Texts Compatible Compatible;
    /// An example changed.
    ExampleChanged "example-changed" Texts Compatible Compatible;
    /// The version of the API or of OpenAPI changed.
    VersionChanged "version-changed" Texts Compatible Compatible;
    /// The tags of an operation changed, or a tag was added or removed.
    TagsChanged "tags-changed" Texts Maybe Maybe;

    /// A generated name changed: `x-resource`, `x-method`, `title`.
    GeneratedNameChanged "generated-name-changed" Generator Breaking Breaking;
    /// The generated code has another shape: `x-id`, `x-pagination`, `x-unwrap` and the like.
    GeneratedShapeChanged "generated-shape-changed" Generator Breaking Breaking;
    /// The generated code behaves differently: `x-idempotent`, `x-errors`, `x-envelope`, `x-method-override`.
    BehaviourChanged "behaviour-changed" Generator Maybe Maybe;
    /// A value is encoded differently: `x-wire`.
    WireFormChanged "wire-form-changed" Generator Maybe Breaking;
    /// The keys of a map changed: `x-keyed-by`.
    KeyingChanged "keying-changed" Generator Breaking Breaking;
    /// Unknown values of an enum are kept now: `x-extensible-enum`.
    EnumOpened "enum-opened" Generator Compatible Maybe;
    /// Unknown values of an enum are rejected now: `x-extensible-enum`.
    EnumClosed "enum-closed" Generator Breaking Compatible;
    /// The source of a fact changed: `x-evidence`.
    EvidenceChanged "evidence-changed" Generator Compatible Compatible;
    /// The metadata of the generated crate changed: `x-crate`.
    CrateChanged "crate-changed" Generator Compatible Compatible;
    /// An extension changed that the generator does not read.
    ExtensionChanged "extension-changed" Generator Compatible Compatible;

    /// Something without a rule of its own changed.
    OtherChanged "other-changed" Other Maybe Maybe;
}
