//! Columns of text.

use anstyle::Style;

use super::fold;

/// A cell: its text and the style of it.
pub(super) type Cell = (String, Style);

/// A cell without a style.
pub(super) fn plain(text: impl Into<String>) -> Cell {
    (text.into(), Style::new())
}

/// The text in its style.
pub(super) fn painted((text, style): &Cell) -> String {
    format!("{style}{text}{style:#}")
}

/// Rows with their columns aligned, two blanks apart.
pub(super) fn aligned<const N: usize>(rows: &[[Cell; N]]) -> String {
    let widths: [usize; N] = std::array::from_fn(|at| width_of(rows, at));
    let mut lines = String::new();
    for row in rows {
        let mut line = String::new();
        let mut blanks = 0;
        for (cell, width) in row.iter().zip(widths) {
            if !cell.0.is_empty() {
                line.push_str(&" ".repeat(blanks));
                line.push_str(&painted(cell));
                blanks = 0;
            }
            blanks += 2 + width - cell.0.chars().count();
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

/// The same in the width of the terminal, if standard output is one: what is longest is cut short there, and
/// ends with `…`. What goes elsewhere is whole.
pub(super) fn fitted<const N: usize>(rows: Vec<[Cell; N]>) -> String {
    match fold::of_stdout() {
        Some(width) => aligned(&narrowed(rows, width)),
        None => aligned(&rows),
    }
}

/// The same where the last column is prose, which goes on below itself.
pub(super) fn spoken<const N: usize>(rows: &[[Cell; N]]) -> String {
    let last = N.saturating_sub(1);
    let margin: usize = (0..last).map(|at| width_of(rows, at) + 2).sum();
    let table = aligned(rows);
    table.lines().map(|line| fold::item(line, margin.min(FARTHEST)) + "\n").collect()
}

/// Prose that begins further in than this has no room on a narrow terminal.
const FARTHEST: usize = 32;

/// A column tells nothing any more when it is narrower than this.
const NARROWEST: usize = 16;

/// Cuts what stands in the widest columns until a line is no longer than that, as far as that can be: the
/// widest one first down to the one behind it, then both.
fn narrowed<const N: usize>(mut rows: Vec<[Cell; N]>, limit: usize) -> Vec<[Cell; N]> {
    let mut widths: [usize; N] = std::array::from_fn(|at| width_of(&rows, at));
    while widths.iter().sum::<usize>() + 2 * N.saturating_sub(1) > limit {
        let widest = (0..N).max_by_key(|&at| widths[at]).filter(|&at| widths[at] > NARROWEST);
        let Some(at) = widest else { break };
        widths[at] -= 1;
    }
    for row in &mut rows {
        for ((text, _), width) in row.iter_mut().zip(widths) {
            if text.chars().count() > width {
                *text = text.chars().take(width - 1).chain(['…']).collect();
            }
        }
    }
    rows
}

fn width_of<const N: usize>(rows: &[[Cell; N]], at: usize) -> usize {
    rows.iter().map(|row| row[at].0.chars().count()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        let row = |name: &str| [plain(name), plain("2026-01-01 12:00:00"), plain("1 ms")];
        let long = "20260101120000_create_the_table_of_customers";
        let lines = |limit: usize| aligned(&narrowed(vec![row(long), row("1_a")], limit));
        assert!(lines(100).starts_with(long));
        let narrow = lines(60);
        assert!(narrow.starts_with("20260101120000_create_the_table_…  2026"), "{narrow}");
        assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(lines(10).contains('…'), "it ends");
        let both = [plain("a".repeat(60)), plain("b".repeat(40))];
        let (a, b) = ("a".repeat(28), "b".repeat(28));
        assert_eq!(aligned(&narrowed(vec![both], 60)), format!("{a}…  {b}…\n"));
    }

    #[test]
    fn columns_are_aligned_and_lines_do_not_end_in_blanks() {
        let rows = [[plain("a"), plain(""), plain("c")], [plain("aaa"), plain("b"), plain("")]];
        assert_eq!(aligned(&rows), "a       c\naaa  b\n");
    }
}
