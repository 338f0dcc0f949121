//! The part of the schema that a statement may change, read before it runs and after a crash.
//!
//! What is missed here makes an interrupted statement run twice, which fails aloud where it matters.
//! What others change without a statement about the schema must not be here, or a statement that never
//! ran would be taken for done: no counters, no sizes, no times.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Mysql;
use crate::dialect::Dialect;
use crate::dialect::session::{Look, Session as _};
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;
use crate::sql::split::Statement;

/// What is read: a table of the information schema, its columns for the schema and the name, and the
/// rest that makes a definition.
struct Part(&'static str, &'static str, &'static str, &'static str);

const TABLES: [Part; 6] = [
    Part(
        "TABLES",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT",
    ),
    Part(
        "COLUMNS",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "ORDINAL_POSITION, COLUMN_NAME, IFNULL(CONCAT('=', COLUMN_DEFAULT), '-'), IS_NULLABLE, \
         COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, COLUMN_COMMENT, \
         GENERATION_EXPRESSION",
    ),
    Part(
        "STATISTICS",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, \
         INDEX_COMMENT",
    ),
    Part("TABLE_CONSTRAINTS", "TABLE_SCHEMA", "TABLE_NAME", "CONSTRAINT_NAME, CONSTRAINT_TYPE"),
    Part(
        "REFERENTIAL_CONSTRAINTS",
        "CONSTRAINT_SCHEMA",
        "TABLE_NAME",
        "CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA, REFERENCED_TABLE_NAME, UPDATE_RULE, DELETE_RULE",
    ),
    Part(
        "PARTITIONS",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "PARTITION_NAME, SUBPARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, \
         PARTITION_DESCRIPTION",
    ),
];
/// Whether a table is there: enough where a statement makes one that was not there, or takes it away.
const EXISTENCE: [Part; 1] = [Part("TABLES", "TABLE_SCHEMA", "TABLE_NAME", "''")];
const VIEWS: [Part; 2] = [
    Part("TABLES", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_TYPE"),
    Part(
        "VIEWS",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "VIEW_DEFINITION, CHECK_OPTION, DEFINER, SECURITY_TYPE",
    ),
];
const TRIGGERS: [Part; 1] = [Part(
    "TRIGGERS",
    "TRIGGER_SCHEMA",
    "TRIGGER_NAME",
    "EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_TIMING, ACTION_ORDER, ACTION_STATEMENT, DEFINER",
)];
const ROUTINES: [Part; 1] = [Part(
    "ROUTINES",
    "ROUTINE_SCHEMA",
    "ROUTINE_NAME",
    "ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, SQL_DATA_ACCESS, SECURITY_TYPE, \
     ROUTINE_COMMENT, DEFINER",
)];
const EVENTS: [Part; 1] = [Part(
    "EVENTS",
    "EVENT_SCHEMA",
    "EVENT_NAME",
    "EVENT_DEFINITION, EVENT_TYPE, INTERVAL_VALUE, INTERVAL_FIELD, ON_COMPLETION, EVENT_COMMENT",
)];
const SCHEMATA: [Part; 1] = [Part(
    "SCHEMATA",
    "SCHEMA_NAME",
    "SCHEMA_NAME",
    "DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME",
)];

/// What can be seen of a statement.
pub(super) fn look(sql: &str, statement: &Statement) -> Look {
    let text = &sql[statement.span.range()];
    let tokens = lexer::significant(text, Dialect::Mysql);
    let verb = statement.leading.first().map_or("", String::as_str);
    match verb {
        "CREATE" | "ALTER" | "DROP" | "RENAME" => {}
        // Twice is as good as once, and the schema does not show it.
        "GRANT" | "ANALYZE" | "OPTIMIZE" | "CHECK" | "CHECKSUM" | "REPAIR" | "FLUSH"
        | "TRUNCATE" => {
            return Look::Nothing;
        }
        _ => return Look::Unknown,
    }
    let empties =
        |pair: &[Token]| pair[0].is_word(text, "truncate") && pair[1].is_word(text, "partition");
    if tokens.windows(2).any(empties) {
        return Look::Nothing;
    }
    if let Some((name, sight)) = one(text, &tokens) {
        return Look::Schema { query: name.query(text, sight), whole: true };
    }
    let Some(parts) = parts(text, &tokens) else { return Look::Unknown };
    let names = names(text, &tokens);
    if names.is_empty() {
        return Look::Unknown;
    }
    let is_list = verb == "DROP" && tokens.iter().any(|token| token.is_symbol(text, ","));
    let literals = |list: BTreeSet<String>| {
        list.iter().map(|name| Mysql.literal(name)).collect::<Vec<_>>().join(", ")
    };
    let in_schema = match schemas(text, &tokens) {
        none if none.is_empty() => "= DATABASE()".to_owned(),
        schemas => format!("IN (DATABASE(), {})", literals(schemas)),
    };
    let is = format!("IN ({})", literals(names));
    Look::Schema { query: query(parts, &is, &in_schema), whole: !is_list }
}

/// A name with its schema, where that is written.
struct Name<'t> {
    schema: Option<&'t Token>,
    name: &'t Token,
}

