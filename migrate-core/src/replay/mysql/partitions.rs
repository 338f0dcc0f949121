//! Partitions that come and go: by name where each is listed with what it takes; of `HASH` and `KEY` the number
//! counts.

use crate::dialect::Dialect;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::normal;

/// A partition in a list.
struct Part {
    /// Its name in lower case.
    name: String,
    start: usize,
    end: usize,
}

/// How a table is spread after `ADD PARTITION (…)` or `DROP PARTITION a, b`; nothing where that is not
/// told by names alone.
pub(super) fn changed(by: &str, action: &str, text: &str) -> Option<String> {
    if let Some((by, count)) = counted(by) {
        let count = match words(text)[..] {
            ["partition", "partitions", more] if action == "ADD PARTITION" => {
                count.checked_add(more.parse().ok()?)
            }
            ["coalesce", "partition", less] if action == "COALESCE PARTITION" => {
                count.checked_sub(less.parse().ok()?).filter(|left| *left > 0)
            }
            _ => None,
        };
        return Some(format!("{by} partitions {}", count?));
    }
    let is_listed = ["range", "list"].iter().any(|word| by.starts_with(word));
    let parts = listed(by).filter(|parts| is_listed && !parts.is_empty())?;
    match action {
        "ADD PARTITION" => {
            let added = listed(text)?;
            let (first, last) = (added.first()?, added.last()?);
            let is_taken = |new: &Part| parts.iter().any(|part| part.name == new.name);
            if added.iter().any(is_taken) {
                return None;
            }
            let end = parts.last()?.end;
            Some(format!("{}, {}{}", &by[..end], &text[first.start..last.end], &by[end..]))
        }
        "DROP PARTITION" => {
            let mut by = by.to_owned();
            for name in dropped(text)? {
                by = without(&by, &name)?;
            }
            Some(by)
        }
        "REORGANIZE PARTITION" => reorganized(by, &parts, text),
        _ => None,
    }
}

/// Partitions by hash or key: what they are spread by, and how many there are.
fn counted(by: &str) -> Option<(&str, u32)> {
    let is_counted = ["hash", "key", "linear"].iter().any(|word| by.starts_with(word));
    let (before, count) = by.rsplit_once(" partitions ").filter(|_| is_counted)?;
    Some((before, count.trim().parse().ok()?))
}

fn words(text: &str) -> Vec<&str> {
    lexer::significant(text, Dialect::Mysql).iter().map(|token| token.text(text)).collect()
}

/// `REORGANIZE PARTITION a, b INTO (PARTITION …)`, where those stand beside each other.
fn reorganized(by: &str, parts: &[Part], text: &str) -> Option<String> {
    let (names, _) = text.split_once(" into ")?;
    let names = dropped(names.strip_prefix("reorganize ")?)?;
    let start = parts.iter().position(|part| names.first() == Some(&part.name))?;
    let gone = parts.get(start..start + names.len())?;
    let is_it = gone.iter().zip(&names).all(|(part, name)| part.name == *name);
    let new = listed(text).filter(|_| is_it)?;
    let (first, last) = (new.first()?, new.last()?);
    let text = &text[first.start..last.end];
    Some(format!("{}{text}{}", &by[..gone.first()?.start], &by[gone.last()?.end..]))
}

/// The partitions in the last parentheses of a text.
fn listed(text: &str) -> Option<Vec<Part>> {
    let tokens = lexer::significant(text, Dialect::Mysql);
    let (last, before) = tokens.split_last()?;
    if !last.is_symbol(text, ")") {
        return None;
    }
    let mut depth = 0_usize;
    let open = before.iter().rposition(|token| {
        if token.is_symbol(text, ")") {
            depth += 1;
        } else if token.is_symbol(text, "(") {
            if depth == 0 {
                return true;
            }
            depth -= 1;
        }
        false
    })?;
    let mut parts = Vec::new();
    let mut from = open + 1;
    for at in open + 1..=before.len() {
        let token = before.get(at);
        match token.map(|token| token.text(text)) {
            Some("(") => depth += 1,
            Some(")") => depth = depth.checked_sub(1)?,
            Some(",") | None if depth == 0 => {
                parts.push(part(text, before.get(from..at)?)?);
                from = at + 1;
            }
            _ => {}
        }
    }
    Some(parts)
}

