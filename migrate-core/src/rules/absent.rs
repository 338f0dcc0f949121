//! The names of the rules about one dialect, for builds without it.
//!
//! A rule of another dialect has nothing to say of a set, but a project may still name it: a level or an
//! annotation for it is no mistake, and means as much in such a build as in the command, which has
//! every rule.

use crate::dialect::Dialect;
use crate::rule::{Level, Rule};

/// A code and a name.
type Named = (&'static str, &'static str);

/// Rules that find nothing.
const fn silent<const N: usize>(names: [Named; N], dialects: &'static [Dialect]) -> [Rule; N] {
    let mut rules = [const { Rule::about_files("", "", Level::Warn) }; N];
    let mut at = 0;
    while at < N {
        rules[at] = Rule::about_files(names[at].0, names[at].1, Level::Warn).about(dialects);
        at += 1;
    }
    rules
}

/// The list of a group, as the folder of each dialect has it.
const fn list<const N: usize>(rules: &'static [Rule; N]) -> [&'static Rule; N] {
    let mut list = [&rules[0]; N];
    let mut at = 0;
    while at < N {
        list[at] = &rules[at];
        at += 1;
    }
    list
}

/// Those about PostgreSQL.
pub(super) const POSTGRES: &[&Rule] = &list(POSTGRES_RULES);
const POSTGRES_RULES: &[Rule; POSTGRES_NAMES.len()] =
    &silent(POSTGRES_NAMES, Dialect::ONLY_POSTGRES);
const POSTGRES_NAMES: [Named; 65] = [
    ("M201", "create-index-not-concurrent"),
    ("M202", "drop-index-not-concurrent"),
    ("M203", "reindex-not-concurrent"),
    ("M204", "add-foreign-key-validates"),
    ("M205", "add-check-validates"),
    ("M206", "add-unique-constraint"),
    ("M207", "add-primary-key"),
    ("M208", "primary-key-using-index-nullable"),
    ("M209", "add-exclusion-constraint"),
    ("M210", "set-not-null-scans"),
    ("M211", "alter-column-type-rewrite"),
    ("M212", "add-column-volatile-default"),
    ("M213", "add-column-generated-stored"),
    ("M214", "add-column-serial-or-identity"),
    ("M215", "add-column-constrained-domain"),
    ("M216", "add-column-inline-constraint"),
    ("M217", "alter-domain-add-constraint"),
    ("M218", "detach-partition-not-concurrent"),
    ("M219", "attach-partition-scans"),
    ("M220", "create-partition-of"),
    ("M221", "create-table-references-existing"),
    ("M222", "drop-table-with-foreign-keys"),
    ("M223", "refresh-matview-not-concurrent"),
    ("M224", "vacuum-full-or-cluster"),
    ("M225", "table-rewrite-option"),
    ("M226", "lock-table"),
    ("M228", "statement-after-access-exclusive"),
    ("M229", "wide-lock-window"),
    ("M230", "not-valid-then-validate-same-transaction"),
    ("M231", "backfill-in-ddl-transaction"),
    ("M233", "create-trigger-lock"),
    ("M234", "rename-object"),
    ("M235", "rename-enum-value"),
    ("M236", "set-schema"),
    ("M238", "replace-function-incompatible"),
    ("M239", "identity-always"),
    ("M240", "generated-column-change"),
    ("M241", "enum-add-value-position"),
    ("M242", "enum-add-value-breaks-readers"),
    ("M243", "json-column"),
    ("M244", "sequence-change"),
    ("M245", "drop-sequence-default-orphan"),
    ("M246", "replica-identity-or-publication"),
    ("M247", "trigger-or-rule-firing-change"),
    ("M248", "concurrently-in-transaction"),
    ("M250", "non-transactional-statement"),
    ("M251", "enum-add-value-used-same-transaction"),
    ("M252", "set-local-outside-transaction"),
    ("M253", "pending-trigger-events"),
    ("M254", "identifier-too-long"),
    ("M255", "invalid-index-masked"),
    ("M256", "dynamic-sql"),
    ("M257", "set-unlogged"),
    ("M258", "truncate-cascade"),
    ("M259", "detach-partition"),
    ("M261", "prefer-timestamptz"),
    ("M262", "ban-char-type"),
    ("M263", "ban-money-type"),
    ("M264", "prefer-text"),
    ("M265", "prefer-identity"),
    ("M266", "mixed-case-identifier"),
    ("M267", "hash-index"),
    ("M268", "constraint-with-domain"),
    ("M269", "explicit-id-into-serial"),
    ("M270", "mixed-with-concurrently"),
];

/// Those about MySQL and MariaDB.
pub(super) const MYSQL: &[&Rule] = &list(MYSQL_RULES);
const MYSQL_RULES: &[Rule; MYSQL_NAMES.len()] = &silent(MYSQL_NAMES, Dialect::ONLY_MYSQL);
const MYSQL_NAMES: [Named; 21] = [
    ("M301", "mysql-modify-drops-attributes"),
    ("M302", "mysql-copy-algorithm"),
    ("M303", "mysql-implicit-commit"),
    ("M304", "mysql-drop-column-shrinks-index"),
    ("M305", "mysql-drop-partition"),
    ("M306", "convert-charset"),
    ("M307", "mysql-explicit-copy-or-lock"),
    ("M308", "mysql-instant-unavailable"),
    ("M309", "mysql-add-foreign-key"),
    ("M310", "mysql-partition-change"),
    ("M311", "mysql-add-column-expression-default"),
    ("M312", "mysql-non-strict-mode"),
    ("M313", "mysql-non-innodb-engine"),
    ("M314", "mysql-inline-references-ignored"),
    ("M315", "mysql-foreign-key-type-mismatch"),
    ("M316", "mysql-index-key-too-long"),
    ("M317", "mysql-enum-position"),
    ("M318", "mysql-foreign-key-checks-off"),
    ("M319", "mysql-utf8mb3"),
    ("M320", "mysql-timestamp-2038"),
    ("M321", "mysql-optimize-or-rebuild"),
];

/// Those about SQLite.
pub(super) const SQLITE: &[&Rule] = &list(SQLITE_RULES);
const SQLITE_RULES: &[Rule; SQLITE_NAMES.len()] = &silent(SQLITE_NAMES, Dialect::ONLY_SQLITE);
const SQLITE_NAMES: [Named; 13] = [
    ("M401", "sqlite-rebuild-cascade-delete"),
    ("M402", "sqlite-rebuild-loses-objects"),
    ("M403", "sqlite-rebuild-loses-columns"),
    ("M404", "sqlite-rebuild-order"),
    ("M405", "sqlite-rebuild-dependent-view"),
    ("M406", "sqlite-unsupported-alter"),
    ("M407", "sqlite-add-column-limits"),
    ("M409", "sqlite-pragma-in-transaction"),
    ("M410", "sqlite-missing-foreign-key-check"),
    ("M411", "sqlite-double-quoted-string"),
    ("M413", "sqlite-writable-schema"),
    ("M414", "sqlite-type-affinity"),
    ("M415", "sqlite-int-primary-key"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_names_are_those_of_the_rules() {
        let named = |rules: &[&'static Rule]| -> Vec<Named> {
            rules.iter().map(|rule| (rule.code, rule.name)).collect()
        };
        assert_eq!(named(POSTGRES), named(rules::postgres::ALL));
        assert_eq!(named(MYSQL), named(rules::mysql::ALL));
        assert_eq!(named(SQLITE), named(rules::sqlite::ALL));
    }
}
