//! The picture of the migrations: which comes behind which.

use super::{Flow, Graph, Link, Node};
use crate::set::{Down, Migration, MigrationSet};

/// The picture of a set. A line leads from each migration to those that must be applied before it;
/// those of two branches whose order does not matter stand side by side.
#[must_use]
pub fn history(set: &MigrationSet) -> Graph {
    let migrations = &set.migrations;
    let nodes = migrations.iter().map(node).collect();
    let mut links = Vec::new();
    // What each of them comes behind, through others or not.
    let mut behind: Vec<Vec<usize>> = Vec::new();
    for (from, migration) in migrations.iter().enumerate() {
        let mut all: Vec<usize> = Vec::new();
        for to in (0..from).rev() {
            let is_free = migrations[to].kin.beside.contains(&migration.version);
            if is_free || all.contains(&to) {
                continue;
            }
            links.push(Link { from, to, ..Link::default() });
            all.push(to);
            // What those come behind is said by them.
            all.extend(behind[to].iter().filter(|it| !all.contains(it)).collect::<Vec<_>>());
            if all.len() == from {
                break;
            }
        }
        behind.push(all);
    }
    Graph { flow: Flow::Down, nodes, links }
}

fn node(migration: &Migration) -> Node {
    let mut notes = Vec::new();
    if let Down::Irreversible { reason } = &migration.down {
        notes.push(format!("irreversible: {reason}"));
    }
    for replaced in migration.kin.replaces.iter() {
        let names: Vec<String> = replaced.iter().map(ToString::to_string).collect();
        notes.push(format!("replaces {}", names.join(", ")));
    }
    Node { name: migration.name(), notes, ..Node::default() }
}
