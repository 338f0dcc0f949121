//! Statements that make one thing which has a name: whether they took effect is seen by whether it is
//! there, as long as nothing before them is about the same name.

use std::collections::BTreeSet;

use super::Mysql;
use crate::dialect::Dialect;
use crate::dialect::session::{Made, Session as _};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::sql::split::Statement;

/// What the statement makes; none of one that replaces, renames or takes away something, or may have
/// made a part of what it is to make when it is cut off.
pub(super) fn made(sql: &str, statement: &Statement) -> Option<Made> {
    let text = &sql[statement.span.range()];
    // What stands in such a comment is run, and not among the words.
    if text.contains("/*!") || text.contains("/*M!") {
        return None;
    }
    let tokens = lexer::significant(text, Dialect::Mysql);
    let mut reader = Reader { text, tokens: &tokens };
    let thing = match () {
        () if reader.takes(&["create"]) => created(&mut reader)?,
        () if reader.takes(&["alter"]) && reader.takes(&["table"]) => added(&mut reader)?,
        () => return None,
    };
    Some(Made { exists: thing.exists(), name: thing.name(), words: words(text, &tokens) })
}

fn created(reader: &mut Reader<'_>) -> Option<Thing> {
    if reader.takes(&["table"]) {
        let relation = reader.skip_if_not_exists().relation()?;
        // What fills it may have been cut off, or do anything.
        return (!reader.has("select")).then_some(Thing { relation, part: None });
    }
    if reader.takes(&["view"]) {
        return Some(Thing { relation: reader.skip_if_not_exists().relation()?, part: None });
    }
    reader.takes(&["unique", "fulltext", "spatial"]);
    if !reader.takes(&["index"]) {
        return None;
    }
    let index = reader.skip_if_not_exists().name()?;
    while !reader.takes(&["on"]) {
        reader.tokens = reader.tokens.get(1..)?;
    }
    Some(Thing { relation: reader.relation()?, part: Some(Part { kind: &INDEX, name: index }) })
}

/// What the first of the actions adds, where all of them add something: the engine does all or none.
fn added(reader: &mut Reader<'_>) -> Option<Thing> {
    let relation = reader.relation()?;
    let adds = |action: &[Token]| {
        action.first().is_some_and(|it| it.is_any_word(reader.text, &["add", "algorithm", "lock"]))
    };
    if !actions(reader).into_iter().all(adds) || !reader.takes(&["add"]) {
        return None;
    }
    let kind = match () {
        () if reader.takes(&["index", "key"]) => &INDEX,
        () if reader.takes(&["unique", "fulltext", "spatial"]) => {
            reader.takes(&["index", "key"]);
            &INDEX
        }
        () if reader.takes(&["column"]) => &COLUMN,
        () if reader.is_any(&OTHERS) => return None,
        () => &COLUMN,
    };
    let part = Part { kind, name: reader.skip_if_not_exists().name()? };
    Some(Thing { relation, part: Some(part) })
}

/// What `ADD` may be followed by besides a column and an index.
const OTHERS: [&str; 9] = [
    "primary",
    "constraint",
    "foreign",
    "check",
    "partition",
    "period",
    "system",
    "vector",
    "using",
];

/// The parts between commas outside of parentheses.
fn actions<'t>(reader: &Reader<'t>) -> Vec<&'t [Token]> {
    let mut depth = 0_usize;
    let tokens = reader.tokens;
    let outside = tokens.split(|token| {
        if token.is_symbol(reader.text, "(") {
            depth += 1;
        } else if token.is_symbol(reader.text, ")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && token.is_symbol(reader.text, ",")
    });
    outside.collect()
}

/// Every word of a statement, in lower case: what it is about is among them.
fn words(text: &str, tokens: &[Token]) -> BTreeSet<String> {
    let named = |token: &&Token| {
        let written = token.text(text);
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) || written.starts_with('"')
    };
    tokens.iter().filter(named).map(|token| folded(token.text(text))).collect()
}

/// As names are compared where capitals do not count: what is too much alike is looked at by itself.
fn folded(written: &str) -> String {
    normal::unquoted(written).to_lowercase()
}

/// What is made.
struct Thing {
    relation: Relation,
    /// Nothing where it is the table or the view itself.
    part: Option<Part>,
}

struct Relation {
    schema: Option<String>,
    name: String,
}

/// Something that a table has.
struct Part {
    kind: &'static Kind,
    name: String,
}

/// Where the information schema has it, and how its name is called there.
struct Kind(&'static str, &'static str);

const COLUMN: Kind = Kind("COLUMNS", "COLUMN_NAME");
const INDEX: Kind = Kind("STATISTICS", "INDEX_NAME");

impl Thing {
    fn exists(&self) -> String {
        let schema = self.relation.schema.as_deref();
        let schema = schema.map_or_else(|| "DATABASE()".to_owned(), |it| Mysql.literal(it));
        let (table, part) = match &self.part {
            None => ("TABLES", String::new()),
            Some(Part { kind: Kind(table, column), name }) => {
                (*table, format!(" AND {column} = {}", Mysql.literal(name)))
            }
        };
        format!(
            "FROM information_schema.{table} WHERE TABLE_SCHEMA = {schema} AND TABLE_NAME = {}{part}",
            Mysql.literal(&self.relation.name)
        )
    }

