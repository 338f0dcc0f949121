//! Arrays that the server prints in two ways and that are one.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::sql::lexer::{self, TokenKind};

const FROM: &str = "(ARRAY[";
const TO: &str = "])::text[]";
const VARCHAR: &str = "::character varying";

/// `(ARRAY['a'::character varying, …])::text[]` as `ARRAY[('a'::character varying)::text, …]`. The server keeps
/// the former of `IN ('a', …)` over a `varchar`, and the latter of the former (measured on 15.18): a condition
/// that comes back as a dump has it is the same one.
pub(super) fn cast_inside(expression: &str) -> String {
    if !expression.contains(TO) {
        return expression.to_owned();
    }
    let literals = literals(expression);
    let mut text = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some((before, after)) = rest.split_once(FROM) {
        text.push_str(before);
        match elements(after, expression.len() - after.len(), &literals) {
            Some((elements, behind)) => {
                let cast: Vec<String> =
                    elements.iter().map(|element| format!("({element})::text")).collect();
                text.push_str(&format!("ARRAY[{}]", cast.join(", ")));
                rest = behind;
            }
            None => {
                text.push_str(FROM);
                rest = after;
            }
        }
    }
    text + rest
}

/// How long each text in quotes is, by where it begins.
fn literals(expression: &str) -> BTreeMap<usize, usize> {
    let tokens = lexer::significant(expression, Dialect::Postgres).into_iter();
    let texts = tokens.filter(|token| token.kind == TokenKind::String && token.terminated);
    texts.map(|token| (token.span.start, token.span.range().len())).collect()
}

/// Constants of type `varchar` up to the end of such an array, which begins at `at`, and what comes behind it.
fn elements<'a>(
    text: &'a str,
    mut at: usize,
    literals: &BTreeMap<usize, usize>,
) -> Option<(Vec<&'a str>, &'a str)> {
    let mut elements = Vec::new();
    let mut rest = text;
    loop {
        let (element, behind) = rest.split_at_checked(literals.get(&at)? + VARCHAR.len())?;
        elements.push(element.ends_with(VARCHAR).then_some(element)?);
        if let Some(behind) = behind.strip_prefix(TO) {
            return Some((elements, behind));
        }
        rest = behind.strip_prefix(", ")?;
        at += element.len() + ", ".len();
    }
}

#[cfg(test)]
mod tests {
    use super::cast_inside;

    #[test]
    fn a_cast_of_all_is_a_cast_of_each() {
        assert_eq!(
            cast_inside(
                "((a)::text = ANY ((ARRAY['x'::character varying, 'it''s, ]'::character varying])::text[])) AND b"
            ),
            "((a)::text = ANY (ARRAY[('x'::character varying)::text, ('it''s, ]'::character varying)::text])) AND b"
        );
        for other in [
            "(ARRAY['x'::character varying, b])::text[]",
            "(ARRAY['x'::character varying])::character varying[]",
            "(ARRAY['x'::text, 'y'::text])",
            "'(ARRAY['",
            "'(ARRAY[''x''::character varying])::text[]'",
            "(ARRAY['é",
        ] {
            assert_eq!(cast_inside(other), other);
        }
    }
}
