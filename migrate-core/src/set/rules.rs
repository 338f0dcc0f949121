//! The rules about files, names and pairs.

use crate::rule::{Level, Rule};

const fn error(code: &'static str, name: &'static str) -> Rule {
    Rule::about_files(code, name, Level::Deny)
}

/// The directory is missing or cannot be read.
pub static UNREADABLE_DIRECTORY: Rule = error("M001", "unreadable-directory");
/// The directory holds no migrations, so it is probably the wrong one.
pub static EMPTY_DIRECTORY: Rule = error("M002", "empty-directory");
/// A file or directory that is not part of a migration.
pub static UNRECOGNISED_FILE: Rule = error("M003", "unrecognised-file");
/// A version or title that is none.
pub static MALFORMED_NAME: Rule = error("M004", "malformed-name");
/// Pairs of files and directories in one place.
pub static MIXED_LAYOUTS: Rule = error("M005", "mixed-layouts");
/// One version, several migrations.
pub static DUPLICATE_VERSION: Rule = error("M006", "duplicate-version");
/// An up and a down whose titles differ.
pub static TITLE_MISMATCH: Rule = error("M007", "title-mismatch");
/// An up without a down.
pub static MISSING_DOWN: Rule = error("M008", "missing-down");
/// A down without an up.
pub static MISSING_UP: Rule = error("M009", "missing-up");
/// An up that does nothing.
pub static EMPTY_UP: Rule = error("M010", "empty-up");
/// A down that does nothing.
pub static EMPTY_DOWN: Rule = error("M011", "empty-down");
/// A file that cannot be read.
pub static UNREADABLE_FILE: Rule = error("M012", "unreadable-file");
/// Bytes that are not UTF-8.
pub static NOT_UTF8: Rule = error("M013", "not-utf8");
/// A NUL byte, which ends a script for some engines and not for others.
pub static NUL_BYTE: Rule = error("M014", "nul-byte");
/// A symbolic link that leads back to where it is.
pub static SYMLINK_LOOP: Rule = error("M015", "symlink-loop");
/// A `-- migrate:` comment that is not a directive.
pub static MALFORMED_DIRECTIVE: Rule = error("M016", "malformed-directive");
/// A migration that says it is irreversible and has a down.
pub static IRREVERSIBLE_WITH_DOWN: Rule = error("M017", "irreversible-with-down");
/// A quote or comment that is never closed.
pub static UNTERMINATED: Rule = error("M018", "unterminated");
/// `BEGIN` or `COMMIT` in a script that runs in a transaction anyway.
pub static TRANSACTION_CONTROL: Rule = error("M019", "transaction-control");
/// A statement that no transaction allows.
pub static NEEDS_NO_TRANSACTION: Rule = error("M020", "needs-no-transaction");
/// A number left out of a sequence.
pub static VERSION_GAP: Rule = Rule::about_files("M021", "version-gap", Level::Warn);
/// `[package.metadata.migrate]` or the macro's arguments say something that cannot be.
pub static BAD_CONFIGURATION: Rule = error("M022", "bad-configuration");
