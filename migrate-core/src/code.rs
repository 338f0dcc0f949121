//! Migrations that are written in Rust: a file of the directory with two functions, `up` and `down`, each
//! of which is a script.
//!
//! What is known of such a file without a compiler is which functions stand in it, and what its comments
//! say: enough to pair it, to tell whether it was edited, and to run it. What the functions do to a
//! database is known when they have run.

use std::borrow::Cow;

use crate::set::directive::{Directive, says};
use crate::set::name::Direction;
use crate::sql::lexer::{self, Token};
use crate::text::Span;

pub use crate::sql::lexer::{MARK, is_code};

/// What the name of such a file ends with.
pub const SUFFIX: &str = ".rs";

/// The attribute of the functions.
const ATTRIBUTE: &str = "migration";

/// A function with the attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// All of it, with the comments and attributes in front.
    pub item: Span,
    /// From its first word to the end of its arguments.
    pub head: Span,
    /// Whether nothing stands in it but its answer.
    pub is_empty: bool,
}

/// The functions of a file that have the attribute, in their order.
#[must_use]
pub fn functions(text: &str) -> Vec<Function> {
    let tokens = lexer::code_tokens(text);
    let mut scan = Scan { text, tokens: &tokens, at: 0 };
    let mut found = Vec::new();
    while scan.at < tokens.len() {
        // What stands on top is said of the file.
        let before = if scan.at == 0 { tokens[0].span.start } else { scan.end_before() };
        let mut is_migration = false;
        while scan.is("#") {
            is_migration |= scan.attribute();
        }
        let function = if is_migration { scan.function(before) } else { None };
        if function.is_none() {
            scan.skip();
        }
        found.extend(function);
    }
    found
}

/// The function of a script, which has only one, from its first word to the end of its arguments.
#[must_use]
pub fn head(script: &str) -> Span {
    functions(script).first().map_or(Span::new(0, 0), |function| function.head)
}

/// The text of a script as people read it: without its mark, and without the hole that the other function
/// leaves.
#[must_use]
pub fn text(script: &str) -> Cow<'_, str> {
    let Some(text) = script.strip_suffix(MARK) else { return Cow::Borrowed(script) };
    let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.dedup_by(|one, other| one.is_empty() && other.is_empty());
    Cow::Owned(lines.join("\n"))
}

/// The script that a function of a file is: all of the file but the function `other`.
#[must_use]
pub fn script(text: &str, other: Option<&Function>) -> String {
    let blank = |text: &str| -> String {
        text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
    };
    match other.map(|other| other.item) {
        Some(Span { start, end }) => {
            format!("{}{}{}{MARK}", &text[..start], blank(&text[start..end]), &text[end..])
        }
        None => format!("{text}{MARK}"),
    }
}

/// Whether a file of those bytes is the one in which these scripts stand. Where a function left a hole in the
/// script of the other one, that has it.
#[must_use]
pub fn is_file(bytes: &[u8], up: &str, down: Option<&str>) -> bool {
    let text = |script: &'_ str| script.strip_suffix(MARK).map(|text| text.as_bytes().to_vec());
    let Some(up) = text(up) else { return false };
    let Some(down) = down.map_or_else(|| Some(up.clone()), text) else { return false };
    let filled = up.iter().zip(&down).map(|(up, down)| if *up == b' ' { down } else { up });
    up.len() == bytes.len() && down.len() == bytes.len() && filled.eq(bytes)
}

/// Whether the code changes rows and no schema, as it says itself.
#[must_use]
pub fn is_rows_only(script: &str) -> bool {
    says(script, &Directive::RowsOnly)
}

/// Whether the code may run once more where an earlier run was cut off, as it says itself.
#[must_use]
pub fn is_idempotent(script: &str) -> bool {
    says(script, &Directive::Idempotent)
}

/// Whether the code runs in a transaction.
#[must_use]
pub fn is_in_transaction(script: &str) -> bool {
    !says(script, &Directive::NoTransaction)
}

/// What a function of that direction looks like.
#[must_use]
pub fn signature(direction: Direction) -> String {
    let (kind, name) = ("async", direction.word());
    format!(
        "#[migration] pub {kind} fn {name}(connection: &mut Connection<'_>) -> Result<(), CodeError>"
    )
}

