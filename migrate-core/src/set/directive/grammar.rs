//! The text of one directive.

use std::time::Duration;

use super::{
    ALLOW, Directive, IDEMPOTENT, IRREVERSIBLE, LOSSY, NAMES, NO_TRANSACTION, Problem, REPLACES,
    ROWS_ONLY, TIMEOUT, Timeouts,
};
use crate::rules;
use crate::set::kin::Named;
use crate::text::{Span, nearest};

type Failure = (Problem, Span);

pub(super) fn parse(text: &str) -> Result<Directive, Failure> {
    let whole = Span::new(0, text.len());
    let name_end = text
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name_end);
    let arguments = arguments(rest)
        .map_err(|(expected, at)| (Problem::Expected { expected }, at.shifted(name_end)))?;
    let found = match name {
        "" => Err((Problem::Nothing, whole)),
        NO_TRANSACTION => arguments.only(NO_TRANSACTION, &[]).map(|()| Directive::NoTransaction),
        IRREVERSIBLE => {
            arguments.reason(IRREVERSIBLE).map(|reason| Directive::Irreversible { reason })
        }
        ALLOW => allow(&arguments),
        LOSSY => lossy(&arguments),
        TIMEOUT => timeout(&arguments),
        REPLACES => replaces(&arguments),
        ROWS_ONLY => arguments.only(ROWS_ONLY, &[]).map(|()| Directive::RowsOnly),
        IDEMPOTENT => arguments.only(IDEMPOTENT, &[]).map(|()| Directive::Idempotent),
        _ => {
            let problem = Problem::Unknown { name: name.to_owned(), meant: nearest(name, NAMES) };
            return Err((problem, Span::new(0, name_end)));
        }
    };
    found.map_err(|(problem, at)| match at {
        at if at == whole || at == Span::default() => (problem, whole),
        at => (problem, at.shifted(name_end)),
    })
}

/// The place of a problem that the directive as a whole has.
const WHOLE: Span = Span::new(0, 0);

fn allow(arguments: &Arguments) -> Result<Directive, Failure> {
    let reason = arguments.reason_beside_subjects(ALLOW)?;
    if arguments.subjects.is_empty() {
        return Err((Problem::NoSubject { directive: ALLOW, what: "which rule" }, WHOLE));
    }
    let known = |subject: &Subject| {
        let name = subject.parts.join(".");
        rules::find(&name).map_err(|meant| (Problem::UnknownRule { name, meant }, subject.span))
    };
    let rules = arguments.subjects.iter().map(known).collect::<Result<_, _>>()?;
    Ok(Directive::Allow { rules, reason })
}

fn lossy(arguments: &Arguments) -> Result<Directive, Failure> {
    let reason = arguments.reason_beside_subjects(LOSSY)?;
    if arguments.subjects.is_empty() {
        let problem = Problem::NoSubject { directive: LOSSY, what: "what is lost" };
        return Err((problem, WHOLE));
    }
    let what = arguments.subjects.iter().map(|subject| subject.parts.clone()).collect();
    Ok(Directive::Lossy { what, reason })
}

fn replaces(arguments: &Arguments) -> Result<Directive, Failure> {
    arguments.only_named(REPLACES, &[])?;
    if arguments.subjects.is_empty() {
        return Err((Problem::NoSubject { directive: REPLACES, what: "which migrations" }, WHOLE));
    }
    let expected = "the name of a migration, as in `20260101120000_create_users`";
    let named = |subject: &Subject| {
        let named = Named::parse(&subject.parts.join("."));
        named.map_err(|_| (Problem::Expected { expected }, subject.span))
    };
    let names = arguments.subjects.iter().map(named).collect::<Result<_, _>>()?;
    Ok(Directive::Replaces { names })
}

fn timeout(arguments: &Arguments) -> Result<Directive, Failure> {
    arguments.only(TIMEOUT, &["lock", "statement"])?;
    let value = |name: &str| {
        let Some(argument) = arguments.named.iter().find(|argument| argument.name == name) else {
            return Ok(None);
        };
        let expected = "a time such as `500ms`, `2s`, `5min` or `1h`";
        let found = duration(&argument.value);
        found.map(Some).ok_or((Problem::Expected { expected }, argument.span))
    };
    let (lock, statement) = (value("lock")?, value("statement")?);
    if lock.is_none() && statement.is_none() {
        return Err((Problem::NoSubject { directive: TIMEOUT, what: "how long" }, WHOLE));
    }
    Ok(Directive::Timeout(Timeouts { lock, statement }))
}

fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let number: u64 = text[..end].parse().ok()?;
    let milliseconds = match text[end..].trim() {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(milliseconds).filter(|&all| all > 0).map(Duration::from_millis)
}

/// What stands between the parentheses.
#[derive(Default)]
struct Arguments {
    subjects: Vec<Subject>,
    named: Vec<Argument>,
}

/// `users.email`.
struct Subject {
    parts: Vec<String>,
    span: Span,
}

/// `name = "value"`.
struct Argument {
    name: String,
    value: String,
    span: Span,
}

impl Arguments {
    /// Refuses everything but named arguments of these names, each once.
    fn only(&self, directive: &'static str, names: &[&str]) -> Result<(), Failure> {
        if let Some(subject) = self.subjects.first() {
            let argument = subject.parts.join(".");
            return Err((Problem::Argument { directive, argument }, WHOLE));
        }
        self.only_named(directive, names)
    }

    fn only_named(&self, directive: &'static str, names: &[&str]) -> Result<(), Failure> {
        for (at, argument) in self.named.iter().enumerate() {
            let again = self.named[..at].iter().any(|other| other.name == argument.name);
            if again || !names.contains(&&*argument.name) {
                let argument = argument.name.clone();
                return Err((Problem::Argument { directive, argument }, WHOLE));
            }
        }
        Ok(())
    }

    fn reason(&self, directive: &'static str) -> Result<String, Failure> {
        self.only(directive, &["reason"])?;
        self.reason_beside_subjects(directive)
    }

    fn reason_beside_subjects(&self, directive: &'static str) -> Result<String, Failure> {
        self.only_named(directive, &["reason"])?;
        match self.named.first() {
            Some(reason) if !reason.value.trim().is_empty() => Ok(reason.value.clone()),
            _ => Err((Problem::NoReason { directive }, WHOLE)),
        }
    }
}

/// Reads `(subject, name = "value", …)`, or nothing.
fn arguments(text: &str) -> Result<Arguments, (&'static str, Span)> {
    let mut cursor = Cursor { text, at: 0 };
    let mut found = Arguments::default();
    if !cursor.eat('(') {
        return if cursor.rest().is_empty() {
            Ok(found)
        } else {
            Err(cursor.expected("`(` or the end of the line"))
        };
    }
    while !cursor.eat(')') {
        cursor.argument(&mut found)?;
        if !cursor.eat(',') && !cursor.rest().starts_with(')') {
            return Err(cursor.expected("`,` or `)`"));
        }
    }
    if cursor.rest().is_empty() {
        Ok(found)
    } else {
        Err(cursor.expected("the end of the line behind `)`"))
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn eat(&mut self, letter: char) -> bool {
        let found = self.rest().starts_with(letter);
        self.at += if found { letter.len_utf8() } else { 0 };
        found
    }

    fn argument(&mut self, found: &mut Arguments) -> Result<(), (&'static str, Span)> {
        self.rest();
        let start = self.at;
        let mut parts = Vec::new();
        loop {
            parts.push(self.name().ok_or_else(|| self.expected("a name or `)`"))?);
            if !self.eat('.') {
                break;
            }
        }
        let end = self.at;
        if !self.eat('=') {
            found.subjects.push(Subject { parts, span: Span::new(start, end) });
            return Ok(());
        }
        self.rest();
        let start = self.at;
        let value = self.quoted().ok_or_else(|| self.expected("a text in double quotes"))?;
        let span = Span::new(start, self.at);
        found.named.push(Argument { name: parts.join("."), value, span });
        Ok(())
    }

    /// A bare name, or one in double quotes where it has letters that no bare one has.
    fn name(&mut self) -> Option<String> {
        let rest = self.rest();
        if rest.starts_with('"') {
            return self.quoted();
        }
        let end = bare(rest);
        self.at += end;
        (end > 0).then(|| rest[..end].to_owned())
    }

    /// A text in double quotes, in which a backslash stands before a quote or a backslash.
    fn quoted(&mut self) -> Option<String> {
        let rest = self.rest().strip_prefix('"')?;
        let mut value = String::new();
        let mut letters = rest.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += 1 + at + 1;
                    return Some(value);
                }
                '\\' => value.push(letters.next()?.1),
                other => value.push(other),
            }
        }
        None
    }

    fn expected(&mut self, what: &'static str) -> (&'static str, Span) {
        self.rest();
        (what, Span::new(self.at, self.text.len()))
    }
}

/// How much of a text is a name that needs no quotes.
pub(super) fn bare(text: &str) -> usize {
    let ends = |letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '-' | '$'));
    text.find(ends).unwrap_or(text.len())
}
