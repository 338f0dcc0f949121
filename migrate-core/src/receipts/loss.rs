//! Losses that somebody wrote down.

use crate::analysis::is_about_loss;
use crate::set::Migration;
use crate::set::directive::{self, Directive};
use crate::set::read::Reading;
use crate::sql::lexer;

/// Those of the lost columns, as a receipt names them, that neither script says may go.
pub(super) fn unacknowledged<'c>(
    reading: &Reading,
    migration: &Migration,
    lost: &'c [String],
) -> Vec<&'c str> {
    if lost.is_empty() {
        return Vec::new();
    }
    let dialect = reading.set.target.dialect;
    let scripts = [Some(&migration.up), migration.down.script()];
    let mut acknowledged = Vec::new();
    for script in scripts.into_iter().flatten() {
        let tokens = lexer::tokens(&script.sql, dialect);
        let (placed, _) = directive::directives(&script.sql, &tokens, dialect);
        acknowledged.extend(placed.into_iter().map(|placed| placed.directive));
    }
    // Which statement an `allow` is about shows when the loss is seen, and then it was weighed.
    let allows = |it: &Directive| match it {
        Directive::Allow { rules, .. } => rules.iter().any(|rule| is_about_loss(rule)),
        _ => false,
    };
    if acknowledged.iter().any(allows) {
        return Vec::new();
    }
    let is_meant = |column: &&str| acknowledged.iter().any(|it| names(it, column));
    lost.iter().map(String::as_str).filter(|column| !is_meant(column)).collect()
}

/// Whether a directive is about the column, or about all of its table.
pub(super) fn names(directive: &Directive, column: &str) -> bool {
    let Directive::Lossy { what, .. } = directive else { return false };
    let column = column.to_lowercase();
    what.iter().any(|what| {
        let what: Vec<String> = what.iter().map(|name| name.to_lowercase()).collect();
        let parts: Vec<&str> = what.iter().map(String::as_str).collect();
        // What is in the engine's own namespace is written with it or without.
        let bare = match parts.as_slice() {
            ["public" | "main", rest @ ..] if !rest.is_empty() => rest,
            all => all,
        };
        [parts.as_slice(), bare].iter().any(|parts| {
            let written = parts.join(".");
            column
                .strip_prefix(&written)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    })
}
