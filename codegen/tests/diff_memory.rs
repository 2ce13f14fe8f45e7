//! The memory that `diff` takes, counted as what is allocated at the same time, relative to the two documents together.
//! Public documents take 4 to 8 times their size; this one has little prose and many short lines, which take more.

use std::fmt::Write as _;
use std::fs;

use hellodialog_codegen::diff::changes;
use hellodialog_codegen::document;
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
        - from
      properties:
        from:
          type: string
          description: The harbour where the trip begins.
          minLength: 2
        seats:
          type: integer
          description: How many seats are left.
        stops:
          type: array
          items:
            type: string
"
        );
    }
    text
}

#[test]
fn a_comparison_takes_a_small_multiple_of_the_documents() {
    let yaml = text(100);
    let value = document::parse("trips.yaml", &yaml).expect("it is YAML");
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("trips.yaml", yaml),
        ("trips.json", document::to_json(&value)),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, &text).expect("it is written");
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        let (old, new) = (document::load(&file), document::load(&file));
        let (old, new) = (old.expect("it loads"), new.expect("it loads"));
        assert!(changes(&old, &new).is_empty());
        let most = ALLOCATOR.peak_usage() - before;
        let ratio = most / (2 * text.len());
        assert!(ratio < 12, "{name}: {ratio} times the documents");
    }
}
