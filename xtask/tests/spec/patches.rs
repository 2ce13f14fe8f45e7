//! Patches: each action applies, and none is stale.

use std::path::Path;

use hellodialog_codegen::overlay::{Overlay, Verdict, dry_run};
use hellodialog_codegen::{document, load_patches};

#[test]
fn every_action_of_a_patch_applies_and_changes_something() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut document = document::load(&spec.join("hellodialog.yaml")).expect("the document");
    for patch in load_patches(&spec.join("patches")).expect("the patches") {
        let patch = Overlay::from_value(&patch.name, patch.document).expect("an overlay");
        let run = dry_run(document, &patch);
        for action in &run.actions {
            assert_eq!(
                action.verdict,
                Verdict::Fits,
                "{}: {:?}",
                action.place,
                action.suggestion
            );
        }
        document = run.document;
    }
}
