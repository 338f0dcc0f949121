//! Whether two definitions that read differently may be one to the engine.
//!
//! PostgreSQL and MySQL keep what a definition means, not its text: parentheses, casts, qualifiers and
//! `IN` against `= ANY (ARRAY […])` are gone when it is read. No such rewriting is modelled, so where
//! two texts say the same things of the same names it is not known that they differ.

mod implied;

use std::collections::BTreeSet;

use crate::change::words::Subject;
use crate::dialect::Dialect;
use crate::replay::{IMPLICIT, REWRITTEN};
use crate::schema::{Column, Constraint, Index, IndexKey, Object, ObjectKind, Schema, Table, View};
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// Whether `subject` differs between the schemas in the spelling of expressions at most. `between` is
/// the schema that the down began with.
pub(super) fn may_be_same(
    subject: &Subject,
    found: &Schema,
    between: &Schema,
    expected: &Schema,
    dialect: Dialect,
) -> bool {
    // SQLite keeps the text.
    if !dialect.respells() {
        return false;
    }
    let tables = |name| Some((found.tables.get(name)?, expected.tables.get(name)?));
    match subject {
        Subject::Table(name) => tables(name).is_some_and(|(one, other)| {
            dialect.inherits_charsets() && implied::options(&one.options, &other.options)
                || between.tables.get(name).is_some_and(|between| owner(one, other, between))
        }),
        Subject::View(name) => {
            let views = found.views.get(name).zip(expected.views.get(name));
            views.is_some_and(|(one, other)| {
                let is_given =
                    between.views.get(name).is_some_and(|it| it.settings != one.settings);
                let own = is_given && !other.settings.contains_key(OWNER);
                view(one, other, dialect) || own && view(&without_owner(one), other, dialect)
            })
        }
        Subject::Column(table, name) => {
            let columns = tables(table)
                .and_then(|(one, other)| Some((one.column(name)?, other.column(name)?)));
            columns.is_some_and(|(one, other)| column(one, other, dialect))
                || dialect.inherits_charsets()
                    && tables(table)
                        .is_some_and(|(one, other)| implied::column(one, other, name, dialect))
        }
        Subject::Index(table, name) => {
            let indexes = tables(table)
                .and_then(|(one, other)| Some((one.indexes.get(name)?, other.indexes.get(name)?)));
            indexes.is_some_and(|(one, other)| index(one, other, dialect))
        }
        Subject::Constraint(table, wanted) => tables(table).is_some_and(|(one, _)| {
            let constraints = one.constraints();
            let same = |it: &&Constraint| wanted.name().is_some() && it.name() == wanted.name();
            let found = constraints.iter().find(same);
            found.is_some_and(|found| constraint(found, wanted, dialect))
        }),
        Subject::Object(name) => {
            let objects = found.objects.get(name).zip(expected.objects.get(name));
            objects.is_some_and(|(one, other): (&Object, &Object)| {
                one.table == other.table
                    && (object(name.kind, one, other, dialect)
                        || is_altered_back(one, other, between.objects.get(name)))
            })
        }
        _ => false,
    }
}

fn object(kind: ObjectKind, one: &Object, other: &Object, dialect: Dialect) -> bool {
    if !matches!(kind, ObjectKind::Policy | ObjectKind::Rule | ObjectKind::Trigger) {
        return false;
    }
    // What holds where nothing is said.
    let plain = |text: &str| {
        let text = text.replace(" as permissive", "").replace(" for all", "");
        text.replace(" to public", "").replace("execute procedure", "execute function")
    };
    texts([&plain(&one.text)], [&plain(&other.text)], dialect)
}

/// What a later statement changed is written behind the definition; whether two such changes come to
/// nothing is not known. A down that changes nothing brings nothing back.
fn is_altered_back(found: &Object, expected: &Object, between: Option<&Object>) -> bool {
    let is_altered = |object: &Object| object.text.contains(" ; ");
    (is_altered(found) || is_altered(expected)) && between.is_some_and(|it| it.text != found.text)
}

/// Whose a table is that was given to nobody yet only the engine knows.
fn owner(found: &Table, expected: &Table, between: &Table) -> bool {
    let owner = |table: &Table| table.options.settings.get(OWNER).cloned();
    let bare = |table: &Table| {
        let mut options = table.options.clone();
        options.settings.remove(OWNER);
        options
    };
    owner(expected).is_none() && owner(found) != owner(between) && bare(found) == bare(expected)
}

