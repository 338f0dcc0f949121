//! Mermaid. Its entities have no place for most letters in the names and types of their attributes, so
//! that the name as it is stands beside as a comment where it is another.

use std::fmt::Write;

use super::{Flow, Graph, Link, Mark, Node, Row};

pub(super) fn text(graph: &Graph) -> String {
    match graph.flow {
        Flow::Right => entities(graph),
        Flow::Down => flowchart(graph),
    }
}

// Writing to a `String` does not fail.
fn entities(graph: &Graph) -> String {
    let mut text = "erDiagram\n".to_owned();
    for (at, node) in graph.nodes.iter().enumerate() {
        let _ = write!(text, "    t{at}[\"{}\"]", quoted(&node.title()));
        if node.rows.is_empty() {
            text.push('\n');
            continue;
        }
        text.push_str(" {\n");
        for row in &node.rows {
            let _ = writeln!(text, "        {}", attribute(row));
        }
        text.push_str("    }\n");
    }
    for Link { from, to, label, single, optional, mark, .. } in &graph.links {
        let one = if *optional { "|o" } else { "||" };
        let many = if *single { "o|" } else { "o{" };
        let line = if *mark == Mark::Gone { ".." } else { "--" };
        let word = mark.word().map(|word| format!(" ({word})")).unwrap_or_default();
        let _ = writeln!(text, "    t{to} {one}{line}{many} t{from} : \"{}{word}\"", quoted(label));
    }
    text
}

fn attribute(row: &Row) -> String {
    let data_type = if row.data_type.is_empty() { "any" } else { &row.data_type };
    let (data_type, name) = (word(data_type, "()[]"), word(&row.name, ""));
    let keys = row.keys.join(", ");
    let own = (name != row.name).then(|| row.name.clone());
    let comment = row.comment();
    let comments: Vec<String> =
        own.into_iter().chain(Some(comment).filter(|it| !it.is_empty())).collect();
    let comment = comments.join(": ");
    let comment = if comment.is_empty() { comment } else { format!(" \"{}\"", quoted(&comment)) };
    let keys = if keys.is_empty() { keys } else { format!(" {keys}") };
    format!("{data_type} {name}{keys}{comment}")
}

/// A word that begins with a letter.
fn word(text: &str, also: &str) -> String {
    let is_fine = |it: char| it.is_ascii_alphanumeric() || it == '_' || also.contains(it);
    let word: String = text.chars().map(|it| if is_fine(it) { it } else { '_' }).collect();
    if word.starts_with(|it: char| it.is_ascii_alphabetic()) { word } else { format!("_{word}") }
}

/// What may stand in double quotes.
fn quoted(text: &str) -> String {
    let one = |it: char| match it {
        '"' => '\'',
        '\\' | '%' | '{' | '}' | '[' | ']' => '_',
        it if it.is_control() => ' ',
        it => it,
    };
    text.chars().map(one).collect()
}

fn flowchart(graph: &Graph) -> String {
    let mut text = "flowchart TD\n".to_owned();
    for (at, Node { name, notes, .. }) in graph.nodes.iter().enumerate() {
        let lines: Vec<String> =
            std::iter::once(name).chain(notes).map(|line| escaped(line)).collect();
        let _ = writeln!(text, "    m{at}[\"{}\"]", lines.join("<br/>"));
    }
    for Link { from, to, .. } in &graph.links {
        let _ = writeln!(text, "    m{to} --> m{from}");
    }
    text
}

/// The label of a flowchart takes entities of its own.
fn escaped(text: &str) -> String {
    let one = |it: char| match it {
        '"' => "#quot;".to_owned(),
        '#' => "#35;".to_owned(),
        '<' => "#lt;".to_owned(),
        '>' => "#gt;".to_owned(),
        '&' => "#amp;".to_owned(),
        it if it.is_control() => " ".to_owned(),
        it => it.to_string(),
    };
    text.chars().map(one).collect()
}
