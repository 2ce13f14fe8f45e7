//! `adopt` on three releases of a small API: actions that fail for one cause are one row, with advice that follows from
//! what was renamed.

use hellodialog_codegen::adopt::{Candidate, Compiled, Current, Progress, examine};
use hellodialog_codegen::document::parse;
use hellodialog_codegen::lint::Baseline;
use hellodialog_codegen::{Patch, apply};
use serde_json::Value;

const FIRST: &str = "
openapi: 3.0.3
info: {title: Ferries, version: '1'}
servers: [{url: 'https://ferries.example'}]
paths:
  /trips:
    get:
      operationId: getTrips
      description: All trips.
      tags: [trips]
      responses:
        '200':
          description: The trips.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Trip'}}}}
  /trips/{id}:
    get:
      operationId: getTrip
      description: One trip.
      tags: [trips]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The trip.
          content: {application/json: {schema: {$ref: '#/components/schemas/Trip'}}}
components:
  schemas:
    Trip:
      type: object
      properties:
        from: {type: string}
        seats: {type: string}
        cars: {type: string}
        leaves: {type: string}
";

const PATCHES: &str = "
overlay: 1.1.0
info: {title: What the docs do not print, version: '1'}
actions:
  - target: $.info
    update:
      x-crate:
        name: ferries
        version: 0.1.0
        license: MIT
        runtime: {package: hellodialog-runtime, version: 0.1.0, path: ../runtime}
  - target: $.components.schemas.Trip.properties.seats
    x-expect: {type: string}
    update: {type: integer, x-wire: string}
  - target: $.components.schemas.Trip.properties.cars
    x-expect: {type: string}
    update: {type: integer, x-wire: string}
  - target: $.components.schemas.Trip.properties.leaves
    x-expect: {type: string}
    update: {format: date-time}
  - target: $.paths['/trips'].get
    update: {x-idempotent: true}
";

fn document(text: &str) -> Value {
    parse("a document", text).expect("it is YAML")
}

/// The page for a release, which is the first one with these replacements.
fn page(replacements: &[(&str, &str)]) -> String {
    page_with(PATCHES, replacements)
}

/// The same, with other patches for the release.
fn page_with(text: &str, replacements: &[(&str, &str)]) -> String {
    let patches = |text| {
        vec![Patch {
            name: "p.yaml".to_owned(),
            document: document(text),
        }]
    };
    let upstream = document(FIRST);
    let current = Current {
        name: "v1.yaml".to_owned(),
        patched: apply(upstream.clone(), patches(PATCHES)).expect("the patches fit"),
        upstream,
    };
    let release = replacements
        .iter()
        .fold(FIRST.to_owned(), |text, (old, new)| text.replace(old, new));
    let candidate = Candidate {
        name: "v2.yaml".to_owned(),
        document: document(&release),
    };
    let adoption = examine(&current, candidate, patches(text), &accepted());
    let adoption = adoption.expect("documents and patches are valid");
    adoption.page(&Compiled::Unknown, Progress::Examined)
}

fn accepted() -> Baseline {
    let text = "[{rule: operation-without-evidence, pointers: ['#/paths/~1trips~1{id}/get'], reason: The docs say it.}]";
    Baseline::from_value("accepted.yaml", &document(text)).expect("acceptances")
}

/// The section on patches.
fn patches(page: &str) -> &str {
    let start = page.find("## The patches").expect("a section");
    let rest = &page[start..];
    rest[3..].find("\n## ").map_or(rest, |end| &rest[..end + 3])
}

#[test]
fn a_renamed_schema_is_one_cause_for_all_of_its_patches() {
    let page = page(&[("Trip:", "Crossing:"), ("schemas/Trip", "schemas/Crossing")]);
    let patches = patches(&page);
    let rows = patches.lines().filter(|line| line.starts_with("- "));
    assert_eq!(rows.count(), 1, "{patches}");
    for part in [
        "p.yaml: action 2",
        "`$.components.schemas.Trip` is `$.components.schemas.Crossing` in the new document",
        "The same holds for 2 more actions: p.yaml: action 3; p.yaml: action 4.",
    ] {
        assert!(patches.contains(part), "no `{part}` in\n{patches}");
    }
}

#[test]
fn advice_for_what_is_below_a_renamed_schema_says_whether_it_is_still_there() {
    let page = page(&[
        ("Trip:", "Crossing:"),
        ("schemas/Trip", "schemas/Crossing"),
        ("        seats: {type: string}\n", ""),
    ]);
    let gone = "But `$.components.schemas.Crossing.properties.seats` does not exist";
    assert!(patches(&page).contains(gone), "{page}");
    let page = self::page(&[("Trip:", "Crossing:"), ("schemas/Trip", "schemas/Crossing")]);
    let there = "Change the target to `$.components.schemas.Crossing.properties.seats`.";
    assert!(patches(&page).contains(there), "{page}");
}

