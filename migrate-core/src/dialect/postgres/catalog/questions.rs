//! What is asked: what there is at all, and then about that.
//!
//! Most of the time that a question takes is for its plan, and most catalogs have nothing of a user's. So
//! each statement says where there is something for it to find. One reads as few catalogs as it can: what
//! belongs together is put together here, by the numbers of relations and columns. What is as usual is NULL, a
//! flag that is not set too (`condition OR NULL`): nobody sends and reads it then.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::catalog::{self, Row};

/// What every statement may refer to. What an extension brought is the extension's; what the system has
/// from the beginning is nobody's.
const MINE: &str = include_str!("mine.sql");

/// What compares the rights `r.has` with those that are `r.normal`.
const RIGHTS: &str = include_str!("rights.sql");

/// The questions, of one or more statements each, which share what stands in front of the first of them.
const QUESTIONS: [&str; 13] = [
    include_str!("namespaces.sql"),
    include_str!("tables.sql"),
    include_str!("columns.sql"),
    include_str!("constraints.sql"),
    include_str!("indexes.sql"),
    include_str!("sequences.sql"),
    include_str!("views.sql"),
    include_str!("enums.sql"),
    include_str!("objects.sql"),
    include_str!("attached.sql"),
    include_str!("comments.sql"),
    include_str!("public.sql"),
    include_str!("brought.sql"),
];

pub(super) const NAMESPACES: usize = 0;
pub(super) const TABLES: usize = 1;
pub(super) const COLUMNS: usize = 2;
pub(super) const CONSTRAINTS: usize = 3;
pub(super) const INDEXES: usize = 4;
pub(super) const SEQUENCES: usize = 5;
pub(super) const VIEWS: usize = 6;
pub(super) const ENUMS: usize = 7;
pub(super) const OBJECTS: usize = 8;
pub(super) const ATTACHED: usize = 9;
pub(super) const COMMENTS: usize = 10;
pub(super) const PUBLIC: usize = 11;
pub(super) const BROUGHT: usize = 12;

/// In front of a statement that there is nothing to ask of an empty one of these catalogs: each is a line,
/// and one that has something is enough. A statement without such lines is always asked.
const CONDITION: &str = "-- where there is ";

/// What begins the condition of those statements that can be asked about some relations alone.
const TOUCHED: &str = "/* touched: ";

/// One statement.
struct Part {
    question: usize,
    conditions: Vec<&'static str>,
    head: &'static str,
    body: &'static str,
}

impl Part {
    fn sql(&self) -> String {
        with_rights(&[MINE, self.head, self.body].concat())
    }
}

fn parts() -> Vec<Part> {
    QUESTIONS.iter().enumerate().flat_map(|(at, text)| of_question(at, text)).collect()
}

fn of_question(question: usize, text: &'static str) -> Vec<Part> {
    let (head, mut rest) = text.find(CONDITION).map_or(("", text), |at| text.split_at(at));
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let mut conditions = Vec::new();
        while let Some((condition, behind)) =
            rest.strip_prefix(CONDITION).and_then(|it| it.split_once('\n'))
        {
            conditions.push(condition);
            rest = behind;
        }
        let (body, behind) = rest.split_at(rest.find(CONDITION).unwrap_or(rest.len()));
        parts.push(Part { question, conditions, head, body });
        rest = behind;
    }
    parts
}

/// The text of a query with what compares rights in it.
pub(in crate::dialect::postgres) fn with_rights(sql: &str) -> String {
    sql.replace("/* rights */", RIGHTS)
}

fn conditions(parts: &[Part]) -> BTreeSet<&'static str> {
    parts.iter().flat_map(|part| part.conditions.iter().copied()).collect()
}

/// Asks which of the catalogs have something.
pub(super) fn conditions_asked() -> String {
    let conditions = conditions(&parts());
    let asked = conditions.iter().map(|it| format!("EXISTS (SELECT FROM {it})::text"));
    format!("SELECT {}", asked.collect::<Vec<_>>().join(", "))
}

/// Asks about all that there is, after the answer to [`conditions_asked`].
pub(super) fn about_everything(there: &[Row]) -> String {
    let parts = parts();
    let there = there.iter().flatten().map(|it| it.as_deref() == Some("true"));
    let is_there: BTreeMap<&str, bool> = conditions(&parts).into_iter().zip(there).collect();
    let is_asked = |part: &&Part| {
        let is_there = |it: &&str| is_there.get(it).copied().unwrap_or_default();
        part.conditions.is_empty() || part.conditions.iter().any(is_there)
    };
    let asked = parts.iter().filter(is_asked).map(|part| placed(part.question, &part.sql()));
    asked.collect::<Vec<_>>().join(";\n")
}

/// Those statements that can be asked about some relations alone.
fn parts_about_relations() -> impl Iterator<Item = Part> {
    const ABOUT_RELATIONS: [usize; 8] =
        [TABLES, COLUMNS, CONSTRAINTS, INDEXES, SEQUENCES, VIEWS, ATTACHED, COMMENTS];
    parts().into_iter().filter(|part| ABOUT_RELATIONS.contains(&part.question))
}

/// How many of them there are.
pub(super) fn count_about_relations() -> usize {
    parts_about_relations().count()
}

/// Asks about the relations whose numbers are the first argument.
pub(super) fn about_relations() -> impl Iterator<Item = String> {
    parts_about_relations().map(|part| placed(part.question, &narrowed(&part.sql())))
}

/// The text with what it says about some relations alone.
fn narrowed(sql: &str) -> String {
    let mut pieces = sql.split(TOUCHED);
    let mut narrow = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (condition, behind) = piece.split_once("*/").unwrap_or((piece, ""));
        narrow += &format!("AND {condition}{behind}");
    }
    narrow
}

/// A query that says behind each row whose answer it is.
fn placed(question: usize, sql: &str) -> String {
    format!("SELECT q.*, '{question}' FROM (\n{sql}) q")
}

/// The rows of the answers to several statements, for each question.
pub(super) fn sorted(rows: Vec<Row>) -> Vec<Vec<Row>> {
    catalog::sorted(rows, QUESTIONS.len())
}