const OWNER: &str = "owner";

fn without_owner(view: &View) -> View {
    let mut view = view.clone();
    view.settings.remove(OWNER);
    view
}

fn view(one: &View, other: &View, dialect: Dialect) -> bool {
    if one.materialized != other.materialized
        || one.settings != other.settings
        || one.indexes != other.indexes
    {
        return false;
    }
    let mut said = Said::default();
    said.read(&one.query, dialect);
    let mut others = Said::default();
    others.read(&other.query, dialect);
    for (of, view) in [(&mut said, one), (&mut others, other)] {
        of.words.extend(view.columns.iter().map(|name| name.to_lowercase()));
    }
    // What a `*` stands for may as well be written out.
    for (_, columns) in one.frozen.iter().chain(&other.frozen) {
        for column in columns {
            let column = column.to_lowercase();
            said.words.remove(&column);
            others.words.remove(&column);
        }
    }
    said == others
}

fn column(one: &Column, other: &Column, dialect: Dialect) -> bool {
    let bare = |column: &Column| Column { default: None, generated: None, ..column.clone() };
    let generated = |column: &Column| {
        column.generated.as_ref().map(|it| (it.expression.clone(), it.stored)).unzip()
    };
    let ((one_text, one_kind), (other_text, other_kind)) = (generated(one), generated(other));
    bare(one) == bare(other)
        && one_kind == other_kind
        && default(one, other, dialect)
        && texts(&one_text, &other_text, dialect)
}

/// `'f'` and `false`, `'2024-1-1'` and `date '2024-01-01'` are one constant; so are no default and a
/// `NULL` that is cast.
fn default(one: &Column, other: &Column, dialect: Dialect) -> bool {
    let is_text = ["text", "character"].iter().any(|it| one.data_type.starts_with(it));
    let is_other_constant = match (&one.default, &other.default) {
        (Some(one), Some(other)) => {
            let is_string = |text: &str| text.contains('\'');
            let is_escaped = |text: &str| !text.starts_with('\'') && is_string(text);
            let is_meant = if is_text {
                is_escaped(one) || is_escaped(other)
            } else {
                is_string(one) || is_string(other)
            };
            dialect.is_strict_about_types()
                && is_meant
                && is_constant(one, dialect)
                && is_constant(other, dialect)
        }
        (Some(default), None) | (None, Some(default)) => default.starts_with("null"),
        (None, None) => true,
    };
    is_other_constant
        || one.default.is_some() == other.default.is_some()
            && texts(&one.default, &other.default, dialect)
}

/// Whether there is one literal, and nothing else but its sign and its type.
fn is_constant(text: &str, dialect: Dialect) -> bool {
    const WORDS: [&str; 3] = ["true", "false", "day"];
    let tokens = lexer::significant(text, dialect);
    let is_part = |token: &lexer::Token| {
        let written = token.text(text).to_lowercase();
        match token.kind {
            TokenKind::Word => {
                let is_type = SILENT.binary_search(&written.as_str()).is_ok();
                is_type || WORDS.contains(&written.as_str())
            }
            TokenKind::Symbol => "-+:()[]".contains(&written),
            TokenKind::String | TokenKind::Number => true,
            _ => false,
        }
    };
    tokens.iter().all(is_part)
}

fn index(one: &Index, other: &Index, dialect: Dialect) -> bool {
    let bare = |index: &Index| {
        let mut index = index.clone();
        // One that came with a foreign key looks like one that somebody asked for.
        index.settings.remove(IMPLICIT);
        index.predicate = index.predicate.map(|_| String::new());
        for part in &mut index.columns {
            if let IndexKey::Expression(text) = &mut part.key {
                text.clear();
            }
        }
        index
    };
    let expressions = |index: &Index| {
        let keys = index.columns.iter().filter_map(|part| match &part.key {
            IndexKey::Expression(text) => Some(text.clone()),
            IndexKey::Column(_) => None,
        });
        keys.chain(index.predicate.clone()).collect::<Vec<String>>()
    };
    let is_rewritten =
        |index: &Index| expressions(index).iter().any(|text| text.contains(REWRITTEN));
    if is_rewritten(one) || is_rewritten(other) {
        return one.unique == other.unique && one.method == other.method;
    }
    bare(one) == bare(other) && texts(&expressions(one), &expressions(other), dialect)
}

