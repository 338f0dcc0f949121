//! What the checks of a table say of its columns, in the spelling of whichever engine printed them.
//!
//! Understood is what most checks are: ranges, lists, lengths, patterns and one column compared with
//! another, joined by `AND`; of what `OR` joins one side is taken. Nothing relies on it: what is not
//! understood says nothing, and the engine judges every row.

mod term;

use std::collections::BTreeMap;

use crate::dialect::Dialect;

use super::pattern::Pattern;
use term::{Term, inside, parts, terms};

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
    learn_any(&terms(&condition, dialect), known);
}

/// Literals in a text that values may be tried of: strings and numbers, as SQL.
pub(super) fn literals(text: &str, dialect: Dialect) -> Vec<String> {
    let literal = |term: Term| match term {
        Term::Literal(sql) => Some(sql),
        _ => None,
    };
    terms(text, dialect).into_iter().filter_map(literal).take(24).collect()
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
