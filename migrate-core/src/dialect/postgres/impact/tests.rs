//! The measured table, line by line: what each statement was seen to lock, write anew and read on
//! PostgreSQL 15.18 and 18.4.

use crate::dialect::Target;
use crate::impact::{Impact, Work};
use crate::replay::Replay;
use crate::sql;

const SCHEMA: &str = "
    CREATE TABLE o (id int PRIMARY KEY, code text UNIQUE);
    CREATE TABLE t (id int PRIMARY KEY, a int, b int, s varchar(50), x text, n numeric(10,2),
                    ts timestamp, j jsonb, e int, o_id int);
    CREATE INDEX t_a ON t (a);
    CREATE UNIQUE INDEX t_b_u ON t (b);
    CREATE TABLE tn (id int PRIMARY KEY, a int, CHECK (a IS NOT NULL));
    CREATE TABLE fkt (id int PRIMARY KEY, o_id int CONSTRAINT fkt_o REFERENCES o);
    CREATE TABLE si (id int, s varchar(10));
    CREATE INDEX si_i ON si (s);
    CREATE TABLE xi (id int, s text);
    CREATE INDEX xi_i ON xi (s);
    CREATE TABLE nv (id int, a int);
    ALTER TABLE nv ADD CONSTRAINT nv_c CHECK (a > 0) NOT VALID;
    ALTER TABLE nv ADD CONSTRAINT nv_f FOREIGN KEY (a) REFERENCES o NOT VALID;
    CREATE TABLE p (id int, at date) PARTITION BY RANGE (at);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
    CREATE TABLE pnew (id int, at date);
    CREATE UNIQUE INDEX pn_i ON pnew (id);
";

/// What a statement costs, in the words of the measured table.
fn measured(sql: &str) -> String {
    let target: Target = "postgres 15".parse().unwrap();
    let before = sql::read(SCHEMA, target);
    assert_eq!(before.errors, []);
    let script = sql::read(sql, target);
    assert_eq!(script.errors, [], "{sql}");
    let mut replay = Replay::new(target);
    let refused: Vec<_> =
        replay.run(&before.statements).into_iter().filter_map(|step| step.failure).collect();
    assert_eq!(refused, []);
    let steps = replay.run(&script.statements);
    assert_eq!(steps.len(), 1, "{sql}");
    assert_eq!(steps[0].failure, None, "{sql}");
    words(&super::of(&steps[0], target.version))
}

fn words(impact: &Impact) -> String {
    let mut parts = Vec::new();
    for lock in &impact.locks {
        let initials: String = match lock.mode {
            "ACCESS EXCLUSIVE" => "AX".to_owned(),
            "SHARE UPDATE EXCLUSIVE" => "SUX".to_owned(),
            mode => mode.split(' ').filter_map(|word| word.chars().next()).collect(),
        };
        let initials = if initials == "SRE" { "SRX".to_owned() } else { initials };
        parts.push(format!("{}:{initials}", lock.on));
    }
    for work in &impact.work {
        let what = match work {
            Work::Scan(_) => "scan",
            Work::Rewrite(_) => "rewrite",
            Work::BuildIndex(_) => "index",
            Work::Empty(_) => "empty",
        };
        parts.push(format!("{what} {}", work.table()));
    }
    parts.join(", ")
}

