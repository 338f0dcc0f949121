//! What an engine did earlier, from a file.

use std::collections::BTreeMap;

use migrate_tests::engine::Outcome;
use serde_json::Value;

/// The outcomes by version.
pub(crate) fn read(path: &str) -> BTreeMap<String, Outcome> {
    let text = std::fs::read_to_string(path).expect("the labels can be read");
    let file: Value = serde_json::from_str(&text).expect("the labels are JSON");
    let labels = file["labels"].as_object().expect("an object `labels`");
    labels.iter().map(|(version, label)| (version.clone(), outcome(label))).collect()
}

fn outcome(label: &Value) -> Outcome {
    let is = |key: &str| label[key].as_bool().unwrap_or(false);
    if !is("up_ok") {
        Outcome::UpFails
    } else if !is("has_down") {
        Outcome::NoDown
    } else if !is("down_ok") {
        Outcome::DownFails
    } else if is("schema_restored") {
        Outcome::Restored
    } else if is("schema_restored_ignoring_column_order") {
        Outcome::Order
    } else {
        Outcome::Differs
    }
}
