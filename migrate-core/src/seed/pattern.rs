//! Texts that a simple regular expression or a `LIKE` pattern matches.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern as a check has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// `LIKE '…'`.
    Like(String),
    /// `~ '…'`, `REGEXP '…'`.
    Regular(String),
    /// `GLOB '…'`.
    Glob(String),
}

/// A text that it matches, another one for another salt as far as that goes; none where the pattern
/// has what is not understood.
pub(super) fn text(pattern: &Pattern, salt: u64) -> Option<String> {
    match pattern {
        Pattern::Like(like) => Some(wild(like, salt, '%', '_')),
        Pattern::Glob(glob) if !glob.contains('[') => Some(wild(glob, salt, '*', '?')),
        Pattern::Glob(_) => None,
        Pattern::Regular(regular) => {
            let mut made = String::new();
            let mut maker = Maker { rest: regular.chars().peekable(), salt };
            maker.sequence(&mut made, 0)?;
            maker.rest.next().is_none().then_some(made)
        }
    }
}

fn wild(pattern: &str, salt: u64, many: char, one: char) -> String {
    let letter = letter(salt);
    pattern
        .chars()
        .map(|it| match it {
            _ if it == many => format!("{letter}{}", salt % 90 + 10),
            _ if it == one => letter.to_string(),
            other => other.to_string(),
        })
        .collect()
}

fn letter(salt: u64) -> char {
    char::from(b'a' + u8::try_from(salt % 26).unwrap_or(0))
}

/// Reads a regular expression and writes a text that it matches.
struct Maker<'p> {
    rest: Peekable<Chars<'p>>,
    salt: u64,
}

/// Characters of which one is chosen.
type Class = Vec<char>;

impl Maker<'_> {
    /// Up to the end, a `)` or a `|`; of alternatives the first one is taken.
    fn sequence(&mut self, made: &mut String, depth: usize) -> Option<()> {
        if depth > 20 {
            return None;
        }
        while let Some(&next) = self.rest.peek() {
            match next {
                ')' => return Some(()),
                '|' => {
                    self.rest.next();
                    self.sequence(&mut String::new(), depth + 1)?;
                    return Some(());
                }
                '^' | '$' => {
                    self.rest.next();
                }
                '(' => {
                    self.rest.next();
                    self.group(made, depth)?;
                }
                _ => {
                    let class = self.class()?;
                    let (least, most) = self.times()?;
                    for at in 0..least.max(most.min(3)) {
                        made.push(self.pick(&class, at as u64)?);
                    }
                }
            }
        }
        Some(())
    }

    fn group(&mut self, made: &mut String, depth: usize) -> Option<()> {
        if self.rest.peek() == Some(&'?') {
            self.rest.next();
            // Only a group that captures nothing; whatever looks around is not understood.
            (self.rest.next()? == ':').then_some(())?;
        }
        let mut inner = String::new();
        self.sequence(&mut inner, depth + 1)?;
        (self.rest.next()? == ')').then_some(())?;
        let (least, most) = self.times()?;
        let times = least.max(usize::from(most > 0));
        (0..times).for_each(|_| made.push_str(&inner));
        Some(())
    }

    /// How often what stands before it is repeated.
    fn times(&mut self) -> Option<(usize, usize)> {
        let times = match self.rest.peek() {
            Some('*') => (0, 4),
            Some('+') => (1, 4),
            Some('?') => (0, 1),
            Some('{') => {
                self.rest.next();
                let inside: String = self.rest.by_ref().take_while(|it| *it != '}').collect();
                let (least, most) = inside.split_once(',').unwrap_or((&inside, &inside));
                let least = if least.is_empty() { 0 } else { least.parse().ok()? };
                let most = if most.is_empty() { least + 3 } else { most.parse().ok()? };
                return (most <= 400).then_some((least, most));
            }
            _ => return Some((1, 1)),
        };
        self.rest.next();
        if self.rest.peek() == Some(&'?') {
            self.rest.next();
        }
        Some(times)
    }

    fn class(&mut self) -> Option<Class> {
        match self.rest.next()? {
            '[' => self.brackets(),
            '\\' => escaped(self.rest.next()?),
            '.' => Some(letters()),
            '*' | '+' | '?' => None,
            other => Some(vec![other]),
        }
    }

    fn brackets(&mut self) -> Option<Class> {
        let negative = self.rest.peek() == Some(&'^');
        if negative {
            self.rest.next();
        }
        let mut class = Class::new();
        loop {
            let next = self.rest.next()?;
            match next {
                ']' if !class.is_empty() => break,
                '[' if self.rest.peek() == Some(&':') => {
                    let name: String = self.rest.by_ref().take_while(|it| *it != ']').collect();
                    class.extend(named(name.trim_matches(':'))?);
                }
                '\\' => class.extend(escaped(self.rest.next()?)?),
                '-' if !class.is_empty() && self.rest.peek() != Some(&']') => {
                    let from = *class.last()?;
                    let to = self.rest.next()?;
                    class.extend((from..=to).skip(1).take(100));
                }
                other => class.push(other),
            }
        }
        if negative {
            let all = letters().into_iter().chain('0'..='9').chain(['_', '-']);
            return Some(all.filter(|it| !class.contains(it)).collect());
        }
        Some(class)
    }

    fn pick(&self, class: &Class, at: u64) -> Option<char> {
        let at = (self.salt.wrapping_mul(7) + at * 3) % u64::try_from(class.len()).ok()?.max(1);
        class.get(usize::try_from(at).ok()?).copied()
    }
}

fn letters() -> Class {
    ('a'..='z').collect()
}

fn escaped(letter: char) -> Option<Class> {
    match letter {
        'd' => Some(('0'..='9').collect()),
        'w' => Some(letters()),
        's' => Some(vec![' ']),
        'n' => Some(vec!['\n']),
        't' => Some(vec!['\t']),
        it if it.is_ascii_alphanumeric() => None,
        other => Some(vec![other]),
    }
}

fn named(class: &str) -> Option<Class> {
    Some(match class {
        "digit" => ('0'..='9').collect(),
        "alpha" | "lower" | "alnum" => letters(),
        "upper" => ('A'..='Z').collect(),
        "xdigit" => ('0'..='9').chain('a'..='f').collect(),
        "space" => vec![' '],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_made_of_a_pattern() {
        let regular = |pattern: &str| text(&Pattern::Regular(pattern.to_owned()), 1);
        assert_eq!(regular("^[a-c]{2}-[0-9]+$").as_deref(), Some("bb-703"));
        assert_eq!(regular("^#[0-9a-f]{6}$").map(|it| it.len()), Some(7));
        assert_eq!(
            regular(r"^(http|ftp)://\w+\.com$").map(|it| it.starts_with("http://")),
            Some(true)
        );
        assert_eq!(regular("(?=x)"), None);
        assert_eq!(regular("[[:digit:]]{3}").map(|it| it.len()), Some(3));
        assert_eq!(text(&Pattern::Like("%@%.org".to_owned()), 0).as_deref(), Some("a10@a10.org"));
    }
}
