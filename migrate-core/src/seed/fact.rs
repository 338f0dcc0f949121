//! What the checks of a table say of its columns, in the spelling of whichever engine printed them.
//!
//! Understood is what most checks are: ranges, lists, lengths, patterns and one column compared with
//! another, joined by `AND`; of what `OR` joins one side is taken. Nothing relies on it: what is not
//! understood says nothing, and the engine judges every row.

use std::collections::BTreeMap;

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

use super::pattern::Pattern;

/// A limit of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) number: f64,
    /// Whether the number itself is outside.
    pub(super) strict: bool,
}

/// What is known of the values of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) least: Option<Bound>,
    pub(super) most: Option<Bound>,
    /// The only values there are, as SQL.
    pub(super) among: Option<Vec<String>>,
    pub(super) shortest: Option<usize>,
    pub(super) longest: Option<usize>,
    pub(super) pattern: Option<Pattern>,
    /// Whether every value is a JSON document.
    pub(super) json: bool,
    /// Whether it is NULL in every row, or in none.
    pub(super) null: Option<bool>,
    /// The columns whose values are smaller.
    pub(super) above: Vec<String>,
}

/// Facts by the lower-case names of the columns.
pub(super) type Known = BTreeMap<String, Facts>;

/// Adds what a condition says.
pub(super) fn learn(condition: &str, dialect: Dialect, known: &mut Known) {
    // MySQL prints its literals with the quotes escaped.
    let condition = condition.replace("\\'", "'");
    let tokens = lexer::significant(&condition, dialect);
    let terms = terms(&condition, &tokens, dialect);
    learn_any(&terms, known);
}

/// Literals in a text that values may be tried of: strings and numbers, as SQL.
pub(super) fn literals(text: &str, dialect: Dialect) -> Vec<String> {
    let tokens = lexer::significant(text, dialect);
    let terms = terms(text, &tokens, dialect);
    let literal = |term: Term| match term {
        Term::Literal(sql) => Some(sql),
        _ => None,
    };
    terms.into_iter().filter_map(literal).take(24).collect()
}

/// A part of a condition.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    /// A name or a keyword, in lower case.
    Word(String),
    /// A string or a number, as SQL.
    Literal(String),
    Symbol(String),
}

impl Term {
    fn is(&self, text: &str) -> bool {
        matches!(self, Self::Word(it) | Self::Symbol(it) if it == text)
    }

    fn number(&self) -> Option<f64> {
        let Self::Literal(sql) = self else { return None };
        sql.trim_matches('\'').parse().ok()
    }

    fn string(&self) -> Option<String> {
        let Self::Literal(sql) = self else { return None };
        let start = sql.find('\'')?;
        Some(sql.get(start + 1..sql.len() - 1)?.replace("''", "'"))
    }
}

/// The tokens without casts and with whole operators.
fn terms(sql: &str, tokens: &[Token], dialect: Dialect) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = token.text(sql);
        at += 1;
        match token.kind {
            TokenKind::Word if text.starts_with('_') && is_string(tokens.get(at)) => {}
            TokenKind::Word => terms.push(Term::Word(text.to_ascii_lowercase())),
            TokenKind::QuotedName if dialect == Dialect::Mysql && text.starts_with('"') => {
                terms.push(Term::Literal(text.to_owned()));
            }
            TokenKind::QuotedName => {
                terms.push(Term::Word(normal::unquoted(text).to_lowercase()));
            }
            TokenKind::String | TokenKind::Number => {
                let sign = terms.last().is_some_and(|it| it.is("-")) && is_operand(&terms);
                if sign {
                    terms.pop();
                }
                terms.push(Term::Literal(format!("{}{text}", if sign { "-" } else { "" })));
            }
            _ if text == ":" && tokens.get(at).is_some_and(|it| it.is_symbol(sql, ":")) => {
                at = behind_type(sql, tokens, at + 1);
            }
            _ => symbol(&mut terms, text, is_adjacent(tokens, at)),
        }
    }
    bare(terms)
}

fn is_string(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.kind == TokenKind::String)
}

/// Whether the last token stands where a value begins, so that it is a sign.
fn is_operand(terms: &[Term]) -> bool {
    match terms.iter().rev().nth(1) {
        None => true,
        Some(Term::Symbol(before)) => before != ")",
        Some(Term::Word(before)) => matches!(before.as_str(), "and" | "between" | "in" | "or"),
        Some(Term::Literal(_)) => false,
    }
}

/// Whether the token before `at` stands right behind the one before it.
fn is_adjacent(tokens: &[Token], at: usize) -> bool {
    match (
        at.checked_sub(2).and_then(|at| tokens.get(at)),
        at.checked_sub(1).and_then(|at| tokens.get(at)),
    ) {
        (Some(one), Some(other)) => one.span.end == other.span.start,
        _ => false,
    }
}

fn symbol(terms: &mut Vec<Term>, text: &str, adjacent: bool) {
    if let Some(Term::Symbol(before)) = terms.last_mut() {
        let joined = format!("{before}{text}");
        if adjacent && ["<=", ">=", "<>", "!=", "==", "~~", "~*", "!~", "||"].contains(&&*joined) {
            *before = joined;
            return;
        }
    }
    terms.push(Term::Symbol(text.to_owned()));
}

