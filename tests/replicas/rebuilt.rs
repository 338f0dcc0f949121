//! Indexes that are rebuilt while others read and write, and what is left of that when it is cut off.

use super::site::{Site, succeeded, until};
use super::{APPLIED, KEEPING};

/// What rebuilding left.
const LEFT: &str = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_index \
                    JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid";
const ALL: &str = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_index \
                   JOIN pg_class ON oid = indexrelid WHERE indrelid = 't'::regclass";
/// The index that takes the place of the other is built, and who reads keeps that one from going.
const READER: &str = "BEGIN; SELECT count(*) FROM t";

#[test]
fn what_is_left_of_rebuilding_an_index_goes_before_the_next_attempt() {
    let table = "CREATE TABLE t (n INT, note TEXT);\nCREATE INDEX t_n_idx ON t (n);\n\
                 CREATE INDEX t_n_idx_ccnew ON t (note);\n";
    let migrations = |what: &str| {
        let rebuild = format!("-- migrate: no-transaction\nREINDEX {what};\n");
        vec![
            ("1_t".to_owned(), table.to_owned(), "DROP TABLE t;\n".to_owned()),
            ("2_rebuild".to_owned(), rebuild, "SELECT 1;\n".to_owned()),
        ]
    };
    for (database, what, keeping, left) in [
        ("rebuilt_new", "INDEX CONCURRENTLY t_n_idx", KEEPING[0], "t_n_idx_ccnew1"),
        ("rebuilt_old", "INDEX CONCURRENTLY t_n_idx", READER, "t_n_idx_ccold"),
        ("rebuilt_table", "(VERBOSE) TABLE CONCURRENTLY t", KEEPING[0], "t_n_idx_ccnew1"),
        ("rebuilt_schema", "SCHEMA CONCURRENTLY public", READER, "t_n_idx_ccold"),
    ] {
        let Some(site) = Site::new(database, &migrations(what)) else { return };
        succeeded(site.up(&["--to", "1"]).spawn().unwrap());
        let hold = site.hold(&keeping.replace("t1", "t"));
        let child = site.up(&[]).spawn().unwrap();
        // Whatever else has a snapshot is waited for, too, and for a moment only: `ANALYZE`, say.
        let phase = if keeping == READER { "waiting for readers" } else { "waiting for writers" };
        let end = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             JOIN pg_stat_progress_create_index AS progress USING (pid) \
             WHERE progress.datname = current_database() AND wait_event_type = 'Lock' \
             AND query LIKE '/* migrate%' AND phase LIKE '{phase}%'"
        );
        until("it is ended", || site.ask(&end) == "t");
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(3));
        hold.release();
        assert!(site.ask(LEFT).split(' ').any(|it| it == left), "{what}: {}", site.ask(LEFT));
        site.let_run_out();
        succeeded(site.up(&[]).spawn().unwrap());
        assert_eq!(site.ask(LEFT), "", "{what}");
        assert_eq!(site.ask(ALL), "t_n_idx t_n_idx_ccnew", "{what}");
        assert_eq!(site.ask(APPLIED), "2|2");
    }
}
