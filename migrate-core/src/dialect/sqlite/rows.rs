//! What SQLite refuses only where there are rows.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::Constraint;
use crate::sql::lexer::{self, TokenKind};

/// Why the engine refuses the step when the table has rows, where an empty one lets it pass.
#[must_use]
pub fn refuses(step: &Step<'_>) -> Option<String> {
    step.changes.iter().find_map(|change| refuses_rows(change, &step.changes))
}

/// Some columns can be added to an empty table only.
fn refuses_rows(change: &Change, all: &[Change]) -> Option<String> {
    let Change::AddColumn(table, column) = change else { return None };
    let default = column.default.as_deref()?;
    let refers = all.iter().any(|change| {
        matches!(change, Change::AddConstraint(_, Constraint::ForeignKey(key))
            if key.columns.iter().any(|name| name.eq_ignore_ascii_case(&column.name)))
    });
    let null = default.eq_ignore_ascii_case("null");
    if is_constant(default) && (null || !refers) {
        return None;
    }
    let name = &column.name;
    Some(format!("SQLite refuses to add `{name}` with that default when `{table}` has rows"))
}

fn is_constant(default: &str) -> bool {
    let tokens = lexer::significant(default, Dialect::Sqlite);
    let signed =
        tokens.first().is_some_and(|sign| ["+", "-"].iter().any(|it| sign.is_symbol(default, it)));
    match &tokens[usize::from(signed)..] {
        [only] if only.kind == TokenKind::Word => {
            let lower = only.text(default).to_ascii_lowercase();
            !lower.starts_with("current_")
        }
        [only] => !only.is_symbol(default, ")"),
        _ => false,
    }
}
