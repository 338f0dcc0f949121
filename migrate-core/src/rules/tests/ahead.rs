//! Rules look ahead in a script: what they look at may grow with it, but not with its square.

use std::fmt::Write as _;

use crate::analysis::{Settings, analyse};
use crate::rule::Level;
use crate::rule::outlook::work;
use crate::rules::ALL;
use crate::set::read::read_texts;

/// How many steps are looked at ahead in a migration, with all rules on.
fn looked_at(target: &str, before: &str, up: &str) -> usize {
    let files =
        [("1_before.up.sql", before), ("1_before.down.sql", "select 1"), ("2_change.up.sql", up)];
    let down = ("2_change.down.sql", "select 1");
    let reading = read_texts(&[files[0], files[1], files[2], down], target.parse().unwrap());
    let mut settings = Settings::default();
    settings.levels.extend(ALL.iter().map(|rule| (rule.name.to_owned(), Level::Warn)));
    work::taken();
    let analysis = analyse(&reading, &settings);
    let failed = |rule: &&str| ["syntax-error", "unknown-object", "statement-fails"].contains(rule);
    let failures = analysis.findings.iter().filter(|it| failed(&it.rule.name));
    assert_eq!(failures.map(|it| it.message.as_str()).collect::<Vec<_>>(), [""; 0]);
    work::taken()
}

/// Many tables, each with all that some rule looks ahead for.
fn many_tables(count: usize) -> (String, String) {
    let mut before =
        "create table p (id int primary key, u int); create view v as select id from p;".to_owned();
    let mut up = String::new();
    for at in 0..count {
        let _ = write!(
            before,
            "create table o{at} (id int primary key, a int default 1, b int, c int, e int references p (id));
             create index i{at} on o{at} (a); create view v{at} as select id from o{at};"
        );
        let _ = write!(
            up,
            "create table t{at} (id int, a int references p (id), b int);
             create index k{at} on t{at} (b); create index l{at} on t{at} (b);
             drop view v{at}; drop index i{at};
             alter table o{at} drop column b; alter table o{at} rename column c to d;
             alter table o{at} rename to r{at}; delete from r{at};
             create table w{at} (id int primary key); drop table r{at};"
        );
    }
    (before, up)
}

/// One table that is changed many times.
fn one_table(count: usize) -> (String, String) {
    let mut before =
        "create table p (id int primary key); create table t (id int primary key".to_owned();
    let mut up = String::new();
    for at in 0..count {
        let _ = write!(before, ", c{at} int references p (id), d{at} int");
    }
    before.push_str(");");
    for at in 0..count {
        let _ = write!(before, "create index i{at} on t (c{at});");
        let _ = write!(
            up,
            "create index k{at} on t (c{at}); drop index i{at}; alter table t rename column d{at} to e{at};"
        );
    }
    (before, up)
}

#[test]
fn looking_ahead_costs_what_is_found() {
    const FEW: usize = 30;
    for script in [many_tables, one_table] {
        for target in ["sqlite 3.45", "postgres 15"] {
            let looked_at = |count| {
                let (before, up) = script(count);
                looked_at(target, &before, &up)
            };
            let (few, many) = (looked_at(FEW), looked_at(4 * FEW));
            assert!(few > 0 && many <= 5 * few, "{target}: {few} and {many}");
        }
    }
}
