//! `UPDATE t SET n = n + 1`, and `n - 1` on the way back: values that are computed of themselves in a way that
//! has an inverse.

use std::collections::BTreeMap;

use super::swapped::is_exchangeable;
use super::{Place, Reason};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{Column, Name, Table};
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// What was done to all values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// So much was added.
    By(i128),
    /// The sign, or the truth, is the opposite.
    Turned,
}

/// For each column from before the up what its values are away from what they were.
#[derive(Default)]
pub(super) struct Shifted {
    columns: BTreeMap<(Name, String), (Shift, Place)>,
    is_disturbed: bool,
}

impl Shifted {
    pub(super) fn shift(&mut self, column: (Name, String), by: Shift, place: Place) {
        let held = self.columns.remove(&column);
        let now = match (held, by) {
            (None, by) => Some((by, place)),
            (Some((Shift::By(old), place)), Shift::By(new)) => {
                let sum = old.saturating_add(new);
                (sum != 0).then_some((Shift::By(sum), place))
            }
            (Some((Shift::Turned, _)), Shift::Turned) => None,
            // What both come to is not followed.
            (Some((Shift::By(_), place) | (Shift::Turned, place)), _) => {
                self.is_disturbed = true;
                Some((by, place))
            }
        };
        match now {
            Some(now) => drop(self.columns.insert(column, now)),
            None if self.is_disturbed => drop(self.columns.insert(column, (by, place))),
            None => {}
        }
    }

    /// Whether the values of a column are others now.
    pub(super) fn has(&self, table: &Name, column: &str) -> bool {
        self.columns.keys().any(|(of, name)| of == table && name == column)
    }

    /// Notes what is done while values are others: it is not followed where they go from there.
    pub(super) fn disturb(&mut self) {
        self.is_disturbed |= !self.columns.is_empty();
    }

    /// Why the values of some columns are others than before, or may be.
    pub(super) fn into_reasons(self) -> impl Iterator<Item = Reason> {
        self.columns.into_iter().map(|((table, column), (_, place))| {
            let text = format!("values of column `{table}.{column}` are overwritten");
            Reason { text, place: Some(place) }
        })
    }
}

/// The columns that a statement computes of themselves in all rows, and how; nothing where it does
/// anything else, where a type may not hold the result exactly, or where the way back may be refused.
pub(super) fn read(
    text: &str,
    table: &Name,
    step: &Step<'_>,
    dialect: Dialect,
) -> Option<Vec<(String, Shift)>> {
    let of = step.before.tables.get(table)?;
    let columns = assignments(text, dialect)?;
    let names = columns.iter().map(|(name, _)| name).collect();
    let is_exact = |(name, shift): &(String, Shift)| {
        of.column(name).is_some_and(|it| holds(it, *shift, dialect))
    };
    let is_noted = |table: &Table| table.columns.iter().any(|column| column.on_update.is_some());
    let is_it =
        columns.iter().all(is_exact) && !is_noted(of) && is_exchangeable(table, step, &names);
    is_it.then_some(columns)
}

/// Whether the column holds exactly what comes out, or the engine refuses it. SQLite has values of any type
/// in any column.
fn holds(column: &Column, shift: Shift, dialect: Dialect) -> bool {
    let bare = column.data_type.split(['(', ' ']).next().unwrap_or_default();
    let is_number = dialect.respells()
        && matches!(
            bare,
            "smallint" | "integer" | "int" | "mediumint" | "bigint" | "numeric" | "decimal"
        );
    match shift {
        Shift::By(_) => is_number && column.generated.is_none(),
        Shift::Turned => {
            let is_truth = dialect.is_strict_about_types() && column.data_type == "boolean";
            (is_number || is_truth) && column.generated.is_none()
        }
    }
}

/// `UPDATE t SET n = n + 1, …` with nothing behind it.
fn assignments(text: &str, dialect: Dialect) -> Option<Vec<(String, Shift)>> {
    let tokens = lexer::significant(text, dialect);
    let words: Vec<(TokenKind, &str)> =
        tokens.iter().map(|token| (token.kind, token.text(text))).collect();
    let is = |word: &(TokenKind, &str), keyword: &str| {
        word.0 == TokenKind::Word && word.1.eq_ignore_ascii_case(keyword)
    };
    let start = words.iter().position(|word| is(word, "set"))?;
    // Nothing but the table stands between them: `IGNORE` leaves rows out.
    let named = words.get(..start)?;
    let is_named = matches!(named, [update, _] | [update, _, (_, "."), _] if is(update, "update"));
    is_named.then_some(())?;
    let parts = words.get(start + 1..)?.split(|word| word.1 == ",");
    parts
        .map(|part| {
            let [(_, column), (_, "="), value @ ..] = part else { return None };
            let name = normal::unquoted(column);
            let same = |word: &str| normal::unquoted(word) == name;
            let number = |word: &str| word.parse::<i128>().ok();
            let shift = match value {
                [(_, own), (_, "+"), (TokenKind::Number, by)] if same(own) => {
                    Shift::By(number(by)?)
                }
                [(_, own), (_, "-"), (TokenKind::Number, by)] if same(own) => {
                    Shift::By(-number(by)?)
                }
                [(_, "-"), (_, own)] if same(own) => Shift::Turned,
                [not, (_, own)] if is(not, "not") && same(own) => Shift::Turned,
                _ => return None,
            };
            Some((name, shift))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_and_a_sign_have_an_inverse() {
        let read = |text: &str| assignments(text, Dialect::Postgres);
        let one = |name: &str, shift| Some(vec![(name.to_owned(), shift)]);
        assert_eq!(read("update t set n = n + 1"), one("n", Shift::By(1)));
        assert_eq!(read("UPDATE s.t SET \"N\" = \"N\" - 10"), one("N", Shift::By(-10)));
        assert_eq!(read("update t set f = not f"), one("f", Shift::Turned));
        for text in [
            "update t set n = n + 1 where id = 1",
            "update t set n = m + 1",
            "update t set n = n + 0.5",
            "update t set n = n * 2",
            "update ignore t set n = n + 1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
