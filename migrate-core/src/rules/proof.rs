//! Rules that are checked where their matter is at hand: while parsing, replaying and proving.

use crate::dialect::Dialect;
use crate::rule::{Example, Level, Rule};

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[
    &SYNTAX_ERROR,
    &UNKNOWN_OBJECT,
    &DUPLICATE_OBJECT,
    &STATEMENT_FAILS,
    &DOWN_FAILS,
    &DOWN_DOES_NOT_RESTORE,
    &LOSES_ROWS,
    &ROLLBACK_UNKNOWN,
    &COLUMN_ORDER,
    &ROWS_UNKNOWN,
    &UNUSED_ALLOW,
];

const fn rule(code: &'static str, name: &'static str, level: Level) -> Rule {
    Rule::about_files(code, name, level).about(Dialect::ALL)
}

const USERS: &str = "CREATE TABLE users (id integer PRIMARY KEY, email text)";
const GOOD: Example = Example::new(
    "sqlite 3.45",
    "CREATE TABLE users (id integer PRIMARY KEY, email text)",
    "DROP TABLE users",
);
const GOOD_INDEX: Example = Example::new(
    "sqlite 3.45",
    "CREATE INDEX users_email ON users (email)",
    "DROP INDEX users_email",
)
.after(USERS);

/// A statement that does not parse.
pub static SYNTAX_ERROR: Rule = rule("M023", "syntax-error", Level::Deny)
    .saying(
        "A statement is not SQL that the engine accepts.",
        "The migration would fail where it is applied, after everything before it was done.",
        "Correct the statement; the finding names the likely cause, such as a word of another \
         dialect.",
    )
    .shown_by(
        &[Example::new("sqlite 3.45", "CREATE TABEL users (id integer PRIMARY KEY)", "SELECT 1")],
        &[GOOD],
    );

/// A statement names something that is not there.
pub static UNKNOWN_OBJECT: Rule = rule("M024", "unknown-object", Level::Deny)
    .saying(
        "A statement of an up names something that no migration created.",
        "The engine refuses it, and the migration stops half way. Whether a thing exists is known \
         from all migrations before it; a statement that could not be read counts as one that may \
         have created anything.",
        "Correct the name, or create the thing before.",
    )
    .shown_by(
        &[Example::new(
            "sqlite 3.45",
            "ALTER TABLE usres ADD COLUMN age integer",
            "ALTER TABLE usres DROP COLUMN age",
        )
        .after(USERS)],
        &[GOOD_INDEX],
    );

/// A statement creates what is there already.
pub static DUPLICATE_OBJECT: Rule = rule("M025", "duplicate-object", Level::Deny)
    .saying(
        "A statement of an up creates something whose name is taken.",
        "The engine refuses it, and the migration stops half way.",
        "Give it another name, or leave the statement out.",
    )
    .shown_by(&[Example::new("sqlite 3.45", USERS, "SELECT 1").after(USERS)], &[GOOD]);

/// A statement that the engine refuses for another reason.
pub static STATEMENT_FAILS: Rule = rule("M026", "statement-fails", Level::Deny)
    .saying(
        "A statement of an up asks for what the engine does not do.",
        "It may be that something else depends on what is dropped or changed, or that the engine \
         has no such operation. The migration stops half way.",
        "Drop or change what is in the way first.",
    )
    .shown_by(
        &[Example::new(
            "sqlite 3.45",
            "ALTER TABLE users DROP COLUMN id",
            "ALTER TABLE users ADD COLUMN id integer",
        )
        .after(USERS)],
        &[GOOD],
    );

/// The engine would refuse the down.
pub static DOWN_FAILS: Rule = rule("M027", "down-fails", Level::Deny)
    .saying(
        "A statement of a down fails after its up.",
        "A rollback is run when something is on fire already. This one would stop in the middle.",
        "Undo the statements of the up in the opposite order, by the names that the up gave.",
    )
    .shown_by(
        &[Example::new(
            "sqlite 3.45",
            "CREATE INDEX users_email ON users (email)",
            "DROP INDEX users_mail",
        )
        .after(USERS)],
        &[GOOD_INDEX],
    );

