//! The picture of a schema, and of the difference between two.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flow, Graph, Link, Mark, Node, Row};
use crate::schema::{Column, Enum, ForeignKey, Name, Schema, Table, View};

/// The picture of a schema.
#[must_use]
pub fn of(schema: &Schema) -> Graph {
    draw(schema, schema, &|_| true)
}

/// The picture of what is different between two schemas, with what the parts of it refer to.
#[must_use]
pub fn between(before: &Schema, after: &Schema) -> Graph {
    let whole = draw(before, after, &|_| true);
    let touched: BTreeSet<&str> = whole
        .links
        .iter()
        .filter(|link| link.mark != Mark::Same)
        .map(|link| link.from)
        .chain((0..whole.nodes.len()).filter(|at| whole.nodes[*at].mark != Mark::Same))
        .map(|at| &*whole.nodes[at].name)
        .collect();
    let near: BTreeSet<&str> = whole
        .links
        .iter()
        .map(|link| (&*whole.nodes[link.from].name, &*whole.nodes[link.to].name))
        .filter(|(from, to)| touched.contains(from) || touched.contains(to))
        .flat_map(|(from, to)| [from, to])
        .collect();
    draw(before, after, &|name| touched.contains(name) || near.contains(name))
}

/// What a name stands for before and after.
#[derive(Clone, Copy, Default)]
struct Thing<'s> {
    tables: [Option<&'s Table>; 2],
    views: [Option<&'s View>; 2],
    enums: [Option<&'s Enum>; 2],
}

fn draw(before: &Schema, after: &Schema, is_wanted: &dyn Fn(&str) -> bool) -> Graph {
    let mut things: BTreeMap<&Name, Thing<'_>> = BTreeMap::new();
    for (at, schema) in [before, after].into_iter().enumerate() {
        for (name, table) in &schema.tables {
            things.entry(name).or_default().tables[at] = Some(table);
        }
        for (name, view) in &schema.views {
            things.entry(name).or_default().views[at] = Some(view);
        }
        for (name, values) in &schema.enums {
            things.entry(name).or_default().enums[at] = Some(values);
        }
    }
    things.retain(|name, _| is_wanted(&name.to_string()));
    let nodes = things.iter().map(|(name, thing)| node(name, thing)).collect();
    let places: BTreeMap<&Name, usize> =
        things.keys().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut graph = Graph { flow: Flow::Right, nodes, links: Vec::new() };
    for (name, thing) in &things {
        let links = links(places[name], thing.tables, &places, &graph.nodes);
        graph.links.extend(links);
    }
    graph
}

fn node(name: &Name, thing: &Thing<'_>) -> Node {
    let name = name.to_string();
    match (thing.tables, thing.views, thing.enums) {
        ([None, None], [None, None], enums) => {
            let rows = values(enums);
            Node { name, kind: Some("type"), mark: mark(enums), rows, notes: Vec::new() }
        }
        ([None, None], views, _) => {
            let mark = mark(views);
            Node { name, kind: Some("view"), mark, rows: Vec::new(), notes: Vec::new() }
        }
        (tables, ..) => {
            let rows = columns(tables);
            Node { name, kind: None, mark: mark(tables), rows, notes: Vec::new() }
        }
    }
}

/// What has become of something.
fn mark<T: PartialEq>([before, after]: [Option<&T>; 2]) -> Mark {
    match (before, after) {
        (None, _) => Mark::New,
        (_, None) => Mark::Gone,
        (Some(before), Some(after)) if before == after => Mark::Same,
        _ => Mark::Changed,
    }
}

fn values([before, after]: [Option<&Enum>; 2]) -> Vec<Row> {
    let list = |it: Option<&Enum>| it.map(|it| it.values.clone()).unwrap_or_default();
    let (old, new) = (list(before), list(after));
    let both = before.is_some() && after.is_some();
    let gone = old.iter().filter(|value| both && !new.contains(value));
    let kept = if after.is_some() { &new } else { &old };
    let row = |value: &String, mark| Row { name: value.clone(), mark, ..Row::default() };
    let rows = kept.iter().map(|value| {
        let is_new = both && !old.contains(value);
        row(value, if is_new { Mark::New } else { Mark::Same })
    });
    rows.chain(gone.map(|value| row(value, Mark::Gone))).collect()
}

/// The columns after, and those that are gone behind them. Of a table that is new or gone as a whole, its
/// columns are no news.
fn columns([before, after]: [Option<&Table>; 2]) -> Vec<Row> {
    let Some(table) = after.or(before) else { return Vec::new() };
    let old = before.filter(|_| after.is_some());
    let mut rows: Vec<Row> = table.columns.iter().map(|it| row(it, table)).collect();
    let Some(old) = old else { return rows };
    for row in &mut rows {
        match old.column(&row.name) {
            None => row.mark = Mark::New,
            Some(was) if Some(was) != table.column(&row.name) => {
                row.mark = Mark::Changed;
                row.was = Some(words(was));
            }
            Some(_) => {}
        }
    }
    let gone = old.columns.iter().filter(|it| table.column(&it.name).is_none());
    rows.extend(gone.map(|it| Row { mark: Mark::Gone, ..row(it, old) }));
    rows
}

fn words(column: &Column) -> String {
    let default = column.default.as_ref().map(|it| format!("DEFAULT {it}"));
    let null = if column.nullable { "NULL" } else { "NOT NULL" };
    let words = column.written_type().map(str::to_owned).into_iter();
    words.chain([null.to_owned()]).chain(default).collect::<Vec<_>>().join(" ")
}

fn row(column: &Column, table: &Table) -> Row {
    let name = &column.name;
    let mut keys = Vec::new();
    if table.primary_key.iter().flat_map(|key| &key.columns).any(|it| it.name == *name) {
        keys.push("PK");
    }
    if table.foreign_keys.iter().any(|key| key.columns.contains(name)) {
        keys.push("FK");
    }
    if table.uniques.iter().any(|key| is_only(key.columns.iter().map(|it| &it.name), name)) {
        keys.push("UK");
    }
    let (data_type, nullable) = (column.data_type.clone(), column.nullable);
    Row { name: name.clone(), data_type, nullable, keys, ..Row::default() }
}

fn is_only<'n>(mut names: impl Iterator<Item = &'n String>, name: &str) -> bool {
    names.next().is_some_and(|first| first == name) && names.next().is_none()
}

/// The references of a table before and after.
fn links(
    from: usize,
    [before, after]: [Option<&Table>; 2],
    places: &BTreeMap<&Name, usize>,
    nodes: &[Node],
) -> Vec<Link> {
    let list = |table: Option<&Table>| -> Vec<ForeignKey> {
        table.map(|table| table.foreign_keys.iter().cloned().collect()).unwrap_or_default()
    };
    let (old, new) = (list(before), list(after));
    let is_whole = before.is_some() && after.is_some();
    let gone = old.iter().filter(|key| !new.contains(key)).map(|key| (key, Mark::Gone, before));
    let kept = new.iter().map(|key| {
        let is_new = is_whole && !old.contains(key);
        (key, if is_new { Mark::New } else { Mark::Same }, after)
    });
    let link = |(key, mark, table): (&ForeignKey, Mark, Option<&Table>)| {
        let to = *places.get(&key.references)?;
        let table = table?;
        let is_row = |name: &String| nodes[from].rows.iter().position(|row| row.name == *name);
        let optional = |name: &String| table.column(name).is_none_or(|column| column.nullable);
        Some(Link {
            from,
            to,
            rows: key.columns.iter().filter_map(is_row).collect(),
            label: key.columns.join(", "),
            single: is_key(table, &key.columns),
            optional: key.columns.iter().any(optional),
            mark,
        })
    };
    kept.chain(gone).filter_map(link).collect()
}

/// Whether no two rows have the same in these columns.
fn is_key(table: &Table, columns: &[String]) -> bool {
    let within = |key: &[crate::schema::KeyColumn]| {
        !key.is_empty() && key.iter().all(|column| columns.contains(&column.name))
    };
    table.primary_key.iter().any(|key| within(&key.columns))
        || table.uniques.iter().any(|key| within(&key.columns))
}
