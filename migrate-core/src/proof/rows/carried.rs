//! `UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'old') WHERE name = 'new'`:
//! a table that counts on from where another one is.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::dialect::rows::counts_in;
use crate::schema::Name;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

/// Which tables count on from which.
#[derive(Default)]
pub(super) struct Carried {
    /// The table that counted, and the one that goes on.
    tables: Vec<(Name, Name)>,
}

impl Carried {
    pub(super) fn note(&mut self, from: Name, to: Name) {
        self.tables.push((from, to));
    }

    /// Whether `to` counts on from where `from` was.
    pub(super) fn has(&self, from: &Name, to: &Name) -> bool {
        self.tables.iter().any(|(old, new)| old == from && new == to)
    }

    pub(super) fn absorb(&mut self, change: &Change) {
        let Change::RenameTable { from, to } = change else { return };
        let names = self.tables.iter_mut().flat_map(|(old, new)| [old, new]);
        names.filter(|name| *name == from).for_each(|name| *name = to.clone());
    }
}

/// The table whose number is taken and the one that gets it, in their own letters: the engine compares them
/// as texts. None where the statement may do anything else.
pub(super) fn read(text: &str, dialect: Dialect) -> Option<(Name, Name)> {
    let tokens = lexer::significant(text, dialect);
    let mut words = tokens.iter().map(|token| (token, token.text(text)));
    keywords(&mut words, &["update"])?;
    counter(&mut words, dialect)?;
    keywords(&mut words, &["set", "seq", "=", "(", "select", "seq", "from"])?;
    counter(&mut words, dialect)?;
    let from = named(&mut words)?;
    keywords(&mut words, &[")"])?;
    let to = named(&mut words)?;
    words.next().is_none().then_some((from, to))
}

fn keywords<'t>(
    words: &mut impl Iterator<Item = (&'t Token, &'t str)>,
    expected: &[&str],
) -> Option<()> {
    let mut expected = expected.iter();
    expected
        .all(|word| {
            words
                .next()
                .is_some_and(|(_, found)| normal::unquoted(found).eq_ignore_ascii_case(word))
        })
        .then_some(())
}

fn counter<'t>(
    words: &mut impl Iterator<Item = (&'t Token, &'t str)>,
    dialect: Dialect,
) -> Option<()> {
    let (_, table) = words.next()?;
    counts_in(dialect, &normal::unquoted(table)).then_some(())
}

/// `WHERE name = 'x'`.
fn named<'t>(words: &mut impl Iterator<Item = (&'t Token, &'t str)>) -> Option<Name> {
    keywords(words, &["where", "name", "="])?;
    let (token, text) = words.next()?;
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    (token.kind == TokenKind::String).then(|| Name::bare(inner.replace("''", "'")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Option<(String, String)> {
        read(text, Dialect::Sqlite).map(|(from, to)| (from.name.clone(), to.name.clone()))
    }

    #[test]
    fn one_table_counts_on_from_another() {
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        for (text, expected) in [
            (
                "update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'a') where name = 'b'",
                pair("a", "b"),
            ),
            (
                "UPDATE \"sqlite_sequence\" SET seq = ( SELECT seq FROM sqlite_sequence WHERE name = 'it''s' ) WHERE name = 'B'",
                pair("it's", "B"),
            ),
            (
                "update sqlite_sequence set seq = (select max(seq) from sqlite_sequence where name = 'a') where name = 'b'",
                None,
            ),
            (
                "update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'a') where name = 'b' and seq > 1",
                None,
            ),
            (
                "update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'a')",
                None,
            ),
            ("delete from sqlite_sequence where name = 'a'", None),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
