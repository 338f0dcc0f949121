//! What an engine did earlier, from a file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// What it did with one migration: a word, and what is different.
pub(crate) struct Label {
    pub(crate) word: &'static str,
    pub(crate) why: String,
}

/// The labels by version.
pub(crate) fn read(path: &Path) -> BTreeMap<String, Label> {
    let text = std::fs::read_to_string(path).expect("the labels can be read");
    let file: Value = serde_json::from_str(&text).expect("the labels are JSON");
    let labels = file["labels"].as_object().expect("an object `labels`");
    labels.iter().map(|(version, label)| (version.clone(), of(label))).collect()
}

fn of(label: &Value) -> Label {
    let is = |key: &str| label[key].as_bool().unwrap_or(false);
    let word = if !is("up_ok") {
        "up fails"
    } else if !is("has_down") {
        "irreversible"
    } else if !is("down_ok") {
        "down fails"
    } else if !is("schema_restored")
        && !is("schema_restored_ignoring_column_order")
        && !is_noted(label)
    {
        "differs"
    } else if !is("reup_ok") {
        "second up fails"
    } else if !is("reup_identical") {
        "second up differs"
    } else if is("schema_restored") {
        "restored"
    } else {
        "with a note"
    };
    let text = |key: &str| label[key].as_str().unwrap_or_default().replace('\n', " | ");
    let why = ["error", "diff_snippet"].map(text).join(" ");
    Label { word, why: why.trim().to_owned() }
}

/// Whether what is different is what `verify` only notes: the order of columns, and blanks in functions.
fn is_noted(label: &Value) -> bool {
    let is_note = |tag: &Value| {
        tag.as_str().is_some_and(|tag| tag == "column order" || tag.ends_with("white space"))
    };
    label["diff_tags"].as_array().is_some_and(|tags| !tags.is_empty() && tags.iter().all(is_note))
}

/// What sessions were told before the scripts, `SET name = value`: the name and the value.
pub(crate) fn setting(manifest: &Path) -> Option<(String, String)> {
    let session = said(manifest, "session")?;
    let (name, value) = session.strip_prefix("SET ")?.split_once('=')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

/// What databases were told once, before everything else.
pub(crate) fn prelude(manifest: &Path) -> Option<String> {
    said(manifest, "prelude")
}

fn said(manifest: &Path, key: &str) -> Option<String> {
    let file: Value = serde_json::from_str(&std::fs::read_to_string(manifest).ok()?).ok()?;
    file[key].as_str().map(str::to_owned)
}