/// The schema after the down is not the one before the up.
pub static DOWN_DOES_NOT_RESTORE: Rule = rule("M028", "down-does-not-restore", Level::Deny)
    .saying(
        "The schema after a down is another than the one before its up.",
        "The up and the down are replayed over the schema that all migrations before them make. \
         What is left behind makes the next up fail with `already exists`; what is not restored is \
         missed by the program that the rollback was for.",
        "Add to the down what the finding says is missing.",
    )
    .shown_by(
        &[Example::new(
            "sqlite 3.45",
            "CREATE TABLE audit (at text); CREATE INDEX users_email ON users (email)",
            "DROP TABLE audit",
        )
        .after(USERS)],
        &[GOOD_INDEX],
    );

/// Rows are gone for good.
pub static LOSES_ROWS: Rule = rule("M029", "loses-rows", Level::Deny)
    .saying(
        "Rows or values that were there before a migration are gone after it and its down.",
        "A down can bring back the shape of a table or a column, never what stood in it.",
        "Keep the data until nobody needs it: stop using it first, drop it in a later migration. \
         Where it may go, say so: `-- migrate: lossy(users.email, reason = \"...\")`.",
    )
    .shown_by(
        &[Example::new("sqlite 3.45", "DELETE FROM users WHERE email IS NULL", "SELECT 1")
            .after(USERS)],
        &[Example::new(
            "sqlite 3.45",
            "-- migrate: lossy(users, reason = \"rows of robots\")\n\
             DELETE FROM users WHERE email IS NULL",
            "SELECT 1",
        )
        .after(USERS)],
    );

/// Whether the down restores the schema cannot be told.
pub static ROLLBACK_UNKNOWN: Rule = rule("M030", "rollback-unknown", Level::Warn)
    .saying(
        "It is not known whether a down restores the schema.",
        "A statement decides while it runs what it does, or does what the model has no words for. \
         Nothing is proven about a schema that it may have changed.",
        "Write the statement plainly, or let `cargo migrate verify` try the pair on an engine.",
    )
    .shown_by(
        &[Example::new(
            "postgres 15",
            "DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'audit (id int)'; END $$",
            "DROP TABLE audit",
        )],
        &[GOOD],
    );

/// Only the order of columns differs.
pub static COLUMN_ORDER: Rule = rule("M031", "column-order", Level::Warn).saying(
    "After a down, the columns of a table stand in another order than before its up.",
    "A column that is dropped and added again goes to the end. Nothing that names its columns \
         notices; `INSERT` without columns and `SELECT *` do. It is a note unless a project gives \
         it a level.",
    "Name columns where they are written and read.",
);

/// Whether the rows come back cannot be told.
pub static ROWS_UNKNOWN: Rule = rule("M032", "rows-unknown", Level::Warn).saying(
    "It is not known whether the rows are after a down what they were before its up.",
    "The up writes rows, and the down does not take that back in a way that can be followed. It \
         is a note unless a project gives it a level.",
    "Take the change of rows back in the down where that matters, or move it out of the \
         migration.",
);

/// An `allow` or `lossy` that nothing answers to.
pub static UNUSED_ALLOW: Rule = rule("M033", "unused-allow", Level::Warn)
    .saying(
        "An `allow` or `lossy` suppresses nothing.",
        "It was written for a statement that has changed since, stands at the wrong one, or hides \
         what a later edit does.",
        "Remove it, or put it in front of the statement it is about.",
    )
    .shown_by(
        &[Example::new(
            "sqlite 3.45",
            "-- migrate: allow(drop-table, reason = \"nobody uses it\")\n\
             CREATE TABLE audit (id integer PRIMARY KEY)",
            "DROP TABLE audit",
        )],
        &[GOOD],
    );
