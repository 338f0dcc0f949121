//! DOT.

use std::fmt::Write;

use super::svg::escaped;
use super::{Flow, Graph, Link, Mark, Node, Row};

// Writing to a `String` does not fail.
pub(super) fn text(graph: &Graph) -> String {
    let (rank, name) = match graph.flow {
        Flow::Right => ("LR", "schema"),
        Flow::Down => ("TB", "migrations"),
    };
    let mut text = format!(
        "digraph {name} {{\n    rankdir={rank};\n    node [shape=plain, fontname=\"monospace\"];\n"
    );
    for (at, node) in graph.nodes.iter().enumerate() {
        let _ = writeln!(text, "    n{at} [label=<{}>];", table(node));
    }
    for Link { from, to, rows, label, mark, .. } in &graph.links {
        // A column that refers, to the head of what it refers to. The arrow shows what comes behind in a
        // history.
        let port = rows.first().map(|row| format!(":r{row}")).unwrap_or_default();
        let arrow = match graph.flow {
            Flow::Right => format!("n{from}{port} -> n{to}:head"),
            Flow::Down => format!("n{to} -> n{from}"),
        };
        let mut attributes = Vec::new();
        if !label.is_empty() {
            attributes.push(format!("tooltip=\"{}\"", string(label)));
        }
        match mark {
            Mark::Gone => attributes.push("style=dashed".to_owned()),
            Mark::New => attributes.push("style=bold".to_owned()),
            Mark::Same | Mark::Changed => {}
        }
        let attributes = if attributes.is_empty() {
            String::new()
        } else {
            format!(" [{}]", attributes.join(", "))
        };
        let _ = writeln!(text, "    {arrow}{attributes};");
    }
    text.push_str("}\n");
    text
}

/// A label in the markup that Graphviz has for tables.
fn table(node: &Node) -> String {
    let sign = node.mark.sign();
    let title = escaped(&format!("{sign}{}", node.title()));
    let head = format!("<tr><td port=\"head\"><b>{title}</b></td></tr>");
    let rows = node.rows.iter().enumerate().map(|(at, row)| {
        format!("<tr><td port=\"r{at}\" align=\"left\">{}</td></tr>", escaped(&line(row)))
    });
    let notes = node.notes.iter().map(|note| format!("<tr><td>{}</td></tr>", escaped(note)));
    let body: String = rows.chain(notes).collect();
    format!("<table border=\"0\" cellborder=\"1\" cellspacing=\"0\">{head}{body}</table>")
}

/// A row as one line of text.
fn line(row: &Row) -> String {
    let keys = row.keys.join(" ");
    let comment = row.comment();
    let words = [&*row.name, &*row.data_type, &*keys, &*comment];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!("{}{}", row.mark.sign(), words.join(" "))
}

fn string(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ")
}
