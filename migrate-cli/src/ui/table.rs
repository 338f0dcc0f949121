//! Columns of text.

use std::io;

use anstyle::Style;
use terminal_size::{Width, terminal_size_of};

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
    let mut widths = [0_usize; N];
    for row in rows {
        for (width, (text, _)) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.chars().count());
        }
    }
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
    match terminal_size_of(io::stdout()) {
        Some((Width(width), _)) => aligned(&narrowed(rows, usize::from(width))),
        None => aligned(&rows),
    }
}

/// A column tells nothing any more when it is narrower than this.
const NARROWEST: usize = 16;

/// Cuts what stands in the widest columns until a line is no longer than that, as far as that can be.
fn narrowed<const N: usize>(mut rows: Vec<[Cell; N]>, limit: usize) -> Vec<[Cell; N]> {
    let width = |rows: &[[Cell; N]], at: usize| -> usize {
        rows.iter().map(|row| row[at].0.chars().count()).max().unwrap_or_default()
    };
    loop {
        let widths: [usize; N] = std::array::from_fn(|at| width(&rows, at));
        let line = widths.iter().sum::<usize>() + 2 * N.saturating_sub(1);
        let widest = (0..N).max_by_key(|&at| widths[at]);
        let Some(at) = widest.filter(|&at| line > limit && widths[at] > NARROWEST) else {
            return rows;
        };
        let left = widths[at].saturating_sub(line - limit).max(NARROWEST);
        for (text, _) in rows.iter_mut().map(|row| &mut row[at]) {
            if text.chars().count() > left {
                *text = text.chars().take(left - 1).chain(['…']).collect();
            }
        }
    }
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
    }

    #[test]
    fn columns_are_aligned_and_lines_do_not_end_in_blanks() {
        let rows = [[plain("a"), plain(""), plain("c")], [plain("aaa"), plain("b"), plain("")]];
        assert_eq!(aligned(&rows), "a       c\naaa  b\n");
    }
}