fn part(text: &str, tokens: &[Token]) -> Option<Part> {
    let [keyword, name, ..] = tokens else { return None };
    let is_name = matches!(name.kind, TokenKind::Word | TokenKind::QuotedName);
    (keyword.is_word(text, "PARTITION") && is_name).then(|| Part {
        name: normal::unquoted(name.text(text)).to_lowercase(),
        start: keyword.span.start,
        end: tokens.last().map_or(name.span.end, |last| last.span.end),
    })
}

fn dropped(text: &str) -> Option<Vec<String>> {
    let tokens = lexer::significant(text, Dialect::Mysql);
    let (_, names) = tokens.split_first().filter(|(it, _)| it.is_word(text, "PARTITION"))?;
    let name = |tokens: &[Token]| match tokens {
        [name] => Some(normal::unquoted(name.text(text)).to_lowercase()),
        _ => None,
    };
    names.split(|token| token.is_symbol(text, ",")).map(name).collect()
}

fn without(by: &str, name: &str) -> Option<String> {
    let parts = listed(by)?;
    let at = parts.iter().position(|part| part.name == name)?;
    // One goes with the comma in front of it, the first with the one behind it.
    let (start, end) = match (at.checked_sub(1).and_then(|at| parts.get(at)), parts.get(at + 1)) {
        (Some(before), _) => (before.end, parts[at].end),
        (None, Some(next)) => (parts[at].start, next.start),
        // The last one cannot go.
        (None, None) => return None,
    };
    Some(format!("{}{}", &by[..start], &by[end..]))
}

#[cfg(test)]
mod tests {
    use super::changed;

    const BY: &str =
        "range (year(at)) (partition a values less than (1), partition b values less than (2))";

    #[test]
    fn partitions_come_and_go_by_name() {
        let add = "partition (partition c values less than (3), partition d values less than (4))";
        let more = changed(BY, "ADD PARTITION", add).unwrap();
        let added = ", partition c values less than (3), partition d values less than (4))";
        assert_eq!(more, format!("{}{added}", &BY[..BY.len() - 1]));
        assert_eq!(changed(&more, "DROP PARTITION", "partition d, C").as_deref(), Some(BY));
        let fewer = changed(BY, "DROP PARTITION", "partition a").unwrap();
        assert_eq!(fewer, "range (year(at)) (partition b values less than (2))");
        assert_eq!(changed(&fewer, "DROP PARTITION", "partition b"), None);
    }

    #[test]
    fn partitions_are_split_and_joined() {
        let split = "reorganize partition b into (partition b values less than (2), \
            partition c values less than (3))";
        let more = changed(BY, "REORGANIZE PARTITION", split).unwrap();
        assert_eq!(
            more,
            "range (year(at)) (partition a values less than (1), partition b values less than (2), \
             partition c values less than (3))"
        );
        let joined = "reorganize partition b, c into (partition b values less than (2))";
        assert_eq!(changed(&more, "REORGANIZE PARTITION", joined).as_deref(), Some(BY));
        let apart = "reorganize partition a, c into (partition b values less than (2))";
        assert_eq!(changed(&more, "REORGANIZE PARTITION", apart), None);
    }

    #[test]
    fn of_a_hash_the_number_counts() {
        let by = "hash (id) partitions 4";
        let more = changed(by, "ADD PARTITION", "partition partitions 2").unwrap();
        assert_eq!(more, "hash (id) partitions 6");
        assert_eq!(
            changed(&more, "COALESCE PARTITION", "coalesce partition 2").as_deref(),
            Some(by)
        );
        assert_eq!(changed(by, "COALESCE PARTITION", "coalesce partition 4"), None);
    }

    #[test]
    fn of_others_nothing_is_told() {
        for (by, action, text) in [
            (BY, "DROP PARTITION", "partition if exists a"),
            (BY, "DROP PARTITION", "partition c"),
            (BY, "ADD PARTITION", "partition (partition a values less than (3))"),
            (BY, "ADD PARTITION", "partition partitions 2"),
            ("hash (id) (partition a, partition b)", "ADD PARTITION", "partition (partition c)"),
            ("range (id)", "DROP PARTITION", "partition a"),
        ] {
            assert_eq!(changed(by, action, text), None, "{by}: {text}");
        }
    }
}
