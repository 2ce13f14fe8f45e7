//! Documents with hostile names in every place for a name.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Names that emitted code could take for its own, and names that Rust has no identifiers for.
const NAMES: &[&str] = &[
    // Keywords of every edition.
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "union",
    "unsafe",
    "use",
    "where",
    "while",
    "yield",
    "abstract",
    "become",
    "box",
    "do",
    "final",
    "macro",
    "override",
    "priv",
    "typeof",
    "unsized",
    "virtual",
    "auto",
    "default",
    "'static",
    "r#type",
    "r#gen",
    // The prelude, and what else has no path.
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "Iterator",
    "IntoIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
    "ToOwned",
    "ToString",
    "AsRef",
    "AsMut",
    "Default",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Debug",
    "Display",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "Future",
    "IntoFuture",
    "AsyncFn",
    "Unpin",
    "bool",
    "char",
    "str",
    "u8",
    "u64",
    "i32",
    "i64",
    "f64",
    "usize",
    "drop",
    "format",
    "vec",
    "panic",
    "Item",
    "Output",
    // Crates and modules.
    "std",
    "core",
    "alloc",
    "serde",
    "runtime",
    "reqwest",
    "jiff",
    "tokio",
    "client",
    "operations",
    "resources",
    "types",
    "lib",
    "main",
    "decode",
    "wire",
    "filter",
    "blocking",
    "webhook",
    "schema",
    "schemas",
    "page",
    "tests",
    "proc_macro",
    "test",
    "mod.rs",
    "con",
    "nul",
    // Types of emitted code and of the runtime.
    "Serialize",
    "Deserialize",
    "Serializer",
    "Deserializer",
    "Row",
    "Error",
    "ErrorKind",
    "Client",
    "ClientBuilder",
    "Builder",
    "Transport",
    "Request",
    "Call",
    "Paged",
    "Value",
    "Extra",
    "Method",
    "Operation",
    "Evidence",
    "Idempotency",
    "IndexMap",
    "Decimal",
    "Bytes",
    "Multipart",
    "ParameterStyle",
    "OneOrMany",
    "Service",
    "Credential",
    "Meaning",
    "Envelope",
    "Batch",
    "Other",
    "Unknown",
    "OPERATIONS",
    "SCHEMAS",
    "SERVICE",
    "COLUMNS",
    "Api",
    "Id",
    "Timestamp",
    "Date",
    "Conditions",
    "Operand",
    "Unit",
    "Text",
    "Null",
    // Functions, arguments and variables of emitted code.
    "new",
    "builder",
    "builder_without_key",
    "service",
    "exec",
    "call",
    "plain",
    "request",
    "api",
    "url",
    "body",
    "options",
    "options_name",
    "page_size",
    "start",
    "fetch",
    "item",
    "items",
    "size",
    "id",
    "edit",
    "apply",
    "handle",
    "change",
    "keep",
    "kept",
    "response",
    "value",
    "name",
    "members",
    "request",
    "call",
    "base_url",
    "path",
    "query",
    "header",
    "cookie",
    "json",
    "form",
    "text",
    "accept",
    "optional",
    "method",
    "key",
    "field",
    "operand",
    "serializer",
    "deserializer",
    "formatter",
    "other",
    "extra",
    "extra_all",
    "additional_properties",
    "all",
    "as_str",
    // Methods of traits that every type has, or that derives use.
    "clone",
    "clone_from",
    "fmt",
    "eq",
    "ne",
    "cmp",
    "partial_cmp",
    "hash",
    "from",
    "into",
    "try_from",
    "try_into",
    "borrow",
    "borrow_mut",
    "to_owned",
    "to_string",
    "type_id",
    "clone_into",
    "as_ref",
    "deref",
    "into_iter",
    "iter",
    "serialize",
    "deserialize",
    "poll",
    "await_",
    "into_future",
    "with_options",
    "is_some",
    "map",
    "unwrap",
    "len",
    // One letter.
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "i",
    "j",
    "k",
    "n",
    "r",
    "s",
    "t",
    "x",
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "I",
    "K",
    "N",
    "S",
    "T",
    "V",
    // What Rust has no identifier for.
    "",
    " ",
    "_",
    "__",
    "___",
    "-",
    "--",
    ".",
    "..",
    "$",
    "@",
    "+1",
    "-1",
    "1",
    "1.0",
    "007",
    "2fa",
    "3d_model",
    "+",
    "*",
    "<",
    "<=",
    "!",
    "?",
    "#",
    "%",
    "&",
    "'",
    "\"",
    "\\",
    "`",
    "```",
    "|",
    "a b",
    "a-b",
    "a_b",
    "a.b",
    "aB",
    "AB",
    "A_B",
    "a/b",
    "a\nb",
    "a\tb",
    "*/",
    "/*",
    "//",
    "///",
    "{",
    "}",
    "{}",
    "{{",
    "{0}",
    "{a}",
    "[]",
    "[a]",
    "<b>",
    "</b>",
    "\\\"",
    "\"#",
    "%s",
    "${x}",
    "#[a]",
    "r\"",
    "b'a'",
    "\u{0}",
    "\u{7f}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    // Other scripts.
    "é",
    "e\u{301}",
    "\u{301}",
    "ß",
    "ı",
    "İ",
    "ﬁ",
    "ſ",
    "имя",
    "Имя",
    "ИМЯ",
    "名前",
    "이름",
    "שם",
    "اسم",
    "नाम",
    "ชื่อ",
    "ª",
    "²",
    "½",
    "Ⅷ",
    "٣",
    "\u{1d400}",
    "😀",
    "❤️",
    "👩‍👩‍👧",
    "🇳🇱",
    "日本語型",
    "ǅ",
    "μ",
    "µ",
    "Å",
    "Å",
];