#[test]
fn names_in_filters_and_lists_follow_renames() {
    let text = PATCHES.to_owned()
        + "
  - target: $.paths[*][?@.operationId == 'getTrip']
    update: {x-method: get}
  - target: $.paths[*][?@.operationId == 'getTrip'].responses
    update: {default: {description: No trip.}}
  - target: $.paths[*][?@.tags[0] == 'trips']
    update: {x-resource: trips}
  - target: $.paths[*][*].parameters[?@.name == \"id\"].schema
    update: {type: integer}
  - target: $.components.schemas['Trip', 'Ship'].properties.cars
    update: {description: How many.}
";
    let page = page_with(
        &text,
        &[
            ("operationId: getTrip\n", "operationId: fetchTrip\n"),
            ("[trips]", "[crossings]"),
            ("/trips/{id}", "/trips/{trip-id}"),
            ("{name: id,", "{name: trip-id,"),
            ("cars: {type: string}", "vehicles: {type: string}"),
        ],
    );
    let patches = patches(&page);
    for advice in [
        "`getTrip` is `fetchTrip` in the new document. Change the target to `$.paths[*][?@.operationId == 'fetchTrip']`.",
        "The same holds for 1 more action: p.yaml: action 7.",
        "Change the target to `$.paths[*][?@.tags[0] == 'crossings']`.",
        "Change the target to `$.paths[*][*].parameters[?@.name == \"trip-id\"].schema`.",
        "Change the target to `$.components.schemas['Trip', 'Ship'].properties.vehicles`.",
    ] {
        assert!(patches.contains(advice), "no `{advice}` in\n{patches}");
    }
    let moved =
        "because its place is #/paths/~1trips~1{trip-id}/get now: change the pointer instead";
    assert!(page.contains(moved), "{page}");
    // An operation is not new because a parameter of its path is.
    assert!(!page.contains("marked as safe to repeat"), "{page}");
}

#[test]
fn an_action_that_selects_less_because_of_a_rename_is_reported() {
    let text = PATCHES.to_owned()
        + "
  - target: $.components.schemas.Trip.properties['from', 'leaves']
    update: {description: As printed.}
";
    let page = page_with(&text, &[("from: {type: string}", "origin: {type: string}")]);
    for part in [
        "fit, but a part of what they select has a new name",
        "p.yaml: action 6",
        "`from` is `origin` in the new document. **Change the target to \
         `$.components.schemas.Trip.properties['origin', 'leaves']`.**",
    ] {
        assert!(patches(&page).contains(part), "no `{part}` in\n{page}");
    }
}

/// What an action writes can name something, too: an operation, a schema, a field.
#[test]
fn an_action_that_writes_a_replaced_name_is_reported() {
    let text = PATCHES.to_owned()
        + "
  - target: $
    update: {x-webhook: getTrip}
  - target: $.paths['/trips'].get.responses['200']
    update: {content: {text/csv: {schema: {$ref: '#/components/schemas/Trip'}}}}
  - target: $.paths['/trips/{id}'].get
    update: {x-method: getTrip}
";
    let page = page_with(
        &text,
        &[
            ("operationId: getTrip\n", "operationId: readTrip\n"),
            ("Trip:", "Crossing:"),
            ("schemas/Trip'", "schemas/Crossing'"),
        ],
    );
    let patches = patches(&page);
    for part in [
        "### Writing old names",
        "p.yaml: action 6, target `$`:\n  `getTrip` is `readTrip` in the new document. **Write the new name.**",
        "`Trip` is `Crossing` in the new document. **Write the new name.**",
    ] {
        assert!(patches.contains(part), "no `{part}` in\n{page}");
    }
    assert!(
        !patches.contains("action 8"),
        "the name of a method is free: {patches}"
    );
}

/// A name that is also something else's is still there.
#[test]
fn an_action_may_write_a_name_that_the_new_document_has() {
    let text = PATCHES.to_owned() + "  - {target: $, update: {x-note: seats}}\n";
    let rename = (
        "        seats: {type: string}",
        "        places: {type: string}",
    );
    let other = (
        "    Trip:\n",
        "    Boat: {properties: {seats: {type: integer}}}\n    Trip:\n",
    );
    assert!(page_with(&text, &[rename]).contains("Writing old names"));
    let page = page_with(&text, &[rename, other]);
    assert!(!page.contains("Writing old names"), "{page}");
}

#[test]
fn what_upstream_removed_is_not_blamed_on_an_earlier_action() {
    let page = page(&[
        ("        seats: {type: string}\n", ""),
        ("        cars: {type: string}\n", ""),
        ("leaves: {type: string}", "leaves: {type: integer}"),
    ]);
    let patches = patches(&page);
    for gone in ["seats", "cars"] {
        let advice = format!(
            "The new document has no `$.components.schemas.Trip.properties.{gone}` any more. Delete the action, unless"
        );
        assert!(patches.contains(&advice), "no `{advice}` in\n{patches}");
    }
    assert!(!patches.contains("An earlier action"), "{patches}");
}

#[test]
fn actions_below_a_removed_schema_are_one_cause() {
    let page = page(&[
        (
            "items: {$ref: '#/components/schemas/Trip'}",
            "items: {type: string}",
        ),
        (
            "schema: {$ref: '#/components/schemas/Trip'}",
            "schema: {type: string}",
        ),
        (
            "    Trip:
      type: object
      properties:
        from: {type: string}
        seats: {type: string}
        cars: {type: string}
        leaves: {type: string}
",
            "    Harbour: {type: boolean}\n",
        ),
    ]);
    let patches = patches(&page);
    let rows = patches.lines().filter(|line| line.starts_with("- "));
    assert_eq!(rows.count(), 1, "{patches}");
    let advice = "The new document has no `$.components.schemas.Trip` any more.";
    assert!(patches.contains(advice), "{patches}");
}

#[test]
fn a_moved_path_tells_where_it_is() {
    let page = page(&[("/trips", "/crossings")]);
    let patches = patches(&page);
    let part = "`$.paths['/trips']` is `$.paths['/crossings']` in the new document";
    assert!(patches.contains(part), "{patches}");
}

#[test]
fn what_the_vendor_corrects_and_adds_needs_no_more_than_it_says() {
    let page = page(&[(
        "leaves: {type: string}",
        "leaves: {type: string, format: date-time}\n        dogs: {type: boolean}",
    )]);
    let patches = patches(&page);
    let rows: Vec<&str> = patches
        .lines()
        .filter(|line| line.starts_with("- "))
        .collect();
    assert_eq!(rows.len(), 1, "{patches}");
    assert!(rows[0].contains("p.yaml: action 4"), "{patches}");
    assert!(patches.contains("### Stale"), "{patches}");
    assert!(page.contains("**It can be adopted**"), "{page}");
}

/// A new operation that lists, and one that adds.
const MORE: (&str, &str) = (
    "  /trips/{id}:",
    "  /harbours:
    get: {operationId: getHarbours, description: All., tags: [harbours], responses: {'204': {description: None.}}}
    post: {operationId: postHarbour, description: One., tags: [harbours], responses: {'204': {description: Done.}}}
  /trips/{id}:",
);

#[test]
fn new_operations_that_a_wildcard_marks_as_safe_to_repeat_are_for_review() {
    let title = "### New operations that are marked as safe to repeat";
    let named = page(&[MORE]);
    assert!(!named.contains(title), "{named}");
    let wildcard = PATCHES.replace("$.paths['/trips'].get", "$.paths.*.get");
    let page = page_with(&wildcard, &[MORE]);
    let start = page.find(title).unwrap_or_else(|| panic!("{page}"));
    let section = page[start..].split("\n## ").next().unwrap_or_default();
    assert!(
        section.contains("- p.yaml: action 5, target `$.paths.*.get`: `GET /harbours`\n"),
        "{section}"
    );
    // The others are not new, or not marked.
    assert_eq!(section.matches("\n- ").count(), 1, "{section}");
    let page = page_with(&wildcard, &[]);
    assert!(!page.contains(title), "{page}");
}

#[test]
fn a_key_that_nothing_reads_blocks_the_adoption() {
    let slip = PATCHES.replacen("x-wire", "x-wires", 1);
    let page = page_with(&slip, &[]);
    let patches = patches(&page);
    for part in [
        "p.yaml: action 2",
        "`x-wires` is no key of the generator: did you mean `x-wire`?",
    ] {
        assert!(patches.contains(part), "no `{part}` in\n{patches}");
    }
    assert!(page.contains("1 action of a patch does not fit"), "{page}");
    assert!(!patches.contains("An earlier action"), "{patches}");
}

#[test]
fn no_patch_is_blamed_for_what_is_wrong_with_the_document() {
    let title = "## What is wrong with the new document itself";
    let page = page(&[("tags: [trips]", "tags: trips")]);
    let start = page.find(title).unwrap_or_else(|| panic!("{page}"));
    assert!(
        start < page.find("## The patches").unwrap_or_default(),
        "{page}"
    );
    let part = "expected an array, found a string";
    assert!(page[start..].contains(part), "no `{part}` in\n{page}");
    let page = self::page(&[]);
    assert!(!page.contains(title), "{page}");
}