/// How the one thing is seen that a statement changes.
enum Sight {
    /// As the server would write it. It reads one table for that, and takes a twentieth of the time of
    /// the six parts of the information schema that say as much (measured on MariaDB 10.11).
    Definition,
    /// By parts of the information schema.
    Parts(&'static [Part]),
}

impl Name<'_> {
    fn query(&self, text: &str, sight: Sight) -> String {
        let parts = match sight {
            Sight::Parts(parts) => parts,
            Sight::Definition => {
                let name = |token: &Token| Mysql.name(&normal::unquoted(token.text(text)));
                let schema = self.schema.map(|schema| format!("{}.", name(schema)));
                return format!(
                    "SHOW CREATE TABLE {}{}",
                    schema.unwrap_or_default(),
                    name(self.name)
                );
            }
        };
        let literal = |token: &Token| Mysql.literal(&normal::unquoted(token.text(text)));
        let schema = self.schema.map_or_else(|| "DATABASE()".to_owned(), literal);
        query(parts, &format!("= {}", literal(self.name)), &format!("= {schema}"))
    }
}

/// What a statement changes where it changes one thing and no other, and what has to be read of it.
/// The server finds a table by its name, and reads all of them to find one among several names.
fn one<'t>(text: &str, tokens: &'t [Token]) -> Option<(Name<'t>, Sight)> {
    let is = |at: usize, words: &[&str]| {
        tokens.get(at).is_some_and(|token| token.is_any_word(text, words))
    };
    let has = |words: &[&str]| (0..tokens.len()).any(|at| is(at, words));
    let is_list = tokens.iter().any(|token| token.is_symbol(text, ","));
    let at = tokens.iter().position(|token| noun(text, token).is_some())?;
    // Words between the two may mean that it replaces another one.
    let (creates, alters) = (is(0, &["create"]) && at == 1, is(0, &["alter"]) && at == 1);
    let drops = is(0, &["drop"]) && !is_list;
    let sight = match () {
        () if is(at, &["table"]) && (creates || drops) => Sight::Parts(&EXISTENCE),
        () if is(at, &["table"]) && alters && !has(&["rename", "exchange"]) => Sight::Definition,
        () if is(at, &["index"]) => Sight::Definition,
        () if is(at, &["view"]) && (creates || drops) => Sight::Parts(&EXISTENCE),
        () if is(at, &["view"]) && !is(0, &["drop"]) => Sight::Parts(&VIEWS),
        () => return None,
    };
    let before = match is(at, &["index"]) {
        true => (at..tokens.len()).find(|at| is(*at, &["on"]))?,
        false => at,
    };
    let skipped =
        tokens[before + 1..].iter().take_while(|it| it.is_any_word(text, &["if", "not", "exists"]));
    let rest = &tokens[before + 1 + skipped.count()..];
    let name = match rest {
        [schema, dot, name, ..] if dot.is_symbol(text, ".") => Name { schema: Some(schema), name },
        [name, ..] => Name { schema: None, name },
        [] => return None,
    };
    Some((name, sight))
}

/// What a statement is about: the first word that says so.
fn parts(text: &str, tokens: &[Token]) -> Option<&'static [Part]> {
    tokens.iter().find_map(|token| noun(text, token))?
}

/// What is read of the things that a word is the kind of: nothing of those that cannot be seen.
fn noun(text: &str, token: &Token) -> Option<Option<&'static [Part]>> {
    let word = (token.kind == TokenKind::Word).then(|| token.text(text).to_ascii_uppercase())?;
    Some(match &*word {
        "TABLE" | "TABLES" | "INDEX" | "SEQUENCE" => Some(&TABLES),
        "VIEW" => Some(&VIEWS),
        "TRIGGER" => Some(&TRIGGERS),
        "PROCEDURE" | "FUNCTION" | "PACKAGE" => Some(&ROUTINES),
        "EVENT" => Some(&EVENTS),
        "DATABASE" | "SCHEMA" => Some(&SCHEMATA),
        "USER" | "ROLE" | "SERVER" | "TABLESPACE" | "LOGFILE" | "INSTANCE" | "RESOURCE" => None,
        _ => return None,
    })
}

