//! A cluster of three MariaDB nodes, with replicas that boot against each.

use std::process::Child;

use super::APPLIED;
use super::mariadb::{state, tables};
use super::site::{Site, succeeded};

/// What is applied on one node is applied on all of them, once, whichever node each replica is at.
#[test]
fn replicas_at_three_nodes_apply_each_migration_once() {
    const COUNT: usize = 5;
    let Some((site, cluster)) = Site::on_galera("galera", &tables(COUNT)) else { return };
    let boot = |node| site.command_at(&cluster.url(node, "galera"), &["up"]).spawn().unwrap();
    (0..9).map(|replica| boot(replica % 3)).collect::<Vec<Child>>().into_iter().for_each(succeeded);
    assert_eq!(site.ask(APPLIED), "5|5");
    let there = state(&site, COUNT);
    for node in [1, 2] {
        let size = cluster.run(node, "", "SHOW STATUS LIKE 'wsrep_cluster_size'").unwrap();
        assert!(size.trim_end().ends_with('3'), "{size}");
        let sql = format!("SET wsrep_sync_wait = 1; {APPLIED}");
        assert_eq!(cluster.run(node, "galera", &sql).unwrap().trim_end(), "5\t5");
    }
    let down = site.command_at(&cluster.url(2, "galera"), &["down", "--all", "--yes"]).spawn();
    succeeded(down.unwrap());
    succeeded(boot(1));
    assert_eq!(state(&site, COUNT), there);
}
