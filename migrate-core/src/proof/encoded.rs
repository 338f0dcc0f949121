//! A truth value that becomes one of two texts, and a truth value again.

use std::collections::BTreeMap;

use super::{Place, Reason};
use crate::schema::{Column, Name};
use crate::sql::lexer::TokenKind;
use crate::sql::normal;

/// Columns, as they were called before the up, whose truth values are texts for now: the one that stands
/// for true, and why they would be others if nothing made truth values of them again.
#[derive(Default)]
pub(super) struct Encoded(BTreeMap<(Name, String), (String, Reason)>);

impl Encoded {
    /// Whether `using` gives each value of the column a text of its own.
    pub(super) fn encode(
        &mut self,
        using: &str,
        column: &Column,
        origin: (Name, String),
        place: Place,
    ) -> bool {
        // What is unknown would become the text for false.
        if column.data_type != "boolean" || column.nullable {
            return false;
        }
        let Some(yes) = text_for_true(using, &column.name) else { return false };
        let text = format!("`USING {using}` computes new values of `{}`", column.name);
        self.0.insert(origin, (yes, Reason { text, place: Some(place) }));
        true
    }

    /// Whether `using` makes of those texts what they were.
    pub(super) fn decode(&mut self, using: &str, column: &str, origin: &(Name, String)) -> bool {
        let is_back = self.0.get(origin).is_some_and(|(yes, _)| is_test(using, column, yes));
        if is_back {
            self.0.remove(origin);
        }
        is_back
    }

    pub(super) fn into_reasons(self) -> impl Iterator<Item = Reason> {
        self.0.into_values().map(|(_, reason)| reason)
    }
}

/// A word as it is, a name without its quotes, a text with them.
fn words(text: &str) -> Vec<String> {
    let tokens = normal::significant(text);
    let word = |token: &crate::sql::lexer::Token| match token.kind {
        TokenKind::QuotedName => normal::unquoted(token.text(text)),
        _ => token.text(text).to_owned(),
    };
    tokens.iter().map(word).collect()
}

fn is_text(word: &str) -> bool {
    word.len() > 1 && word.starts_with('\'') && word.ends_with('\'')
}

/// `CASE WHEN a THEN 'yes' ELSE 'no' END`: `'yes'`.
fn text_for_true(using: &str, column: &str) -> Option<String> {
    let words = words(using);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["case", "when", name, "then", yes, "else", no, "end"]
            if name == column && is_text(yes) && is_text(no) && yes != no =>
        {
            Some(yes.to_owned())
        }
        _ => None,
    }
}

/// `a = 'yes'`, and what says so at length.
fn is_test(using: &str, column: &str, yes: &str) -> bool {
    let words = words(using);
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let ["case", "when", test @ .., "then", "true", "else", "false", "end"] = &words[..] {
        words = test.to_vec();
    }
    let test = match &words[..] {
        ["(", test @ .., ")"] => test,
        test => test,
    };
    *test == [column, "=", yes] || *test == [yes, "=", column]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_one_text() {
        let yes = |using| text_for_true(using, "a");
        assert_eq!(yes("case when a then 'x' else 'y' end").as_deref(), Some("'x'"));
        for other in [
            "case when a then 'x' else 'x' end",
            "case when b then 'x' else 'y' end",
            "case when a then 'x' else b end",
            "case when a then 'x' end",
        ] {
            assert_eq!(yes(other), None, "{other}");
        }
        let test = |using| is_test(using, "a", "'x'");
        assert!(test("a = 'x'") && test("( 'x' = a )"));
        assert!(test("case when a = 'x' then true else false end"));
        assert!(!test("a = 'y'") && !test("b = 'x'") && !test("a = 'x' or b = 'x'"));
        assert!(!test("case when a = 'x' then false else true end"));
    }
}