#[test]
fn columns_cost_what_was_measured() {
    for (sql, expected) in [
        ("ALTER TABLE t ADD COLUMN z int", "t:AX"),
        ("ALTER TABLE t ADD COLUMN z int DEFAULT 5", "t:AX"),
        ("ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 5", "t:AX"),
        ("ALTER TABLE t ADD COLUMN z timestamptz DEFAULT now()", "t:AX"),
        ("ALTER TABLE t ADD COLUMN z timestamptz DEFAULT clock_timestamp()", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z float DEFAULT random()", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z uuid DEFAULT gen_random_uuid()", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z serial", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z int GENERATED ALWAYS AS IDENTITY", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z int GENERATED ALWAYS AS (a + 1) STORED", "t:AX, rewrite t"),
        ("ALTER TABLE t ADD COLUMN z int UNIQUE", "t:AX, index t"),
        ("ALTER TABLE t ADD COLUMN z int REFERENCES o", "t:AX, o:SRX"),
        ("ALTER TABLE t ADD COLUMN z int DEFAULT 1 REFERENCES o", "t:AX, o:SRX, scan o, scan t"),
        ("ALTER TABLE t ADD COLUMN z int DEFAULT 1 CHECK (z > 0)", "t:AX, scan t"),
        ("ALTER TABLE t ADD COLUMN z int CHECK (z > 0)", "t:AX, scan t"),
        ("ALTER TABLE t DROP COLUMN b", "t:AX"),
        ("ALTER TABLE t RENAME COLUMN a TO c", "t:AX"),
        ("ALTER TABLE t RENAME TO t2", "t:AX"),
        ("ALTER TABLE t ALTER a SET NOT NULL", "t:AX, scan t"),
        ("ALTER TABLE tn ALTER a SET NOT NULL", "tn:AX"),
        ("ALTER TABLE t ALTER e DROP NOT NULL", "t:AX"),
        ("ALTER TABLE t ALTER a SET DEFAULT 1", "t:AX"),
        ("ALTER TABLE t ALTER a DROP DEFAULT", "t:AX"),
        ("ALTER TABLE t ALTER a SET STATISTICS 500", "t:SUX"),
        ("ALTER TABLE t ALTER x SET STORAGE external", "t:AX"),
    ] {
        assert_eq!(measured(sql), expected, "{sql}");
    }
}

#[test]
fn types_cost_what_was_measured() {
    for (sql, expected) in [
        ("ALTER TABLE t ALTER e TYPE bigint", "t:AX, rewrite t"),
        ("ALTER TABLE t ALTER s TYPE varchar(100)", "t:AX"),
        ("ALTER TABLE t ALTER s TYPE varchar(20)", "t:AX, rewrite t"),
        ("ALTER TABLE t ALTER s TYPE text", "t:AX"),
        ("ALTER TABLE t ALTER x TYPE varchar", "t:AX"),
        ("ALTER TABLE t ALTER x TYPE varchar(100)", "t:AX, rewrite t"),
        ("ALTER TABLE t ALTER n TYPE numeric(12,2)", "t:AX"),
        ("ALTER TABLE t ALTER n TYPE numeric(12,4)", "t:AX, rewrite t"),
        ("ALTER TABLE t ALTER n TYPE numeric", "t:AX"),
        ("ALTER TABLE t ALTER ts TYPE timestamptz", "t:AX, rewrite t"),
        ("ALTER TABLE t ALTER e TYPE int USING e::int", "t:AX"),
        ("ALTER TABLE t ALTER j TYPE json", "t:AX, rewrite t"),
        ("ALTER TABLE si ALTER s TYPE text", "si:AX"),
        ("ALTER TABLE xi ALTER s TYPE text COLLATE \"C\"", "xi:AX, index xi"),
        ("ALTER TABLE t ALTER x TYPE text COLLATE \"C\"", "t:AX"),
    ] {
        assert_eq!(measured(sql), expected, "{sql}");
    }
}

#[test]
fn constraints_and_indexes_cost_what_was_measured() {
    for (sql, expected) in [
        ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "t:AX, scan t"),
        ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", "t:AX"),
        ("ALTER TABLE nv VALIDATE CONSTRAINT nv_c", "nv:SUX, scan nv"),
        (
            "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (o_id) REFERENCES o",
            "t:SRX, o:SRX, scan t, scan o",
        ),
        (
            "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (o_id) REFERENCES o NOT VALID",
            "t:SRX, o:SRX",
        ),
        ("ALTER TABLE fkt DROP CONSTRAINT fkt_o", "fkt:AX, o:AX"),
        ("ALTER TABLE tn DROP CONSTRAINT tn_a_check", "tn:AX"),
        ("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "t:AX, index t"),
        ("ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX t_b_u", "t:AX"),
        ("ALTER TABLE pnew ADD PRIMARY KEY (id)", "pnew:AX, index pnew"),
        ("ALTER TABLE pnew ADD PRIMARY KEY USING INDEX pn_i", "pnew:AX, scan pnew"),
        ("ALTER TABLE t ADD CONSTRAINT e EXCLUDE USING btree (e WITH =)", "t:AX, index t"),
        ("CREATE INDEX i ON t (b)", "t:S, index t"),
        ("DROP INDEX t_a", "t:AX"),
    ] {
        assert_eq!(measured(sql), expected, "{sql}");
    }
}

#[test]
fn tables_cost_what_was_measured() {
    for (sql, expected) in [
        ("ALTER TABLE t SET (fillfactor = 80)", "t:SUX"),
        ("ALTER TABLE t SET UNLOGGED", "t:AX, rewrite t"),
        ("ALTER TABLE t DISABLE TRIGGER ALL", "t:SRX"),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "t:AX"),
        ("ALTER TABLE t REPLICA IDENTITY FULL", "t:AX"),
        (
            "ALTER TABLE p ATTACH PARTITION pnew FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
            "p:SUX, pnew:AX, scan pnew",
        ),
        ("ALTER TABLE p DETACH PARTITION p1", "p:AX, p1:AX"),
        ("CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')", "p:AX"),
        ("DROP TABLE fkt", "fkt:AX, o:AX"),
        ("DROP TABLE o CASCADE", "o:AX, fkt:AX, nv:AX"),
        ("CREATE TABLE c (id int PRIMARY KEY, o_id int REFERENCES o)", "o:SRX"),
    ] {
        let found = measured(sql);
        let sorted = |text: &str| {
            let mut parts: Vec<String> = text.split(", ").map(str::to_owned).collect();
            parts.sort();
            parts
        };
        assert_eq!(sorted(&found), sorted(expected), "{sql}");
    }
}
