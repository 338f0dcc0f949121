//! Through pgbouncer in transaction mode, which gives each transaction another connection.

use std::process::Child;

use super::site::{Site, succeeded};
use super::{APPLIED, BUILT, INDEXES, TABLES, index, tables};

/// With no option set, while others wait.
#[test]
fn replicas_behind_a_pooler_apply_each_migration_once() {
    let Some(site) = Site::new("pooled", &tables(1..=20)) else { return };
    let Some(pooler) = site.pooler() else { return };
    let url = pooler.url("pooled");
    let boot = || site.command_at(&url, &["up"]).spawn().unwrap();
    (0..9).map(|_| boot()).collect::<Vec<Child>>().into_iter().for_each(succeeded);
    assert_eq!((site.ask(APPLIED), site.ask(TABLES)), ("20|20".to_owned(), "20".to_owned()));
    let down = site.command_at(&url, &["down", "--all", "--yes"]).spawn().unwrap();
    succeeded(down);
    assert_eq!(site.ask(TABLES), "0");
}

#[test]
fn an_index_is_built_concurrently_behind_a_pooler() {
    let Some(site) = Site::new("pooled_index", &index(200_000)) else { return };
    let Some(pooler) = site.pooler() else { return };
    let url = pooler.url("pooled_index");
    let boot = || site.command_at(&url, &["up"]).spawn().unwrap();
    (0..9).map(|_| boot()).collect::<Vec<Child>>().into_iter().for_each(succeeded);
    assert_eq!((site.ask(INDEXES), site.ask(APPLIED)), (BUILT.to_owned(), "2|2".to_owned()));
    let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    assert_eq!(site.ask(locks), "0", "nothing is left behind with the pooler");
}