/// The media types of bodies and responses.
const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/x.self+json",
    "application/vnd.crate.v1+json; charset=utf-8",
    "text/type",
    "image/gen",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "*/*",
];

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

/// Operations and schemas of a document.
const COUNT: usize = 60;

/// Takes names at random, the same ones for the same seed.
struct Names(u64);

impl Names {
    fn next(&mut self) -> &'static str {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        NAMES[usize::try_from(self.0 >> 33).unwrap_or_default() % NAMES.len()]
    }

    /// Names that differ.
    fn several(&mut self, count: usize) -> Vec<&'static str> {
        self.several_with(count, |_| true)
    }

    fn several_with(&mut self, count: usize, is_valid: fn(&str) -> bool) -> Vec<&'static str> {
        let mut names = Vec::new();
        while names.len() < count {
            let name = self.next();
            if is_valid(name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// Whether a template can have the name.
fn is_of_template(name: &str) -> bool {
    !name.is_empty() && !name.contains(['{', '}', '/', '?', '#'])
}

/// Whether HTTP can have a header of that name.
fn is_of_header(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|one| one.is_ascii_alphanumeric() || b"-_.+!#$%&'*^`|~".contains(&one))
}

/// The document number `seed`.
pub fn document(seed: u64) -> Value {
    let mut names = Names(seed);
    let components = names.several(COUNT);
    let ids = names.several(COUNT);
    let schemas: Map<String, Value> = (0..COUNT)
        .map(|kind| {
            (
                components[kind].to_owned(),
                schema(&mut names, kind, &components),
            )
        })
        .collect();
    let paths: Map<String, Value> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| operation(&mut names, index, id, &components))
        .collect();
    let security_schemes: Map<String, Value> = names
        .several(8)
        .into_iter()
        .enumerate()
        .map(|(kind, name)| (name.to_owned(), scheme(&mut names, kind)))
        .collect();
    let security: Vec<Value> = security_schemes
        .keys()
        .map(|name| json!({name: []}))
        .collect();
    let tags: Vec<Value> = names
        .several(20)
        .iter()
        .map(|name| json!({"name": name, "description": name}))
        .collect();
    let variable = names.several_with(1, is_of_template)[0];
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": names.next(),
            "version": names.next(),
            "description": names.next(),
            "x-crate": {
                "name": "golden",
                "version": "0.1.0",
                "rust_version": "1.88",
                "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
            },
        },
        "servers": [{
            "url": format!("https://{{{variable}}}.example/v1"),
            "variables": {variable: {"default": "api", "description": names.next()}},
        }],
        "tags": tags,
        "security": security,
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security_schemes},
    })
}