    fn name(&self) -> Vec<String> {
        let part = self.part.as_ref().map(|part| &part.name);
        [&self.relation.name].into_iter().chain(part).map(|name| name.to_lowercase()).collect()
    }
}

/// Reads a statement from its beginning on.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl Reader<'_> {
    fn is_any(&self, words: &[&str]) -> bool {
        self.tokens.first().is_some_and(|token| token.is_any_word(self.text, words))
    }

    /// Takes one of the words, if it is next.
    fn takes(&mut self, words: &[&str]) -> bool {
        let is_next = self.is_any(words);
        if is_next {
            self.tokens = &self.tokens[1..];
        }
        is_next
    }

    fn has(&self, word: &str) -> bool {
        self.tokens.iter().any(|token| token.is_word(self.text, word))
    }

    fn skip_if_not_exists(&mut self) -> &mut Self {
        while self.takes(&["if", "not", "exists"]) {}
        self
    }

    fn name(&mut self) -> Option<String> {
        let (token, rest) = self.tokens.split_first()?;
        let written = token.text(self.text);
        let is_name = matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
        self.tokens = rest;
        is_name.then(|| normal::unquoted(written))
    }

    fn relation(&mut self) -> Option<Relation> {
        let name = self.name()?;
        if !self.tokens.first().is_some_and(|token| token.is_symbol(self.text, ".")) {
            return Some(Relation { schema: None, name });
        }
        self.tokens = &self.tokens[1..];
        Some(Relation { schema: Some(name), name: self.name()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    fn of(sql: &str) -> Option<Made> {
        made(sql, &statements(sql, Dialect::Mysql)[0])
    }

    /// The condition, without what is the same in all of them.
    fn seen(sql: &str) -> String {
        let made = of(sql).unwrap_or_else(|| panic!("{sql} makes one thing"));
        made.exists.replace("FROM information_schema.", "").replace("TABLE_SCHEMA = ", "")
    }

    #[test]
    fn what_is_made_is_seen_by_its_name() {
        let cases = [
            ("create table a (b int)", "TABLES WHERE DATABASE() AND TABLE_NAME = 'a'"),
            (
                "create table if not exists s.`A b` (b int)",
                "TABLES WHERE 's' AND TABLE_NAME = 'A b'",
            ),
            ("create view v as select 1", "TABLES WHERE DATABASE() AND TABLE_NAME = 'v'"),
            (
                "create unique index i using btree on s.a (b)",
                "STATISTICS WHERE 's' AND TABLE_NAME = 'a' AND INDEX_NAME = 'i'",
            ),
            (
                "alter table a add column c decimal(3, 2) default 1, algorithm = inplace",
                "COLUMNS WHERE DATABASE() AND TABLE_NAME = 'a' AND COLUMN_NAME = 'c'",
            ),
            (
                "alter table a add c int",
                "COLUMNS WHERE DATABASE() AND TABLE_NAME = 'a' AND COLUMN_NAME = 'c'",
            ),
            (
                "alter table a add unique key i (c), add column d int",
                "STATISTICS WHERE DATABASE() AND TABLE_NAME = 'a' AND INDEX_NAME = 'i'",
            ),
        ];
        for (sql, expected) in cases {
            assert_eq!(seen(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_does_more_or_may_be_half_done_is_no_making() {
        for sql in [
            "create or replace table a (b int)",
            "create temporary table a (b int)",
            "create table a as select 1",
            "create table a (b int /*! , c int */)",
            "create or replace view v as select 1",
            "create trigger t before insert on a for each row set new.b = 1",
            "drop table a",
            "rename table a to b",
            "alter table a add column b int, drop column c",
            "alter table a add column b int, rename to c",
            "alter table a add primary key (b)",
            "alter table a add (b int, c int)",
            "alter table a add index (b)",
            "alter table a add constraint c unique (b)",
            "alter table a modify b int",
            "alter view v as select 1",
            "insert into a values (1)",
        ] {
            assert!(of(sql).is_none(), "{sql}");
        }
    }

    #[test]
    fn what_is_about_the_same_name_is_not_apart() {
        let apart =
            |earlier: &str, later: &str| of(later).unwrap().is_apart_from(&of(earlier).unwrap());
        let table = "create table a (b int, c int)";
        assert!(apart(table, "create index i on a (b)"));
        assert!(apart(table, "alter table a add column d int"));
        assert!(apart(table, "create table d (b int references a (b))"));
        assert!(!apart(table, "alter table A add column C int"));
        assert!(!apart(table, "create table `a` (d int)"));
        assert!(!apart(table, "create view s.a as select 1"));
        assert!(!apart("create view v as select * from d", "create table d (b int)"));
        assert!(!apart("create index i on a (b)", "alter table a add key I (c)"));
        assert!(apart("create index i on a (b)", "create index i on b (c)"));
    }
}
