//! Tools that change a table beside its use.

/// The call of gh-ost that does what an action of `ALTER TABLE` does.
pub(super) fn gh_ost(table: &str, action: &str) -> String {
    let action = action.trim_end_matches(';').trim_end();
    format!(
        "gh-ost --execute --table={} \\\n    --alter={}",
        quoted(table, false),
        quoted(action, true)
    )
}

/// A word for a shell.
fn quoted(text: &str, always: bool) -> String {
    let plain = text.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if plain && !always {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        if matches!(letter, '"' | '`' | '$' | '\\') {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_written() {
        assert_eq!(
            gh_ost("order items", "ADD `a b` int DEFAULT \"$x\";"),
            "gh-ost --execute --table=\"order items\" \\\n    \
             --alter=\"ADD \\`a b\\` int DEFAULT \\\"\\$x\\\"\""
        );
    }
}
