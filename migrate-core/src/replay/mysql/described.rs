//! What an `ALTER` says of a routine or an event: which part of its definition it takes the place of.

use crate::dialect::Dialect;
use crate::schema::ObjectKind;
use crate::sql::lexer::{self, Token, TokenKind};

/// The definition behind an `ALTER`. None where what that does is not told by its words.
pub(super) fn altered(kind: ObjectKind, text: &str, action: &str) -> Option<String> {
    // Whoever alters an event owns it from then on.
    if text.starts_with("definer ") {
        return None;
    }
    let (definition, trail) = match text.split_once(" ; ") {
        Some((definition, trail)) => (definition, trail.split(" ; ").collect()),
        None => (text, Vec::new()),
    };
    match kind {
        ObjectKind::Event => event(definition, &trail, action),
        ObjectKind::Routine => routine(definition, trail, action),
        _ => None,
    }
}

/// The clauses of an event in the order in which they stand.
const EVENT: [&str; 5] = ["on schedule", "on completion", "comment", "enable", "do"];

fn event(definition: &str, trail: &[&str], action: &str) -> Option<String> {
    let mut clauses = clauses(definition)?;
    for (at, clause) in self::clauses(action)?.into_iter().enumerate() {
        let Some(clause) = clause else { continue };
        // Without a beginning it is the moment of the statement.
        let lower = clause.to_ascii_lowercase();
        if at == 0 && lower.contains(" every ") && !lower.contains(" starts ") {
            return None;
        }
        // How it is switched on is another question.
        if at == 3 {
            return None;
        }
        let silent = ["on completion not preserve", "comment ''"].contains(&&*lower);
        clauses[at] = Some(clause).filter(|_| !silent);
    }
    let definition = clauses.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Some(trail.iter().fold(definition, |text, part| format!("{text} ; {part}")))
}

/// The clauses of a definition, each at the place that it has.
fn clauses(text: &str) -> Option<Vec<Option<String>>> {
    let tokens = lexer::significant(text, Dialect::Mysql);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let place = begins(text, &tokens, at);
        starts.extend(place.map(|place| (place, tokens[at].span.start)));
        match place {
            // Whatever comes behind it is the body.
            Some(4) => break,
            Some(0 | 1) => at += 2,
            _ => at += 1,
        }
    }
    if starts.first().is_none_or(|(_, start)| *start != 0) {
        return None;
    }
    let mut clauses = vec![None; EVENT.len()];
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    for ((place, start), end) in starts.iter().zip(ends) {
        let clause = text.get(*start..end)?.trim().to_owned();
        if clauses[*place].replace(clause).is_some() {
            return None;
        }
    }
    Some(clauses)
}

fn begins(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let word = |at: usize, word: &str| tokens.get(at).is_some_and(|it| it.is_word(text, word));
    if word(at, "on") {
        return [(0, "schedule"), (1, "completion")]
            .into_iter()
            .find_map(|(place, what)| word(at + 1, what).then_some(place));
    }
    let is_text = tokens.get(at + 1).is_some_and(|it| it.kind == TokenKind::String);
    match () {
        () if word(at, "comment") && is_text => Some(2),
        () if word(at, "enable") || word(at, "disable") => Some(3),
        () if word(at, "do") => Some(4),
        () => None,
    }
}

/// What a routine says of itself, and what it says where it says nothing.
const ROUTINE: [(&[&str], &str); 4] = [
    (&["sql security definer", "sql security invoker"], "sql security definer"),
    (&["contains sql", "no sql", "reads sql data", "modifies sql data"], "contains sql"),
    (&["comment '"], "comment ''"),
    (&["language sql"], "language sql"),
];

fn routine(definition: &str, trail: Vec<&str>, action: &str) -> Option<String> {
    let lower = action.to_ascii_lowercase();
    let action = if is_comment(action) { action } else { lower.as_str() };
    let (keys, silent) = ROUTINE.into_iter().find(|(keys, _)| {
        keys.iter().any(|key| action == *key || key.ends_with('\'') && is_comment(action))
    })?;
    // What the definition says itself would have to be looked for in front of its body.
    let head = definition.to_ascii_lowercase();
    if keys.iter().any(|key| head.contains(key)) {
        return None;
    }
    let is_other = |part: &&str| !keys.iter().any(|key| part.starts_with(key));
    let mut parts: Vec<&str> = trail.into_iter().filter(is_other).collect();
    if action != silent {
        parts.push(action);
    }
    parts.sort_unstable();
    Some(parts.iter().fold(definition.to_owned(), |text, part| format!("{text} ; {part}")))
}

fn is_comment(action: &str) -> bool {
    let tokens = lexer::significant(action, Dialect::Mysql);
    matches!(&tokens[..], [word, text] if word.is_word(action, "comment") && text.kind == TokenKind::String)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_altered_and_altered_back() {
        let event = "on schedule every 2 day starts '2030-01-01' comment 'x' do delete from t";
        let altered = |text: &str, action: &str| altered(ObjectKind::Event, text, action);
        let other = altered(event, "on schedule every 1 day starts '2030-01-01'").unwrap();
        assert_eq!(
            other,
            "on schedule every 1 day starts '2030-01-01' comment 'x' do delete from t"
        );
        let back = altered(&other, "on schedule every 2 day starts '2030-01-01'").unwrap();
        assert_eq!(back, event);
        let said = altered(event, "on completion preserve do select 1").unwrap();
        assert_eq!(
            said,
            "on schedule every 2 day starts '2030-01-01' on completion preserve comment 'x' do \
             select 1"
        );
        assert_eq!(altered(event, "on schedule every 1 day"), None);
        assert_eq!(altered(event, "disable"), None);
        assert_eq!(altered(&format!("definer root {event}"), "comment 'y'"), None);
    }

    #[test]
    fn a_routine_is_altered_and_altered_back() {
        let altered = |text: &str, action: &str| altered(ObjectKind::Routine, text, action);
        let routine = "(a int) returns int deterministic return a";
        let other = altered(routine, "sql security invoker").unwrap();
        assert_eq!(other, format!("{routine} ; sql security invoker"));
        let both = altered(&other, "comment 'x'").unwrap();
        assert_eq!(both, format!("{routine} ; comment 'x' ; sql security invoker"));
        let one = altered(&both, "comment ''").unwrap();
        assert_eq!(altered(&one, "sql security definer").as_deref(), Some(routine));
        assert_eq!(altered("() no sql select 1", "contains sql"), None);
        assert_eq!(altered(routine, "comment 'x' no sql"), None);
    }
}