/// Every name that the statement may mean; text in double quotes is one where a script says so.
pub(super) fn names(text: &str, tokens: &[Token]) -> BTreeSet<String> {
    let named = |token: &&Token| {
        let written = token.text(text);
        matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) || written.starts_with('"')
    };
    tokens.iter().skip(1).filter(named).map(|token| normal::unquoted(token.text(text))).collect()
}

/// The names in front of a dot.
fn schemas(text: &str, tokens: &[Token]) -> BTreeSet<String> {
    let dotted = |pair: &&[Token]| pair[1].is_symbol(text, ".");
    tokens.windows(2).filter(dotted).map(|pair| normal::unquoted(pair[0].text(text))).collect()
}

/// A cell of what was read, without the next number of the table: whoever inserts changes that.
pub(super) fn lasting(cell: &str) -> Cow<'_, str> {
    const COUNTER: &str = " AUTO_INCREMENT=";
    // The options follow the last of the lines in parentheses.
    let found = cell.rfind("\n) ").and_then(|at| Some(at + cell[at..].find(COUNTER)?));
    let Some(at) = found.filter(|_| cell.starts_with("CREATE ")) else {
        return Cow::Borrowed(cell);
    };
    let behind = cell[at + COUNTER.len()..].trim_start_matches(|it: char| it.is_ascii_digit());
    Cow::Owned(format!("{}{behind}", &cell[..at]))
}

/// Reads what things have whose name `is`, in the schemas of which `in_schema` is true.
fn query(parts: &[Part], is: &str, in_schema: &str) -> String {
    let select = |Part(table, schema, name, rest): &Part| {
        let schema_is = match schema == name {
            true => "1 = 1".to_owned(),
            false => format!("{schema} {in_schema}"),
        };
        format!(
            "SELECT '{table}', {schema}, {name}, CONCAT_WS(' ', {rest}) \
             FROM information_schema.{table} WHERE {schema_is} AND {name} {is}"
        )
    };
    parts.iter().map(select).collect::<Vec<_>>().join(" UNION ALL ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::split::statements;

    fn seen(sql: &str) -> Look {
        look(sql, &statements(sql, Dialect::Mysql)[0])
    }

    fn reads(sql: &str, words: &[&str]) -> bool {
        match seen(sql) {
            Look::Schema { query, .. } => words.iter().all(|word| query.contains(word)),
            _ => false,
        }
    }

    #[test]
    fn what_a_statement_may_change_is_read() {
        assert!(reads("alter table users add a int", &["SHOW CREATE TABLE `users`"]));
        assert!(reads("create table a (b int references c (d))", &["TABLE_NAME = 'a'", "TABLES"]));
        assert!(!reads("create table a (b int)", &["COLUMNS"]));
        assert!(reads("create or replace table a (b int)", &["COLUMNS"]));
        assert!(reads("alter table a rename to b", &["'a'", "'b'"]));
        assert!(reads("create unique index i on `my table` (a)", &["CREATE TABLE `my table`"]));
        assert!(reads("drop index if exists i on b.t", &["CREATE TABLE `b`.`t`"]));
        assert!(reads("create view v as select a.b from a, c", &["DATABASE()", "NAME = 'v'"]));
        assert!(!reads("create view v as select 1", &["VIEWS"]));
        assert!(reads("drop view v, w", &["IN ('v'", "'w'"]));
        assert!(reads("drop table other.users", &["TABLE_SCHEMA = 'other'"]));
        assert!(reads("rename table other.users to users", &["IN (DATABASE(), 'other')"]));
        assert!(reads("create or replace definer = a@b view v as select 1", &["= 'v'", "VIEWS"]));
    }

    #[test]
    fn what_inserts_change_is_not_seen() {
        let table = |counter: &str| {
            format!(
                "CREATE TABLE `t` (\n  `a` int\n) ENGINE=InnoDB{counter} COMMENT='b'\n PARTITION"
            )
        };
        assert_eq!(lasting(&table(" AUTO_INCREMENT=42")), table(""));
        assert_eq!(lasting(&table("")), table(""));
        let named = "t, AUTO_INCREMENT=42";
        assert_eq!(lasting(named), named);
    }

    #[test]
    fn what_cannot_be_seen_is_not_guessed() {
        assert_eq!(seen("call p()"), Look::Unknown);
        assert_eq!(seen("create user a"), Look::Unknown);
        assert_eq!(seen("grant select on a to b"), Look::Nothing);
        assert_eq!(seen("truncate users"), Look::Nothing);
        assert_eq!(seen("alter table a truncate partition b"), Look::Nothing);
    }

    #[test]
    fn a_list_that_is_dropped_may_be_half_gone() {
        let whole = |sql: &str| matches!(seen(sql), Look::Schema { whole: true, .. });
        assert!(whole("drop table a") && !whole("drop table a, b"));
        assert!(whole("rename table a to b, c to d"));
    }
}