struct Scan<'a> {
    text: &'a str,
    /// Without blanks and comments.
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Scan<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text(self.text))
    }

    fn is(&self, word: &str) -> bool {
        self.word(self.at) == word
    }

    /// Where the token before ends.
    fn end_before(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.tokens[before].span.end)
    }

    /// Goes behind a token, and all that stands in it where it opens brackets.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.word(self.at) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// Goes behind an attribute. Whether it is the one of a migration, by whatever path.
    fn attribute(&mut self) -> bool {
        self.at += 1;
        let start = self.at;
        self.skip();
        let names = self.tokens[start..self.at].iter().map(|token| token.text(self.text));
        let names: Vec<&str> = names.collect();
        matches!(names.as_slice(), ["[", .., name, "]"] if *name == ATTRIBUTE)
    }

    /// Goes behind a function; stays where none stands.
    fn function(&mut self, before: usize) -> Option<Function> {
        let start = self.at;
        let is_function = |at: &usize| self.word(*at) == "fn";
        let name = (start..self.tokens.len().min(start + 12)).find(is_function)? + 1;
        let first = self.tokens.get(start)?.span;
        self.at = name + 1;
        while self.at < self.tokens.len() && !self.is("(") {
            self.at += 1;
        }
        self.skip();
        let head = first.to(Span::new(first.start, self.end_before()));
        while self.at < self.tokens.len() && !self.is("{") && !self.is(";") {
            self.skip();
        }
        let body = self.at;
        self.skip();
        let body: Vec<&str> = (body..self.at).map(|at| self.word(at)).collect();
        let is_empty = matches!(body.as_slice(), ["{", "}"] | ["{", "Ok", "(", "(", ")", ")", "}"]);
        let (name, item) = (self.word(name).to_owned(), Span::new(before, self.end_before()));
        Some(Function { name, item, head, is_empty })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "// migrate: idempotent\nuse a::{b, migration};\n\n\
                        /// There.\n#[allow(x)]\n#[migration]\npub async fn up(c: &mut C<'_>) -> R {\n    b(\"}\")\n}\n\n\
                        fn helper() { struct S; }\n\n\
                        // Back.\n#[migrate_runtime::migration]\nasync fn down(c: &mut C<'_>) -> R { Ok(()) }\n";

    #[test]
    fn functions_are_found_by_their_attribute() {
        let found = functions(FILE);
        let names: Vec<&str> = found.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["up", "down"]);
        assert_eq!(&FILE[found[0].head.range()], "pub async fn up(c: &mut C<'_>)");
        assert_eq!(FILE[found[1].item.range()].trim_start().lines().next(), Some("// Back."));
        assert_eq!(found.iter().map(|it| it.is_empty).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_script_is_the_file_without_the_other_function() {
        let found = functions(FILE);
        let up = script(FILE, Some(&found[1]));
        assert!(is_code(&up) && up.contains("fn helper") && !up.contains("fn down"));
        assert_eq!(head(&up), found[0].head);
        let down = script(FILE, Some(&found[0]));
        assert_eq!(head(&down), found[1].head);
        assert_eq!(down.len(), FILE.len() + MARK.len());
        assert!(!text(&down).contains("\n\n\n"));
        assert!(is_idempotent(&up) && is_idempotent(&down) && !is_rows_only(&up));
        let bare = "// migrate: rows-only\n#[migration] fn up() {}\n#[migration] fn down() {}";
        let down = script(bare, functions(bare).first());
        assert!(is_rows_only(&down), "what stands on top is said of both");
    }

    #[test]
    fn a_file_is_known_by_its_scripts() {
        let found = functions(FILE);
        let (up, down) = (script(FILE, Some(&found[1])), script(FILE, Some(&found[0])));
        assert!(is_file(FILE.as_bytes(), &up, Some(&down)));
        for (from, to) in
            [("Back.", "Bak."), ("There", "     "), ("Ok", "  "), ("helper", "h\nlper")]
        {
            let edited = FILE.replace(from, to);
            assert!(!is_file(edited.as_bytes(), &up, Some(&down)), "{edited}");
        }
        let alone = "#[migration] fn up() {}";
        assert!(is_file(alone.as_bytes(), &script(alone, None), None));
        assert!(!is_file(alone.as_bytes(), alone, None), "that is no script in Rust");
    }

    #[test]
    fn what_is_cut_off_or_no_function_is_none() {
        for text in [
            "#[migration]",
            "#[migration] struct A;",
            "#[",
            "fn up() {}",
            "#[migration(x)] fn up() {}",
        ] {
            assert_eq!(functions(text), [], "{text}");
        }
        assert_eq!(functions("#[migration] async fn up(").len(), 1);
    }
}
