//! What can change, and how much it matters: the table of rules.

use std::fmt;

use serde::{Serialize, Serializer};

/// How much a change matters to a client that was written for the old document.
///
/// These are oasdiff's levels: error, warning and info.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The client works on.
    Compatible,
    /// It depends on what the client does.
    Maybe,
    /// The client fails, or gets something else than it takes it for.
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

/// Which way what has changed goes, as a client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The call itself: neither what is sent in it nor what comes back.
    Call,
    /// Parameters and bodies of requests.
    Sent,
    /// Answers.
    Received,
    /// A component that no operation reaches.
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
    /// Members of objects.
    Fields,
    /// Types and the values that they allow.
    Values,
    /// Keys and scopes.
    Security,
    /// What is said in words, and deprecation.
    Texts,
    /// What only the generator understands.
    Generator,
    /// Everything else.
    Other,
}

/// Makes the enum and its table. A row: what it means, name, id, area, the level of what is sent
/// (or of the call), the level of what is received.
macro_rules! rules {
    ($($(#[doc = $about:literal])+ $name:ident $id:literal $area:ident $sent:ident $received:ident;)+) => {
        /// A kind of change. Its id is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule { $($(#[doc = $about])+ $name,)+ }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// What it is called in reports, which never changes.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// What it is about.
            #[must_use]
            pub const fn area(self) -> Area {
                match self { $(Self::$name => Area::$area,)+ }
            }

            /// What it means, in a sentence.
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
    /// How much such a change matters on a side. What nobody uses matters to nobody.
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
    /// An operation is new.
    OperationAdded "operation-added" Operations Compatible Compatible;
    /// An operation is gone.
    OperationRemoved "operation-removed" Operations Breaking Breaking;
    /// An operation has another path or method.
    OperationMoved "operation-moved" Operations Breaking Breaking;
    /// An operation has another `operationId`.
    OperationIdChanged "operation-id-changed" Operations Maybe Maybe;
    /// A path is new, with all its operations.
    PathAdded "path-added" Operations Compatible Compatible;
    /// A path is gone, with all its operations.
    PathRemoved "path-removed" Operations Breaking Breaking;
    /// A path is another one, with all its operations.
    PathMoved "path-moved" Operations Breaking Breaking;
    /// Calls may go to one more server.
    ServerAdded "server-added" Operations Compatible Compatible;
    /// Calls can no longer go to a server.
    ServerRemoved "server-removed" Operations Breaking Breaking;

    /// A parameter is new and may be left out.
    ParameterAdded "parameter-added" Parameters Compatible Compatible;
    /// A parameter is new and must be sent.
    RequiredParameterAdded "required-parameter-added" Parameters Breaking Breaking;
    /// A parameter is gone.
    ParameterRemoved "parameter-removed" Parameters Maybe Maybe;
    /// A parameter has another name.
    ParameterRenamed "parameter-renamed" Parameters Breaking Breaking;
    /// A part of the path has another name, which is not sent.
    PathParameterRenamed "path-parameter-renamed" Parameters Compatible Compatible;
    /// A parameter is sent in another part of the request.
    ParameterRelocated "parameter-relocated" Parameters Breaking Breaking;
    /// A parameter must be sent now.
    ParameterBecameRequired "parameter-became-required" Parameters Breaking Breaking;
    /// A parameter may be left out now.
    ParameterBecameOptional "parameter-became-optional" Parameters Compatible Compatible;
    /// A value is spelled otherwise in the request: `style`, `explode`, `allowReserved` and the like.
    SerialisationChanged "serialisation-changed" Parameters Breaking Maybe;
    /// An answer has one more header.
    HeaderAdded "header-added" Parameters Compatible Compatible;
    /// An answer no longer has a header.
    HeaderRemoved "header-removed" Parameters Maybe Maybe;
    /// A header of an answer is always there now.
    HeaderBecameRequired "header-became-required" Parameters Compatible Compatible;
    /// A header of an answer may be missing now.
    HeaderBecameOptional "header-became-optional" Parameters Maybe Maybe;

    /// A request may have a body now.
    BodyAdded "body-added" Bodies Compatible Compatible;
    /// A request must have a body now.
    RequiredBodyAdded "required-body-added" Bodies Breaking Breaking;
    /// A request has no body any more.
    BodyRemoved "body-removed" Bodies Maybe Maybe;
    /// The body of a request can no longer be left out.
    BodyBecameRequired "body-became-required" Bodies Breaking Breaking;
    /// The body of a request can be left out now.
    BodyBecameOptional "body-became-optional" Bodies Compatible Compatible;
    /// A body may be of one more media type.
    MediaTypeAdded "media-type-added" Bodies Compatible Maybe;
    /// A body is no longer of a media type.
    MediaTypeRemoved "media-type-removed" Bodies Breaking Breaking;
    /// A success may have another status code.
    SuccessStatusAdded "success-status-added" Bodies Maybe Maybe;
    /// A success no longer has a status code.
    SuccessStatusRemoved "success-status-removed" Bodies Breaking Breaking;
    /// A failure may have another status code.
    FailureStatusAdded "failure-status-added" Bodies Compatible Compatible;
    /// A failure no longer has a status code.
    FailureStatusRemoved "failure-status-removed" Bodies Compatible Compatible;

    /// An object may have one more field.
    FieldAdded "field-added" Fields Compatible Compatible;
    /// An object must have one more field.
    RequiredFieldAdded "required-field-added" Fields Breaking Compatible;
    /// An object no longer has a field that it could have.
    FieldRemoved "field-removed" Fields Maybe Maybe;
    /// An object no longer has a field that it always had.
    RequiredFieldRemoved "required-field-removed" Fields Maybe Breaking;
    /// A field has another name.
    FieldRenamed "field-renamed" Fields Breaking Breaking;
    /// A field must be there now.
    FieldBecameRequired "field-became-required" Fields Breaking Compatible;
    /// A field may be missing now.
    FieldBecameOptional "field-became-optional" Fields Compatible Breaking;
    /// A field is no longer sent.
    BecameReadOnly "became-read-only" Fields Maybe Compatible;
    /// A field may be sent now.
    BecameWritable "became-writable" Fields Compatible Compatible;
    /// A field no longer comes back.
    BecameWriteOnly "became-write-only" Fields Compatible Breaking;
    /// A field comes back now.
    BecameReadable "became-readable" Fields Compatible Compatible;
    /// An object may have members now that are not listed.
    FurtherMembersAllowed "further-members-allowed" Fields Compatible Maybe;
    /// An object can no longer have members that are not listed.
    FurtherMembersForbidden "further-members-forbidden" Fields Breaking Compatible;
    /// Members that are not listed were always allowed; now it is said, or no longer.
    FurtherMembersMentioned "further-members-mentioned" Fields Compatible Compatible;

    /// A value has another type.
    TypeChanged "type-changed" Values Breaking Breaking;
    /// A value may be of more types than before.
    TypeWidened "type-widened" Values Compatible Breaking;
    /// A value is of fewer types than before.
    TypeNarrowed "type-narrowed" Values Breaking Compatible;
    /// A value has another schema in its place.
    SchemaReplaced "schema-replaced" Values Breaking Breaking;
    /// A component has another name, or another one says the same; generated names follow it.
    SchemaRenamed "schema-renamed" Values Maybe Maybe;
    /// A component is new.
    SchemaAdded "schema-added" Values Compatible Compatible;
    /// A component is gone.
    SchemaRemoved "schema-removed" Values Compatible Compatible;
    /// A value has another format.
    FormatChanged "format-changed" Values Breaking Breaking;
    /// A value has a format now.
    FormatAdded "format-added" Values Maybe Compatible;
    /// A value has no format any more.
    FormatRemoved "format-removed" Values Compatible Maybe;
    /// A number may be larger or more exact.
    FormatWidened "format-widened" Values Compatible Breaking;
    /// A number is smaller or less exact.
    FormatNarrowed "format-narrowed" Values Breaking Compatible;
    /// Fewer values are within a bound.
    BoundTightened "bound-tightened" Values Breaking Compatible;
    /// More values are within a bound.
    BoundLoosened "bound-loosened" Values Compatible Maybe;
    /// Other values are within a bound.
    BoundChanged "bound-changed" Values Maybe Maybe;
    /// A value may be null now.
    BecameNullable "became-nullable" Values Compatible Breaking;
    /// A value can no longer be null.
    BecameNotNullable "became-not-nullable" Values Breaking Compatible;
    /// A value is one of a list now.
    EnumIntroduced "enum-introduced" Values Breaking Compatible;
    /// A value is no longer one of a list.
    EnumLifted "enum-lifted" Values Compatible Maybe;
    /// A list of values has one more.
    EnumValueAdded "enum-value-added" Values Compatible Maybe;
    /// A list of values, of which others may come anyhow, has one more.
    OpenEnumValueAdded "open-enum-value-added" Values Compatible Compatible;
    /// A list of values has one less.
    EnumValueRemoved "enum-value-removed" Values Breaking Compatible;
    /// A value may have one more shape.
    AlternativeAdded "alternative-added" Values Compatible Breaking;
    /// A value no longer has a shape.
    AlternativeRemoved "alternative-removed" Values Breaking Compatible;
    /// What a schema is put together from has changed in a way that is not followed further.
    CompositionChanged "composition-changed" Values Maybe Maybe;
    /// What is taken where nothing is said has changed.
    DefaultChanged "default-changed" Values Maybe Compatible;

    /// A call may go with another key.
    SecurityAlternativeAdded "security-alternative-added" Security Compatible Compatible;
    /// A call can no longer go with a key.
    SecurityAlternativeRemoved "security-alternative-removed" Security Breaking Breaking;
    /// A call needs a key now.
    SecurityIntroduced "security-introduced" Security Breaking Breaking;
    /// A call needs no key any more.
    SecurityLifted "security-lifted" Security Compatible Compatible;
    /// A key must have one more right.
    ScopeAdded "scope-added" Security Breaking Breaking;
    /// A key needs one right less.
    ScopeRemoved "scope-removed" Security Compatible Compatible;
    /// The key is sent otherwise.
    SecuritySchemeChanged "security-scheme-changed" Security Breaking Breaking;

    /// It is deprecated.
    Deprecated "deprecated" Texts Compatible Compatible;
    /// It is no longer deprecated.
    Undeprecated "undeprecated" Texts Compatible Compatible;
    /// Another text stands there.
    TextChanged "text-changed" Texts Compatible Compatible;
    /// Another sample stands there.
    ExampleChanged "example-changed" Texts Compatible Compatible;
    /// The API or the standard that describes it has another version.
    VersionChanged "version-changed" Texts Compatible Compatible;
    /// An operation has other tags, or a tag was added or removed.
    TagsChanged "tags-changed" Texts Maybe Maybe;

    /// Generated code has another name for it: `x-resource`, `x-method`, `title`.
    GeneratedNameChanged "generated-name-changed" Generator Breaking Breaking;
    /// Generated code has another shape: `x-id`, `x-pagination`, `x-unwrap` and the like.
    GeneratedShapeChanged "generated-shape-changed" Generator Breaking Breaking;
    /// Generated code does something else: `x-idempotent`, `x-errors`, `x-envelope`, `x-method-override`.
    BehaviourChanged "behaviour-changed" Generator Maybe Maybe;
    /// A value arrives in another dress: `x-wire`.
    WireFormChanged "wire-form-changed" Generator Maybe Breaking;
    /// A list or map has other keys: `x-keyed-by`.
    KeyingChanged "keying-changed" Generator Breaking Breaking;
    /// Values that are not listed are kept now: `x-extensible-enum`.
    EnumOpened "enum-opened" Generator Compatible Maybe;
    /// Values that are not listed are refused now: `x-extensible-enum`.
    EnumClosed "enum-closed" Generator Breaking Compatible;
    /// Where a fact comes from: `x-evidence`.
    EvidenceChanged "evidence-changed" Generator Compatible Compatible;
    /// How the generated crate presents itself: `x-crate`.
    CrateChanged "crate-changed" Generator Compatible Compatible;
    /// An extension that no rule is made for.
    ExtensionChanged "extension-changed" Generator Maybe Maybe;

    /// Something that no rule is made for.
    OtherChanged "other-changed" Other Maybe Maybe;
}
