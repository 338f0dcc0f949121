//! Definitions that differ in the blanks between their words.

/// Languages in whose programs blanks keep words apart and mean nothing else.
const FREE_OF_LAYOUT: [&str; 2] = ["sql", "plpgsql"];

/// Whether two definitions differ in that, and in nothing else. Where it is not certain what is a
/// blank between words and what stands in quotes or in a comment, they count as different.
pub(super) fn are_all(one: &str, other: &str) -> bool {
    let is_same = |of_one: Vec<String>| is_free_of_layout(&of_one) && Some(of_one) == pieces(other);
    one != other && pieces(one).is_some_and(is_same)
}

/// Whether the definition is in such a language, or names none.
fn is_free_of_layout(pieces: &[String]) -> bool {
    let named = pieces.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("language"));
    let is_free = |name: &str| FREE_OF_LAYOUT.iter().any(|it| name.eq_ignore_ascii_case(it));
    named.map(|pair| pair[1].trim_matches(['\'', ';'])).all(is_free)
}

/// The parts of a definition between its blanks; texts in quotes and comments are whole ones, but for
/// the text behind `AS`, which is a program.
fn pieces(text: &str) -> Option<Vec<String>> {
    // A backslash may escape a quote, `#` begins a comment in some engines, a comment in a comment
    // ends in different places, and a second text in dollar quotes stands inside of the first.
    if text.contains(['\\', '#']) || text.contains("/*") || dollar_quotes(text) > 2 {
        return None;
    }
    let mut pieces: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = piece(rest)?;
        let (found, behind) = (rest.get(..end)?, rest.get(end..)?);
        let is_program = pieces.last().is_some_and(|last| last.eq_ignore_ascii_case("as"));
        match found.strip_prefix('\'').filter(|_| is_program) {
            Some(program) => {
                pieces.push("'".to_owned());
                pieces.extend(self::pieces(&program.strip_suffix('\'')?.replace("''", "'"))?);
                pieces.push("'".to_owned());
            }
            None => pieces.push(found.to_owned()),
        }
        rest = behind.trim_start();
    }
    Some(pieces)
}

/// Where the first piece ends.
fn piece(text: &str) -> Option<usize> {
    if let Some(comment) = text.strip_prefix("--") {
        let is_one = comment.is_empty() || comment.starts_with([' ', '\n']);
        return is_one.then(|| text.find('\n').unwrap_or(text.len()));
    }
    const QUOTES: [char; 3] = ['\'', '"', '`'];
    if let Some(quote) = text.chars().next().filter(|first| QUOTES.contains(first)) {
        return quoted(text, quote);
    }
    let ends = |(at, letter): &(usize, char)| {
        letter.is_whitespace()
            || QUOTES.contains(letter)
            || text.get(*at..).is_some_and(|rest| rest.starts_with("--"))
    };
    Some(text.char_indices().find(ends).map_or(text.len(), |(at, _)| at))
}

/// Where a text in quotes ends, in which two of them are one.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return Some(at + 1);
        }
    }
    None
}

/// How many quotes such as `$$` and `$body$` there are.
fn dollar_quotes(text: &str) -> usize {
    let mut parts: Vec<&str> = text.split('$').collect();
    let is_tag = |part: &&str| {
        !part.starts_with(|first: char| first.is_ascii_digit())
            && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    parts.pop();
    parts.iter().skip(1).filter(|part| is_tag(part)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_words_mean_nothing() {
        for (one, other) in [
            ("as $$ select a + b $$", "as $$\n    select a\n    + b\n$$"),
            ("begin  x := 'a  b'; end", "begin x := 'a  b'; end"),
            ("select 1 -- one\n+ 2", "select 1   -- one\n   + 2"),
            ("return net  *  1.19", "return net * 1.19"),
            ("select $1  + $2", "select $1 + $2"),
            ("language sql as ' select a  + b '", "language sql as '\n select a + b'"),
        ] {
            assert!(are_all(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn blanks_that_may_mean_something_do_not_count_as_none() {
        for (one, other) in [
            ("select 'a  b'", "select 'a b'"),
            ("select \"a  b\"", "select \"a b\""),
            ("select 1 -- one\n+ 2", "select 1 -- one + 2"),
            ("select a b", "select ab"),
            ("as 'select ''a  b'''", "as 'select ''a b'''"),
            ("default 'a  b'", "default 'a b'"),
            ("select 'it''s  a'", "select 'it''s a'"),
            ("select e'\\'  '", "select e'\\' '"),
            ("as $f$ select $$a  b$$ $f$", "as $f$ select $$a b$$ $f$"),
            ("select 1 /* a  b */", "select 1 /* a b */"),
            ("language plpython3u as $$ if a:\n  b $$", "language plpython3u as $$ if a:\n b $$"),
            ("select 1", "select 1"),
            ("select 1", "select 2"),
        ] {
            assert!(!are_all(one, other), "{one:?} {other:?}");
        }
    }
}