fn constraint(one: &Constraint, other: &Constraint, dialect: Dialect) -> bool {
    match (one, other) {
        (Constraint::Check(one), Constraint::Check(other)) => {
            let bare = crate::schema::Check { expression: one.expression.clone(), ..other.clone() };
            *one == bare && texts([&one.expression], [&other.expression], dialect)
        }
        (Constraint::Exclusion(one), Constraint::Exclusion(other)) => {
            one.deferrable == other.deferrable
                && texts([&one.definition], [&other.definition], dialect)
        }
        _ => false,
    }
}

fn texts<'a>(
    one: impl IntoIterator<Item = &'a String>,
    other: impl IntoIterator<Item = &'a String>,
    dialect: Dialect,
) -> bool {
    let said = |texts: &mut dyn Iterator<Item = &'a String>| {
        let mut said = Said::default();
        texts.for_each(|text| said.read(text, dialect));
        said
    };
    said(&mut one.into_iter()) == said(&mut other.into_iter())
}

/// What is left of an expression without all that may be spelled in several ways.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    /// Names and words that decide something.
    words: BTreeSet<String>,
    /// Strings and numbers, each as often as it is there, sorted.
    literals: Vec<String>,
    /// The characters of operators.
    operators: BTreeSet<String>,
}

/// Words of types, and those that come and go with a spelling, sorted.
#[rustfmt::skip]
const SILENT: [&str; 53] = [
    "all", "any", "array", "as", "asc", "between", "bigint", "binary", "bool", "boolean", "bpchar",
    "cast", "char", "character", "date", "decimal", "double", "float", "from", "in", "inner", "int",
    "int2", "int4", "int8", "integer", "interval", "json", "jsonb", "name", "numeric", "on", "outer",
    "precision", "public", "real", "regclass", "row", "select", "smallint", "some", "text", "time",
    "timestamp", "timestamptz", "unsigned", "uuid", "varbinary", "varchar", "varying", "with",
    "without", "zone",
];

/// Operators that are one word, and what they are in several.
const LONG: [(&str, &[&str]); 2] =
    [("isnull", &["is", "null"]), ("notnull", &["is", "not", "null"])];

impl Said {
    fn read(&mut self, text: &str, dialect: Dialect) {
        let tokens = lexer::significant(text, dialect);
        for (at, token) in tokens.iter().enumerate() {
            let written = token.text(text);
            match token.kind {
                TokenKind::Word | TokenKind::QuotedName => {
                    let qualifies =
                        tokens.get(at + 1).is_some_and(|next| next.is_symbol(text, "."));
                    let word = normal::unquoted(written).to_lowercase();
                    if let Some((_, words)) = LONG.iter().find(|(it, _)| *it == word) {
                        self.words.extend(words.iter().map(|&word| word.to_owned()));
                    } else if word == "like" {
                        self.operators.insert("~".to_owned());
                    } else if !qualifies && SILENT.binary_search(&word.as_str()).is_err() {
                        self.words.insert(word);
                    }
                }
                TokenKind::Symbol => {
                    // A comparison may be turned around, and `BETWEEN` is two of them.
                    if written.chars().any(|it| "+/%|&#~^?@".contains(it)) {
                        self.operators.insert(written.to_owned());
                    }
                }
                _ => self.literals.push(written.trim_matches('\'').to_owned()),
            }
        }
        self.literals.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        texts([&one.to_owned()], [&other.to_owned()], Dialect::Postgres)
    }

    #[test]
    fn another_spelling_may_mean_the_same() {
        assert!(SILENT.is_sorted(), "it is searched by halving");
        for (one, other) in [
            ("state in ( 'A' , 'B' )", "state = any ( array [ 'A' :: text , 'B' :: text ] )"),
            ("t . state in ( 'A' )", "( state in ( 'A' ) )"),
            ("public . f ( a )", "f ( a )"),
            ("'[]' :: json", "'[]'"),
            ("f ( a )", "f ( a ) /* rewritten by the engine */"),
            ("a between 1 and 2 and true", "a >= 1 and a <= 2 and true"),
        ] {
            assert!(same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn other_names_literals_and_operators_mean_something_else() {
        for (one, other) in [
            ("state in ( 'A' , 'B' )", "state in ( 'A' )"),
            ("lower ( a )", "upper ( a )"),
            ("a + 1", "a - 1"),
            ("a is null", "a is not null"),
            ("'x'", "'y'"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
