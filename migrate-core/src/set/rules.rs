//! The rules about files, names and pairs.

use crate::rule::{Level, Rule};

const fn error(code: &'static str, name: &'static str) -> Rule {
    Rule::about_files(code, name, Level::Deny)
}

/// The directory is missing or cannot be read.
pub static UNREADABLE_DIRECTORY: Rule = error("M001", "unreadable-directory").saying(
    "The directory of the migrations is missing or cannot be read.",
    "Nothing is known of the migrations, and a program built without them would find its database \
     out of date and have nothing to bring it up with.",
    "Create the directory with `cargo migrate init`, or name the right one, relative to Cargo.toml.",
);
/// The directory holds no migrations, so it is probably the wrong one.
pub static EMPTY_DIRECTORY: Rule = error("M002", "empty-directory").saying(
    "The directory of the migrations holds none.",
    "It is probably the wrong directory: an empty one that is meant has a lock file.",
    "Name the right directory, or write the first migration with `cargo migrate new`.",
);
/// A file or directory that is not part of a migration.
pub static UNRECOGNISED_FILE: Rule = error("M003", "unrecognised-file").saying(
    "A file in the directory of the migrations is no part of any migration.",
    "A migration whose name has a slip in it would otherwise be left out without a word.",
    "Give it the name of a migration, or move it out of the directory.",
);
/// A version or title that is none.
pub static MALFORMED_NAME: Rule = error("M004", "malformed-name").saying(
    "The version or the title in the name of a migration is none.",
    "The version decides the order in which migrations run; one that cannot be read has no place \
     in it.",
    "Write a version, an underscore and a title, as `cargo migrate new` does.",
);
/// Pairs of files and directories in one place.
pub static MIXED_LAYOUTS: Rule = error("M005", "mixed-layouts").saying(
    "Some migrations are pairs of files and some are directories.",
    "Two ways to lay out one thing hide a migration that was written in both.",
    "Use one layout for all of them.",
);
/// One version, several migrations.
pub static DUPLICATE_VERSION: Rule = error("M006", "duplicate-version").saying(
    "Several migrations have the same version.",
    "Which of them runs first would be chance, and the history table can keep only one of them. It \
     happens when two branches are merged.",
    "Give the one that was not applied anywhere yet a later version.",
);
/// An up and a down whose titles differ.
pub static TITLE_MISMATCH: Rule = error("M007", "title-mismatch").saying(
    "The up and the down of one version have different titles.",
    "They may be halves of two migrations, and rolling back one with the other's down destroys \
     what it was not written for.",
    "Give both the same title.",
);
/// An up without a down.
pub static MISSING_DOWN: Rule = error("M008", "missing-down").saying(
    "A migration has an up and no down.",
    "It cannot be rolled back, and that is noticed when it must be. What is older than `since` \
     counts as irreversible.",
    "Write the down, or say in the up why there is none: \
     `-- migrate: irreversible(reason = \"...\")`.",
);
/// A down without an up.
pub static MISSING_UP: Rule = error("M009", "missing-up").saying(
    "A migration has a down and no up.",
    "The up was deleted or renamed by itself, and databases that ran it have a version in their \
     history that nothing explains.",
    "Restore the up, or remove the down as well.",
);
/// An up that does nothing.
pub static EMPTY_UP: Rule = error("M010", "empty-up").saying(
    "An up holds no statement.",
    "It is recorded as applied and does nothing; whatever it was meant to do never happens on the \
     databases that ran it.",
    "Write the statements, or remove the migration.",
);
/// A down that does nothing.
pub static EMPTY_DOWN: Rule = error("M011", "empty-down").saying(
    "A down holds no statement.",
    "Rolling back would report success and change nothing. Of 4,104 real migrations, empty downs \
     are the most common reason why a rollback does not restore the schema. What is older than \
     `since` is left as it is.",
    "Write what undoes the up, or remove the down and say in the up why there is none: \
     `-- migrate: irreversible(reason = \"...\")`.",
);
/// A file that cannot be read.
pub static UNREADABLE_FILE: Rule = error("M012", "unreadable-file").saying(
    "A file of a migration cannot be read.",
    "Without it the migration is incomplete.",
    "Give yourself the right to read it.",
);
/// Bytes that are not UTF-8.
pub static NOT_UTF8: Rule = error("M013", "not-utf8").saying(
    "A script is not UTF-8.",
    "Each client would read the bytes in its own way and send different text.",
    "Save the file as UTF-8.",
);
/// A NUL byte, which ends a script for some engines and not for others.
pub static NUL_BYTE: Rule = error("M014", "nul-byte").saying(
    "A script holds a NUL byte.",
    "It ends the script for some engines and not for others, so what stands behind it may never \
     run.",
    "Remove the byte.",
);
/// A symbolic link that leads back to where it is.
pub static SYMLINK_LOOP: Rule = error("M015", "symlink-loop").saying(
    "A symbolic link leads back to the directory it is in.",
    "Following it never ends.",
    "Remove the link.",
);
/// A `-- migrate:` comment that is not a directive.
pub static MALFORMED_DIRECTIVE: Rule = error("M016", "malformed-directive").saying(
    "A comment begins with `migrate:` and is no directive.",
    "A directive with a slip in it would otherwise be a comment: the migration would run in a \
     transaction that it cannot run in, or a rule would stay silent.",
    "Write one of the directives as the message shows it.",
);
/// A migration that says it is irreversible and has a down.
pub static IRREVERSIBLE_WITH_DOWN: Rule = error("M017", "irreversible-with-down").saying(
    "A migration says that it is irreversible and has a down.",
    "One of the two is wrong, and which one decides what a rollback does.",
    "Remove the directive, or remove the down.",
);
/// A quote or comment that is never closed.
pub static UNTERMINATED: Rule = error("M018", "unterminated").saying(
    "A quote or a comment is never closed.",
    "Everything behind it is part of it: statements that seem to stand there do not run.",
    "Close it.",
);
/// `BEGIN` or `COMMIT` in a script that runs in a transaction anyway.
pub static TRANSACTION_CONTROL: Rule = error("M019", "transaction-control").saying(
    "A script begins or ends a transaction while it runs in one already, or leaves one open.",
    "`COMMIT` ends the transaction that also records the migration: when a later statement fails, \
     half of the migration stays and nothing says so.",
    "Remove the statements; a migration runs in a transaction by itself. If it cannot, write \
     `-- migrate: no-transaction` and balance them. What is older than `since` is left as it is.",
);
/// A statement that no transaction allows.
pub static NEEDS_NO_TRANSACTION: Rule = error("M020", "needs-no-transaction").saying(
    "A statement that no transaction allows stands in a migration that runs in one.",
    "The engine refuses it, so the migration can never be applied.",
    "Write `-- migrate: no-transaction` in the migration, and give it nothing else to do.",
);
/// A number left out of a sequence.
pub static VERSION_GAP: Rule = Rule::about_files("M021", "version-gap", Level::Warn).saying(
    "A number is left out between two versions.",
    "A migration may have been lost, as in a merge.",
    "Restore it, or number without a gap.",
);
/// `[package.metadata.migrate]` or the macro's arguments say something that cannot be.
pub static BAD_CONFIGURATION: Rule = error("M022", "bad-configuration").saying(
    "`[package.metadata.migrate]` or the macro's arguments say something that cannot be.",
    "A setting with a slip in it would otherwise be no setting at all.",
    "Write it as the message shows.",
);

