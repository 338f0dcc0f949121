//! SVG, drawn by ourselves: no other program is needed to look at it but a browser. It follows the
//! reader's choice of light and dark.

use std::fmt::Write;

use super::layout::{Place, places};
use super::{Flow, Graph, Link, Mark, Node, Row};

/// The height of a line, and the width of a letter, of the monospaced font that is asked for.
const LINE: f64 = 18.0;
const LETTER: f64 = 7.25;
const PADDING: f64 = 10.0;
/// A name may be any length; a box is no wider than this many letters.
const LETTERS: usize = 72;

const STYLE: &str = "\
.back{fill:#fff}.box{fill:#fff;stroke:#57606a}.head{fill:#eaeef2;stroke:#57606a}\
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1f2328;white-space:pre}\
.title{font-weight:bold}.dim{fill:#656d76}.link{fill:none;stroke:#57606a;stroke-width:1.3}\
.end{fill:#57606a}.new{fill:#1a7f37;stroke:none}.dropped{fill:#cf222e;stroke:none}\
.changed{fill:#9a6700;stroke:none}rect.new,path.new{fill:none;stroke:#1a7f37;stroke-width:2}\
rect.dropped,path.dropped{fill:none;stroke:#cf222e;stroke-width:2;stroke-dasharray:5 3}\
rect.changed,path.changed{fill:none;stroke:#9a6700;stroke-width:2}\
@media(prefers-color-scheme:dark){.back{fill:#0d1117}.box{fill:#0d1117;stroke:#8b949e}\
.head{fill:#21262d;stroke:#8b949e}text{fill:#e6edf3}.dim{fill:#8b949e}.link{stroke:#8b949e}\
.end{fill:#8b949e}.new{fill:#3fb950}.dropped{fill:#f85149}.changed{fill:#d29922}\
rect.new,path.new{stroke:#3fb950}rect.dropped,path.dropped{stroke:#f85149}\
rect.changed,path.changed{stroke:#d29922}}";

pub(super) fn text(graph: &Graph) -> String {
    let sizes: Vec<(f64, f64)> = graph.nodes.iter().map(size).collect();
    let (places, (width, height)) = places(graph, &sizes);
    let (width, height) = (width.max(40.0), height.max(40.0));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\">\n<style>{STYLE}</style>\n\
         <defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto-start-reverse\"><path class=\"end\" d=\"M0 0L8 4L0 8z\"/>\
         </marker></defs>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n"
    );
    for link in &graph.links {
        text.push_str(&line(link, graph, &places));
    }
    for (node, place) in graph.nodes.iter().zip(&places) {
        text.push_str(&drawn(node, *place));
    }
    text.push_str("</svg>\n");
    text
}

/// What stands in the lines of a box, the first of them its head.
fn lines(node: &Node) -> Vec<[String; 2]> {
    let head = [format!("{}{}", node.mark.sign(), node.title()), String::new()];
    let rows = node.rows.iter().map(|row| [format!("{}{}", row.mark.sign(), row.name), about(row)]);
    let notes = node.notes.iter().map(|note| [note.clone(), String::new()]);
    let lines = std::iter::once(head).chain(rows).chain(notes);
    lines.map(|line| line.map(|text| cut(&text))).collect()
}

fn about(row: &Row) -> String {
    let keys = row.keys.join(" ");
    let comment = row.comment();
    let words = [&*row.data_type, &*keys, &*comment];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LETTERS {
        return text.to_owned();
    }
    text.chars().take(LETTERS - 1).chain(['…']).collect()
}

