//! The memory that `diff` and `lint` take, counted as what is allocated at the same time, relative to the documents that
//! they read. Public documents of a megabyte take 4 to 9 times their size; this one has little prose and many short
//! lines, which take more.

use std::fmt::Write as _;
use std::fs;

use hellodialog_codegen::diff::changes;
use hellodialog_codegen::document;
use hellodialog_codegen::lint::findings;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// A document with as many operations and schemas, in the style of public documents.
fn text(count: usize) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Ferries, version: '1'}\npaths:\n".to_owned();
    for number in 0..count {
        let _ = write!(
            text,
            "  /trips{number}/{{id}}:
    get:
      operationId: getTrip{number}
      summary: One trip.
      description: Returns a trip with all of its stops, whoever has booked it.
      tags:
        - trips
      parameters:
        - name: id
          in: path
          description: The number of the trip.
          required: true
          schema:
            type: string
      responses:
        '200':
          description: The trip.
          headers:
            X-Rate-Limit:
              description: How many requests are left.
              schema:
                type: integer
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Trip{number}'
"
        );
    }
    text.push_str("components:\n  schemas:\n");
    for number in 0..count {
        let _ = write!(
            text,
            "    Trip{number}:
      type: object
      required:
        - from{number}
      properties:
        from{number}:
          type: string
          description: The harbour where the trip begins.
          minLength: 2
        seats{number}:
          type: integer
          description: How many seats are left.
        stops{number}:
          type: array
          items:
            type: string
"
        );
    }
    text
}

/// The most that is allocated at the same time while `run` runs, in multiples of `size`, rounded down.
fn multiple_of(size: usize, run: impl FnOnce()) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    run();
    (ALLOCATOR.peak_usage() - before) / size
}

/// One test, since tests that run beside each other would count each other's memory.
#[test]
fn reading_takes_a_small_multiple_of_the_documents() {
    let yaml = text(100);
    let value = document::parse("trips.yaml", &yaml).expect("it is YAML");
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("trips.yaml", yaml),
        ("trips.json", document::to_json(&value)),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, &text).expect("it is written");
        let load = || document::load(&file).expect("it loads");
        let compared = multiple_of(2 * text.len(), || {
            assert!(changes(&load(), &load()).is_empty());
        });
        assert!(
            compared < 11,
            "diff of {name}: {compared} times the documents"
        );
        let linted = multiple_of(text.len(), || {
            assert!(findings(&load()).len() < 100);
        });
        assert!(linted < 13, "lint of {name}: {linted} times the document");
    }
}