/// A version that is shorter or longer than the times around it.
pub static VERSION_LENGTH: Rule = Rule::about_files("M034", "version-length", Level::Warn).saying(
    "A version has another number of digits than the times that the other versions are.",
    "Versions are compared as numbers: `2026` comes before all of `20260101120000`, and a longer one \
     behind all that will ever be written. Databases that have the others run it out of order, and \
     it counts as older than `since`.",
    "Write the time in full, as `cargo migrate new` does.",
);

/// Two scripts without a version and one name.
pub static DUPLICATE_REPEATABLE: Rule = error("M035", "duplicate-repeatable").saying(
    "Two repeatable scripts have the same name.",
    "The history knows such a script by its name, and would take each of them for the other, edited: \
     both would run again with every `up`.",
    "Give one of them another name.",
);
/// A script without a version that cannot run a second time.
pub static NOT_REPEATABLE: Rule = error("M036", "not-repeatable").saying(
    "A repeatable script cannot run again over what it made.",
    "It runs whenever its text changes, on databases that have what it made the last time: the engine \
     refuses it there, or something is left of the run before. A rollback runs the earlier text over \
     the later one in the same way.",
    "Write `CREATE OR REPLACE`, or `DROP ... IF EXISTS` above what it creates.",
);

/// A lock file that is not as it is written.
pub static MALFORMED_LOCK_FILE: Rule = error("M040", "malformed-lock-file").saying(
    "`migrate.lock` is not what `cargo migrate` writes.",
    "It says which migrations there are and what was seen of them on an engine. Marks that a merge \
     left in it mean that two branches each added a migration, and that nobody has looked at both.",
    "Where a merge left marks, run `cargo migrate merge`. Otherwise take it back as it was, or delete it \
     and let `cargo migrate verify` write it anew.",
);

/// Rules that judge what can be read and run as it is; a project gives them the level it wants. The
/// others say why there is no set of migrations, or none that an engine would run, and no wish
/// changes that.
const JUDGEMENTS: [&Rule; 4] = [&EMPTY_UP, &EMPTY_DOWN, &VERSION_GAP, &VERSION_LENGTH];

/// What is not held against a migration that is older than `since`. A down that is missing is one
/// that there never was, and the set says so; a length is about where `since` stands itself; a `COMMIT`
/// was run as it stands wherever the migration was applied, and is in its checksum.
const SPARED: [&Rule; 5] =
    [&EMPTY_UP, &EMPTY_DOWN, &VERSION_GAP, &MISSING_DOWN, &TRANSACTION_CONTROL];

/// Whether a project may give the rule about files another level.
#[must_use]
pub fn is_judgement(rule: &Rule) -> bool {
    JUDGEMENTS.contains(&rule)
}

/// Whether the rule spares what is older than `since`.
pub(crate) fn is_spared(rule: &Rule) -> bool {
    SPARED.contains(&rule)
}

/// In the order of their codes, which were given after those about the proof.
pub(crate) const LATER: &[&Rule] =
    &[&VERSION_LENGTH, &DUPLICATE_REPEATABLE, &NOT_REPEATABLE, &MALFORMED_LOCK_FILE];

/// In the order of their codes.
pub(crate) const ALL: &[&Rule] = &[
    &UNREADABLE_DIRECTORY,
    &EMPTY_DIRECTORY,
    &UNRECOGNISED_FILE,
    &MALFORMED_NAME,
    &MIXED_LAYOUTS,
    &DUPLICATE_VERSION,
    &TITLE_MISMATCH,
    &MISSING_DOWN,
    &MISSING_UP,
    &EMPTY_UP,
    &EMPTY_DOWN,
    &UNREADABLE_FILE,
    &NOT_UTF8,
    &NUL_BYTE,
    &SYMLINK_LOOP,
    &MALFORMED_DIRECTIVE,
    &IRREVERSIBLE_WITH_DOWN,
    &UNTERMINATED,
    &TRANSACTION_CONTROL,
    &NEEDS_NO_TRANSACTION,
    &VERSION_GAP,
    &BAD_CONFIGURATION,
];
