//! The result of `graph`, for programs.

use migrate_core::graph::{Graph, Link, Node, Row};
use serde::Serialize;

use super::document;

#[derive(Serialize)]
struct GraphJson<'a> {
    nodes: Vec<NodeJson<'a>>,
    links: Vec<LinkJson<'a>>,
}

#[derive(Serialize)]
struct NodeJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowJson<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

#[derive(Serialize)]
struct RowJson<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    data_type: &'a str,
    nullable: bool,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    keys: &'a [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
}

#[derive(Serialize)]
struct LinkJson<'a> {
    from: &'a str,
    to: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    columns: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'static str>,
}

/// The result of `graph`.
pub(in crate::ui) fn graph(it: &Graph) -> String {
    let name = |at: usize| &*it.nodes[at].name;
    let links = it.links.iter().map(|Link { from, to, label, mark, .. }| LinkJson {
        from: name(*from),
        to: name(*to),
        columns: label,
        mark: mark.word(),
    });
    document(&GraphJson { nodes: it.nodes.iter().map(node).collect(), links: links.collect() })
}

fn node(it: &Node) -> NodeJson<'_> {
    let rows = it.rows.iter().map(row).collect();
    NodeJson { name: &it.name, kind: it.kind, mark: it.mark.word(), rows, notes: &it.notes }
}

fn row(it: &Row) -> RowJson<'_> {
    RowJson {
        name: &it.name,
        data_type: &it.data_type,
        nullable: it.nullable,
        keys: &it.keys,
        mark: it.mark.word(),
        was: it.was.as_deref(),
    }
}