/// Behind the name of a type at `at`.
fn behind_type(sql: &str, tokens: &[Token], mut at: usize) -> usize {
    const MORE: [&str; 7] = ["varying", "precision", "with", "without", "time", "zone", "."];
    at += 1;
    while let Some(token) = tokens.get(at) {
        let text = token.text(sql);
        let after_dot = tokens[at - 1].is_symbol(sql, ".");
        if after_dot || MORE.contains(&text) || matches!(text, "[" | "]") {
            at += 1;
        } else if text == "(" {
            at += tokens[at..].iter().position(|it| it.is_symbol(sql, ")")).map_or(1, |it| it + 1);
        } else {
            break;
        }
    }
    at
}

/// Without parentheses around a single term, unless they are those of a call or a list.
fn bare(mut terms: Vec<Term>) -> Vec<Term> {
    let mut at = 0;
    while at + 2 < terms.len() {
        let is_call = at > 0
            && matches!(&terms[at - 1], Term::Word(it) if !matches!(it.as_str(), "and" | "or" | "not" | "between"));
        if !is_call && terms[at].is("(") && terms[at + 2].is(")") {
            terms.remove(at + 2);
            terms.remove(at);
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
    terms
}

/// Without the parentheses around all of it.
fn inside(mut terms: &[Term]) -> &[Term] {
    while terms.len() > 2 && terms[0].is("(") && closing(terms) == Some(terms.len() - 1) {
        terms = &terms[1..terms.len() - 1];
    }
    terms
}

/// Where the parenthesis at the beginning is closed.
fn closing(terms: &[Term]) -> Option<usize> {
    let mut depth = 0_usize;
    terms.iter().position(|term| {
        if term.is("(") {
            depth += 1;
        } else if term.is(")") {
            depth = depth.saturating_sub(1);
        }
        depth == 0
    })
}

/// The parts between words that stand in no parentheses; the `AND` of a `BETWEEN` separates nothing.
fn parts<'t>(terms: &'t [Term], word: &str) -> Vec<&'t [Term]> {
    let (mut depth, mut start, mut between) = (0_usize, 0, false);
    let mut parts = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        match term {
            _ if term.is("(") => depth += 1,
            _ if term.is(")") => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if term.is("between") => between = true,
            _ if between && term.is("and") => between = false,
            _ if term.is(word) => {
                parts.push(&terms[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&terms[start..]);
    parts
}

fn learn_any(terms: &[Term], known: &mut Known) {
    let terms = inside(terms);
    let alternatives = parts(terms, "or");
    let says_null =
        |terms: &&[Term]| matches!(inside(terms), [_, is, null] if is.is("is") && null.is("null"));
    let chosen = alternatives.iter().find(|it| alternatives.len() == 1 || !says_null(it));
    let Some(chosen) = chosen else { return };
    let both = parts(inside(chosen), "and");
    match both.as_slice() {
        [one] => {
            let one = inside(one);
            if parts(one, "or").len() > 1 {
                learn_any(one, known);
            } else {
                atom(one, known);
            }
        }
        several => several.iter().for_each(|one| learn_any(one, known)),
    }
}

fn atom(terms: &[Term], known: &mut Known) {
    match terms {
        [Term::Word(column), Term::Symbol(operator), Term::Word(other)] => {
            match operator.as_str() {
                ">" | ">=" => known.entry(column.clone()).or_default().above.push(other.clone()),
                "<" | "<=" => known.entry(other.clone()).or_default().above.push(column.clone()),
                _ => {}
            }
        }
        [Term::Word(column), Term::Symbol(operator), value] => {
            compare(known.entry(column.clone()).or_default(), operator, value);
        }
        [value, Term::Symbol(operator), Term::Word(column)] => {
            compare(known.entry(column.clone()).or_default(), mirrored(operator), value);
        }
        [Term::Word(function), open, Term::Word(column), close, rest @ ..]
            if open.is("(") && close.is(")") =>
        {
            call(known.entry(column.clone()).or_default(), function, rest);
        }
        [Term::Word(column), rest @ ..] => {
            word(known.entry(column.clone()).or_default(), rest);
        }
        _ => {}
    }
}

fn mirrored(operator: &str) -> &str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    }
}

fn compare(facts: &mut Facts, operator: &str, value: &Term) {
    let limit = |strict| value.number().map(|number| Bound { number, strict });
    match operator {
        ">" | ">=" => facts.least = limit(operator == ">").or(facts.least),
        "<" | "<=" => facts.most = limit(operator == "<").or(facts.most),
        "=" | "==" => {
            if let Term::Literal(sql) = value {
                facts.among = Some(vec![sql.clone()]);
            }
        }
        "<>" | "!=" if value.string().as_deref() == Some("") => {
            facts.shortest = facts.shortest.or(Some(1));
        }
        "~" | "~*" => facts.pattern = value.string().map(Pattern::Regular),
        "~~" => facts.pattern = value.string().map(Pattern::Like),
        _ => {}
    }
}

/// What a call says, of which `rest` follows the parentheses.
fn call(facts: &mut Facts, function: &str, rest: &[Term]) {
    match (function, rest) {
        ("json_valid", _) => facts.json = true,
        ("length" | "char_length" | "character_length" | "octet_length", rest) => {
            length(facts, rest);
        }
        ("trim" | "btrim" | "lower" | "upper", [Term::Symbol(operator), value]) => {
            let says_case = matches!(function, "lower" | "upper");
            if !says_case || operator != "=" {
                compare(facts, operator, value);
            }
        }
        _ => {}
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths are small and not negative"
)]
fn length(facts: &mut Facts, rest: &[Term]) {
    let size = |term: &Term| term.number().map(|number| number.max(0.0) as usize);
    match rest {
        [Term::Symbol(operator), value] => {
            let Some(size) = size(value) else { return };
            match operator.as_str() {
                ">" => facts.shortest = Some(size + 1),
                ">=" => facts.shortest = Some(size),
                "<" => facts.longest = Some(size.saturating_sub(1)),
                "<=" => facts.longest = Some(size),
                "=" | "==" => (facts.shortest, facts.longest) = (Some(size), Some(size)),
                "<>" | "!=" if size == 0 => facts.shortest = Some(1),
                _ => {}
            }
        }
        [between, least, and, most] if between.is("between") && and.is("and") => {
            (facts.shortest, facts.longest) = (size(least), size(most));
        }
        _ => {}
    }
}

/// What stands behind a column, where it begins with a word.
fn word(facts: &mut Facts, rest: &[Term]) {
    let listed = |list: &[Term]| -> Vec<String> {
        let literal = |term: &Term| match term {
            Term::Literal(sql) => Some(sql.clone()),
            _ => None,
        };
        list.iter().filter_map(literal).collect()
    };
    match rest {
        [is, null] if is.is("is") && null.is("null") => facts.null = Some(true),
        [is, not, null] if is.is("is") && not.is("not") && null.is("null") => {
            facts.null = Some(false);
        }
        [between, least, and, most] if between.is("between") && and.is("and") => {
            compare(facts, ">=", least);
            compare(facts, "<=", most);
        }
        [first, second, list @ ..]
            if first.is("in") && second.is("(") || first.is("=") && second.is("any") =>
        {
            facts.among = Some(listed(list)).filter(|it| !it.is_empty());
        }
        [word, pattern] if word.is("regexp") || word.is("rlike") => {
            facts.pattern = pattern.string().map(Pattern::Regular);
        }
        [word, pattern] if word.is("like") => facts.pattern = pattern.string().map(Pattern::Like),
        [word, pattern] if word.is("glob") => facts.pattern = pattern.string().map(Pattern::Glob),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(condition: &str, dialect: Dialect, column: &str) -> Facts {
        let mut known = Known::new();
        learn(condition, dialect, &mut known);
        known.remove(column).unwrap_or_default()
    }

    #[test]
    fn checks_are_read_as_each_engine_prints_them() {
        let range = of("((n > 0) AND (n <= '-10'::integer))", Dialect::Postgres, "n");
        assert_eq!(range.least, Some(Bound { number: 0.0, strict: true }));
        assert_eq!(range.most, Some(Bound { number: -10.0, strict: false }));
        let list = "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))";
        let list = of(list, Dialect::Postgres, "status");
        assert_eq!(list.among, Some(vec!["'a'".to_owned(), "'b'".to_owned()]));
        let list = of("`s` in ('x','y')", Dialect::Mysql, "s");
        assert_eq!(list.among, Some(vec!["'x'".to_owned(), "'y'".to_owned()]));
        let list = of(r"(`s` in (_utf8mb4\'x\',_utf8mb4\'y\'))", Dialect::Mysql, "s");
        assert_eq!(list.among, Some(vec!["'x'".to_owned(), "'y'".to_owned()]));
        let length = of("length(\"name\") between 2 and 8 and name <> ''", Dialect::Sqlite, "name");
        assert_eq!((length.shortest, length.longest), (Some(2), Some(8)));
        let pattern = of("(email ~ '^x+$'::text)", Dialect::Postgres, "email");
        assert_eq!(pattern.pattern, Some(Pattern::Regular("^x+$".to_owned())));
        assert!(of("json_valid(`doc`)", Dialect::Mysql, "doc").json);
    }

    #[test]
    fn of_alternatives_one_that_says_something_is_taken() {
        let either = of("a IS NULL OR a >= 5", Dialect::Sqlite, "a");
        assert_eq!(either.least, Some(Bound { number: 5.0, strict: false }));
        let kinds = "((kind = 'a' AND x IS NOT NULL) OR (kind = 'b' AND x IS NULL))";
        assert_eq!(of(kinds, Dialect::Postgres, "kind").among, Some(vec!["'a'".to_owned()]));
        assert_eq!(of(kinds, Dialect::Postgres, "x").null, Some(false));
        assert_eq!(of("(starts < ends)", Dialect::Postgres, "ends").above, ["starts"]);
        assert_eq!(of("(n > -5)", Dialect::Sqlite, "n").least.map(|it| it.number), Some(-5.0));
    }
}