fn operation(names: &mut Names, index: usize, id: &str, components: &[&str]) -> (String, Value) {
    let [first, second] = names.several_with(2, is_of_template)[..] else {
        return (String::new(), Value::Null);
    };
    let segment = names.several_with(1, is_of_template)[0];
    let path = format!("/{index}/{segment}/{{{first}}}/{{{second}}}");
    let component = |index: usize| json!({"$ref": reference(components[index % COUNT])});
    let mut parameters = vec![
        json!({"name": first, "in": "path", "required": true, "schema": {"type": "string"}, "example": "a", "description": names.next()}),
        json!({"name": second, "in": "path", "required": true, "schema": {"type": "array", "items": {"type": "string"}}}),
    ];
    for (at, name) in names.several(4).iter().enumerate() {
        let schema = match at {
            0 => json!({"type": "string", "enum": names.several(4)}),
            1 => json!({"type": "array", "items": {"type": "integer"}}),
            _ => json!({"type": "string"}),
        };
        parameters
            .push(json!({"name": name, "in": "query", "required": at % 2 == 0, "schema": schema}));
    }
    for (at, name) in names.several_with(2, is_of_header).iter().enumerate() {
        let place = ["header", "cookie"][at];
        parameters.push(json!({"name": name, "in": place, "required": index.is_multiple_of(2), "schema": {"type": "string"}}));
    }
    let media = |at: usize| MEDIA_TYPES[at % MEDIA_TYPES.len()];
    let mut operation = json!({
        "operationId": id,
        "summary": names.next(),
        "description": names.next(),
        "tags": [names.next()],
        "deprecated": index.is_multiple_of(7),
        "parameters": parameters,
        "responses": {
            "200": {"description": names.next(), "content": {media(index): {"schema": component(index)}}},
            "404": {"description": names.next(), "content": {"application/json": {"schema": component(index + 1)}}},
        },
    });
    if !index.is_multiple_of(3) {
        let schema = match index % 4 {
            0 => json!({"type": "array", "items": component(index + 3)}),
            _ => component(index + 2),
        };
        operation["requestBody"] = json!({"required": index.is_multiple_of(2), "content": {media(index / 3): {"schema": schema}}});
    }
    (path, json!({METHODS[index % METHODS.len()]: operation}))
}

fn schema(names: &mut Names, kind: usize, components: &[&str]) -> Value {
    let component = |index: usize| json!({"$ref": reference(components[index % COUNT])});
    match kind % 6 {
        0 => json!({"type": "string", "enum": names.several(20), "description": names.next()}),
        1 => json!({"type": "string", "x-extensible-enum": true, "enum": names.several(20)}),
        2 => {
            let (one, other) = (component(kind + 1), component(kind + 2));
            json!({"oneOf": [one, other, {"type": "object", "title": names.next(), "properties": {names.next(): {"type": "string"}}}]})
        }
        3 => {
            let property = names.next();
            let branch = |index: usize| (index / 6 * 6) + 4;
            let (one, other) = (branch(kind), branch(kind + 6));
            json!({
                "oneOf": [component(one), component(other)],
                "discriminator": {"propertyName": property, "mapping": {
                    names.next(): reference(components[one % COUNT]),
                    names.next(): reference(components[other % COUNT]),
                }},
            })
        }
        _ => object(names, kind, components),
    }
}

fn object(names: &mut Names, kind: usize, components: &[&str]) -> Value {
    let all = names.several(12);
    let properties: Map<String, Value> = all
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let property = match at {
                0 => json!({"$ref": reference(components[(kind + 7) % COUNT])}),
                1 => json!({"type": "array", "items": {"$ref": reference(components[(kind + 8) % COUNT])}}),
                2 => json!({"type": "object", "additionalProperties": {"type": "string"}}),
                3 => json!({"type": "string", "enum": names.several(3)}),
                4 => json!({"type": "object", "properties": {names.next(): {"type": "string", "nullable": true}}}),
                5 => json!({"type": "integer", "description": names.next()}),
                6 => json!({"type": "string", "format": "date-time"}),
                7 => json!({}),
                _ => json!({"type": "string", "example": "a", "deprecated": at % 2 == 0}),
            };
            ((*name).to_owned(), property)
        })
        .collect();
    let required: Vec<&&str> = all.iter().step_by(2).collect();
    let is_open = kind.is_multiple_of(4);
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": is_open})
}

fn scheme(names: &mut Names, kind: usize) -> Value {
    let name = names.several_with(1, is_of_header)[0];
    match kind % 5 {
        0 => json!({"type": "apiKey", "in": "query", "name": names.next()}),
        1 => json!({"type": "apiKey", "in": "header", "name": name}),
        2 => json!({"type": "apiKey", "in": "cookie", "name": name}),
        3 => json!({"type": "http", "scheme": "bearer"}),
        _ => json!({"type": "http", "scheme": "basic"}),
    }
}

/// The reference to a component.
fn reference(name: &str) -> String {
    let pointer = name.replace('~', "~0").replace('/', "~1");
    let mut reference = "#/components/schemas/".to_owned();
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() {
            reference.push(char::from(byte));
        } else {
            let _ = write!(reference, "%{byte:02X}");
        }
    }
    reference
}
