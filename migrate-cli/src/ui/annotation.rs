//! Findings as workflow commands, which GitHub Actions shows beside the lines of a pull request.

use migrate_core::check::Checked;
use migrate_core::finding::{Finding, Severity};

use super::place::{Root, main, words};

/// One line for each finding.
pub(super) fn check(it: &Checked) -> String {
    let root = Root::of(&it.reading);
    it.findings().map(|finding| command(it, finding, &root)).collect::<Vec<_>>().join("\n")
}

fn command(it: &Checked, finding: &Finding, root: &Root) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (file, region) = main(&it.reading, finding);
    let mut properties = format!("file={}", property(&root.path(file)));
    if let Some(region) = region {
        properties += &format!(",line={},endLine={}", region.start.line, region.end.line);
        // GitHub takes columns within one line only, and its last one is inclusive.
        if region.start.line == region.end.line {
            let last = region.end.column.saturating_sub(1).max(region.start.column);
            properties += &format!(",col={},endColumn={last}", region.start.column);
        }
    }
    let title = property(&format!("{} ({})", finding.rule.name, finding.rule.code));
    format!("::{name} {properties},title={title}::{}", data(&words(finding)))
}

/// The text of a command: it ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: it ends at a comma or a colon, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100%\nof a, b: c"), "100%25%0Aof a, b: c");
        assert_eq!(property("C:\\a,b%"), "C%3A\\a%2Cb%25");
    }
}