fn letters(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

/// Where the second word of each line begins.
fn second(lines: &[[String; 2]]) -> f64 {
    let longest = lines[1..].iter().filter(|it| !it[1].is_empty()).map(|[one, _]| letters(one));
    width_of(longest.max().unwrap_or_default() + 2)
}

fn width_of(letters: usize) -> f64 {
    // Counts of letters are small.
    f64::from(u32::try_from(letters).unwrap_or(u32::MAX)) * LETTER
}

fn size(node: &Node) -> (f64, f64) {
    let lines = lines(node);
    let second = second(&lines);
    let widest = lines.iter().map(|[one, two]| {
        let first = width_of(letters(one));
        if two.is_empty() { first } else { second + width_of(letters(two)) }
    });
    let width = widest.fold(60.0, f64::max) + 2.0 * PADDING;
    let count = f64::from(u32::try_from(lines.len()).unwrap_or(u32::MAX));
    (width, count * LINE + 8.0)
}

// Writing to a `String` does not fail.
fn drawn(node: &Node, Place { x, y, width, height }: Place) -> String {
    let mut text = String::from("<g>");
    let lines = lines(node);
    let second = second(&lines);
    let head = LINE + 4.0;
    let _ = write!(
        text,
        "<rect class=\"box\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>\
         <rect class=\"head\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{head:.1}\" rx=\"4\"/>"
    );
    if let Some(word) = node.mark.word() {
        let _ = write!(
            text,
            "<rect class=\"{word}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"4\"/>"
        );
    }
    let mut baseline = y + 15.0;
    for (at, [one, two]) in lines.iter().enumerate() {
        let row = at.checked_sub(1).and_then(|at| node.rows.get(at));
        let mark = if at == 0 { node.mark } else { row.map_or(Mark::Same, |row| row.mark) };
        let class = match (at, mark.word()) {
            (0, Some(word)) => format!("title {word}"),
            (0, None) => "title".to_owned(),
            (_, Some(word)) => word.to_owned(),
            (_, None) if row.is_none() => "dim".to_owned(),
            _ => String::new(),
        };
        let left = x + PADDING;
        let class = if class.is_empty() { class } else { format!(" class=\"{class}\"") };
        let _ = write!(
            text,
            "<text{class} x=\"{left:.1}\" y=\"{baseline:.1}\">{}</text>",
            escaped(one)
        );
        if !two.is_empty() {
            let class = mark.word().unwrap_or("dim");
            let left = left + second;
            let _ = write!(
                text,
                "<text class=\"{class}\" x=\"{left:.1}\" y=\"{baseline:.1}\">{}</text>",
                escaped(two)
            );
        }
        baseline += if at == 0 { LINE + 5.0 } else { LINE };
    }
    text.push_str("</g>\n");
    text
}

fn line(link: &Link, graph: &Graph, places: &[Place]) -> String {
    let (from, to) = (places[link.from], places[link.to]);
    let path = match graph.flow {
        Flow::Down => falling(from, to),
        Flow::Right => {
            let row = link.rows.first().copied().unwrap_or_default();
            let row = f64::from(u32::try_from(row).unwrap_or_default());
            across(from, to, from.y + LINE + 13.0 + row * LINE)
        }
    };
    let mark = link.mark.word().map(|word| format!(" {word}")).unwrap_or_default();
    let title = if link.label.is_empty() {
        String::new()
    } else {
        let (one, other) = (&graph.nodes[link.from].name, &graph.nodes[link.to].name);
        format!("<title>{} ({}) -> {}</title>", escaped(one), escaped(&link.label), escaped(other))
    };
    let end = if graph.flow == Flow::Down { "marker-start" } else { "marker-end" };
    format!("<path class=\"link{mark}\" {end}=\"url(#end)\" d=\"{path}\">{title}</path>\n")
}

/// From the top of what comes later to the bottom of what comes first.
fn falling(from: Place, to: Place) -> String {
    let (x, y) = (from.x + from.width.min(to.width) / 2.0, from.y);
    let (other, bottom) = (to.x + from.width.min(to.width) / 2.0, to.y + to.height);
    let middle = f64::midpoint(y, bottom);
    format!("M{x:.1} {y:.1}C{x:.1} {middle:.1} {other:.1} {middle:.1} {other:.1} {bottom:.1}")
}

/// From a row to the head of another box, around what stands in between where both are in one column.
fn across(from: Place, to: Place, row: f64) -> String {
    let head = to.y + 11.0;
    let bend = 45.0;
    if from.x > to.x + to.width {
        let (x, end) = (from.x, to.x + to.width);
        let (near, far) = (x - bend, end + bend);
        return format!(
            "M{x:.1} {row:.1}C{near:.1} {row:.1} {far:.1} {head:.1} {end:.1} {head:.1}"
        );
    }
    if from.x + from.width < to.x {
        let (x, end) = (from.x + from.width, to.x);
        let (near, far) = (x + bend, end - bend);
        return format!(
            "M{x:.1} {row:.1}C{near:.1} {row:.1} {far:.1} {head:.1} {end:.1} {head:.1}"
        );
    }
    let (x, end) = (from.x + from.width, to.x + to.width);
    let out = x.max(end) + bend;
    format!("M{x:.1} {row:.1}C{out:.1} {row:.1} {out:.1} {head:.1} {end:.1} {head:.1}")
}

/// Text as XML has it. What XML has no letter for is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                escaped.push(' ');
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}
