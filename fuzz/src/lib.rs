//! What every target does with an input.

use migrate_core::analysis::{self, Settings};
use migrate_core::dialect::Target;
use migrate_core::finding::render::Style;
use migrate_core::set::read;

/// The line between the up and the down of an input; an input without it is an up whose down is
/// itself.
pub const SEPARATOR: &str = "\n--down--\n";

/// Reads, replays, proves and judges the input as two migrations, and draws every finding.
///
/// # Panics
///
/// When anything it calls does, or when a finding points outside of its text.
pub fn analyse(data: &[u8], target: &str) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(target) = target.parse::<Target>() else { return };
    let (up, down) = text.split_once(SEPARATOR).unwrap_or((text, text));
    let files = [
        ("1_first.up.sql", up),
        ("1_first.down.sql", down),
        ("2_second.up.sql", down),
        ("2_second.down.sql", up),
    ];
    let reading = read::read_texts(&files, target);
    let analysis = analysis::analyse(&reading, &Settings::default());
    for finding in reading.findings.iter().chain(&analysis.findings) {
        for label in &finding.labels {
            if let (Some(span), Some(text)) = (label.span, reading.text(&label.path)) {
                assert!(text.get(span.range()).is_some(), "{finding:?} points outside of its text");
            }
        }
        assert!(!reading.render(finding, Style::Compiler).is_empty());
    }
    let again = analysis::analyse(&reading, &Settings::default());
    assert_eq!(analysis, again, "two runs differ");
}
