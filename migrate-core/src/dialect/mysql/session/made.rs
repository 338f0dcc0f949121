//! Statements that make one thing which has a name: whether they took effect is seen by whether it is
//! there, as long as nothing before them is about the same name.

use super::{Mysql, look};
use crate::dialect::Dialect;
use crate::dialect::session::{Made, Session as _};
use crate::sql::cursor::{Cursor, by_comma};
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
    let mut cursor = Cursor::over(text, &tokens, ());
    let thing = match () {
        () if cursor.take_word("create") => created(&mut cursor)?,
        () if cursor.take_words(&["alter", "table"]) => added(&mut cursor)?,
        () => return None,
    };
    // As names are compared where capitals do not count: what is too much alike is looked at by itself.
    let words = look::names(text, &tokens).iter().map(|name| name.to_lowercase()).collect();
    let (exists, name) = (thing.exists(), thing.name());
    Some(Made { exists, name, words, relation: thing.place(), is_part: thing.part.is_some() })
}

/// A statement that is read from its beginning on.
type Reader<'t> = Cursor<'t, ()>;

fn created(cursor: &mut Reader<'_>) -> Option<Thing> {
    if cursor.take_word("table") {
        let relation = relation(cursor)?;
        // What fills it may have been cut off, or do anything.
        let fills = |token: &Token| token.is_any_word(cursor.sql, &FILLS);
        return (!cursor.left().iter().any(fills)).then_some(Thing { relation, part: None });
    }
    if cursor.take_word("view") {
        return Some(Thing { relation: relation(cursor)?, part: None });
    }
    cursor.take_any(&["unique", "fulltext", "spatial"]);
    if !cursor.take_word("index") {
        return None;
    }
    let index = name(cursor)?;
    while !cursor.take_word("on") {
        cursor.next()?;
    }
    Some(Thing { relation: relation(cursor)?, part: Some(Part { kind: &INDEX, name: index }) })
}

/// What the first of the actions adds, where all of them add something: the engine does all or none.
fn added(cursor: &mut Reader<'_>) -> Option<Thing> {
    let (sql, relation) = (cursor.sql, relation(cursor)?);
    let adds = |action: &&[Token]| {
        action.first().is_some_and(|it| it.is_any_word(sql, &["add", "algorithm", "lock"]))
    };
    if !by_comma(sql, cursor.left()).iter().all(adds) || !cursor.take_word("add") {
        return None;
    }
    let kind = match () {
        () if cursor.take_any(&["index", "key"]) => &INDEX,
        () if cursor.take_any(&["unique", "fulltext", "spatial"]) => {
            cursor.take_any(&["index", "key"]);
            &INDEX
        }
        () if cursor.take_word("column") => &COLUMN,
        () if cursor.take_any(&OTHERS) => return None,
        () => &COLUMN,
    };
    // Without a name the engine chooses one.
    let is_nameless = ["using", "type"].iter().any(|word| cursor.at_word(word));
    let name = name(cursor).filter(|_| !is_nameless)?;
    Some(Thing { relation, part: Some(Part { kind, name }) })
}

/// What a table may be made of besides its definition; in other places these words mean less.
const FILLS: [&str; 4] = ["select", "values", "table", "like"];

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
        let (table, part) = match &self.part {
            None => ("TABLES", String::new()),
            Some(Part { kind: Kind(table, column), name }) => {
                (*table, format!(" AND {column} = {}", Mysql.literal(name)))
            }
        };
        format!("FROM information_schema.{table} WHERE {}{part}", self.place())
    }

    /// Where its table is found.
    fn place(&self) -> String {
        let schema = self.relation.schema.as_deref();
        let schema = schema.map_or_else(|| "DATABASE()".to_owned(), |it| Mysql.literal(it));
        let name = Mysql.literal(&self.relation.name);
        format!("TABLE_SCHEMA = {schema} AND TABLE_NAME = {name}")
    }

    fn name(&self) -> Vec<String> {
        let part = self.part.as_ref().map(|part| &part.name);
        [&self.relation.name].into_iter().chain(part).map(|name| name.to_lowercase()).collect()
    }
}

fn name(cursor: &mut Reader<'_>) -> Option<String> {
    while cursor.take_any(&["if", "not", "exists"]) {}
    let token = cursor.next()?;
    let is_name = matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
    is_name.then(|| normal::unquoted(token.text(cursor.sql)))
}

fn relation(cursor: &mut Reader<'_>) -> Option<Relation> {
    let first = name(cursor)?;
    if !cursor.take_symbol(".") {
        return Some(Relation { schema: None, name: first });
    }
    Some(Relation { schema: Some(first), name: name(cursor)? })
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
            "create table a table b",
            "create table a like b",
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
            "alter table a add index using btree (b)",
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
        assert!(apart("create index i on a (b)", "create index i on c (d)"));
    }

    #[test]
    fn a_part_is_one_of_a_table_of_that_very_name() {
        let part = |whole: &str, part: &str| of(part).unwrap().is_part_of(&of(whole).unwrap());
        let table = "create table a (b int)";
        assert!(part(table, "create index i on a (b)"));
        assert!(part(table, "alter table `a` add column d int"));
        assert!(part("create table s.a (b int)", "create index i on s.a (b)"));
        assert!(!part("create table s.a (b int)", "create index i on a (b)"));
        assert!(!part(table, "create index i on A (b)"));
        assert!(!part(table, "create table b (a int)"));
        assert!(!part("alter table a add column d int", "create index i on a (d)"));
    }
}
