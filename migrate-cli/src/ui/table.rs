//! Columns of text.

use anstyle::Style;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_do_not_end_in_blanks() {
        let rows = [[plain("a"), plain(""), plain("c")], [plain("aaa"), plain("b"), plain("")]];
        assert_eq!(aligned(&rows), "a       c\naaa  b\n");
    }
}
