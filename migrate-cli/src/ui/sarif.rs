//! Findings as SARIF 2.1.0, the form that code scanning reads.

use migrate_core::check::Checked;
use migrate_core::finding::{Edit, Finding, Label, Severity};
use migrate_core::rule::{Level, Rule};
use migrate_core::set::read::Reading;
use serde_json::{Value, json};

use super::json::document;
use super::place::{Region, Root, of_label, region, words};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What relative references are relative to.
const ROOT: &str = "%SRCROOT%";

/// The files that findings point at.
struct Files<'a> {
    reading: &'a Reading,
    root: Root,
}

impl Files<'_> {
    fn artifact(&self, path: &str) -> Value {
        let uri = uri(&self.root.path(path));
        if uri.starts_with("file:") {
            return json!({ "uri": uri });
        }
        json!({ "uri": uri, "uriBaseId": ROOT })
    }
}

/// The log of one run.
pub(super) fn check(it: &Checked) -> String {
    let mut rules: Vec<&Rule> = it.findings().map(|finding| finding.rule).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup();
    let files = Files { reading: &it.reading, root: Root::of(&it.reading) };
    let results: Vec<Value> =
        it.findings().map(|finding| result(&files, finding, &rules)).collect();
    document(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-migrate",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": REPOSITORY,
                "rules": rules.iter().map(|it| rule(it)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: {
                "description": { "text": "the root of the repository" },
            } },
            "results": results,
        }],
    }))
}

fn rule(rule: &Rule) -> Value {
    let level = match rule.level {
        Level::Off => "none",
        Level::Warn => "warning",
        Level::Deny => "error",
    };
    let help = format!("{}\n\n{}\n\nInstead: {}", rule.what, rule.why, rule.instead);
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": help },
        "helpUri": format!("{REPOSITORY}/blob/main/docs/rules.md#{}", rule.name),
        "defaultConfiguration": { "level": level },
    })
}

fn result(files: &Files<'_>, finding: &Finding, rules: &[&Rule]) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut result = json!({
        "ruleId": finding.rule.code,
        "ruleIndex": rules.iter().position(|rule| rule.code == finding.rule.code),
        "level": level,
        "message": { "text": words(finding) },
        "locations": finding.labels.iter().take(1).map(|it| location(files, it)).collect::<Vec<_>>(),
    });
    if finding.labels.len() > 1 {
        let related = finding.labels.iter().skip(1).map(|it| location(files, it));
        result["relatedLocations"] = related.collect();
    }
    if let Some(rewrite) = finding.rewrite.as_ref().filter(|rewrite| !rewrite.edits.is_empty()) {
        result["fixes"] = json!([{
            "description": { "text": rewrite.title },
            "artifactChanges": changes(files, &rewrite.edits),
        }]);
    }
    result
}

fn location(files: &Files<'_>, label: &Label) -> Value {
    let mut physical = json!({ "artifactLocation": files.artifact(&label.path) });
    if let Some(region) = of_label(files.reading, label) {
        physical["region"] = in_text(region);
    }
    let mut location = json!({ "physicalLocation": physical });
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn in_text(region: Region) -> Value {
    json!({
        "startLine": region.start.line,
        "startColumn": region.start.column,
        "endLine": region.end.line,
        "endColumn": region.end.column,
    })
}

/// One change for each file.
fn changes(files: &Files<'_>, edits: &[Edit]) -> Vec<Value> {
    let mut paths: Vec<&str> = edits.iter().map(|edit| &*edit.path).collect();
    paths.sort_unstable();
    paths.dedup();
    let change = |path: &str| {
        let of_file = edits.iter().filter(|edit| edit.path == path);
        let replacements = of_file.map(|edit| {
            let text = files.reading.text(path).unwrap_or_default();
            json!({
                "deletedRegion": in_text(region(text, edit.span)),
                "insertedContent": { "text": edit.text },
            })
        });
        json!({
            "artifactLocation": files.artifact(path),
            "replacements": replacements.collect::<Vec<_>>(),
        })
    };
    paths.into_iter().map(change).collect()
}

/// A path as a reference: relative to the root of the repository, or of this machine.
fn uri(path: &str) -> String {
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("my db/1_a.up.sql"), "my%20db/1_a.up.sql");
        assert_eq!(uri("/srv/é"), "file:///srv/%C3%A9");
    }
}
