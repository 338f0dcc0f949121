//! String literals: `'it''s'`, `"it's"`, `'it\'s'`, `N'…'`.

/// The text that a literal stands for.
pub(crate) fn text(literal: &str) -> String {
    // What most are.
    if let [b'\'', inner @ .., b'\''] = literal.as_bytes()
        && !inner.contains(&b'\'')
        && !inner.contains(&b'\\')
    {
        return literal[1..literal.len() - 1].to_owned();
    }
    let literal = literal.strip_prefix(['n', 'N']).unwrap_or(literal);
    let Some(quote) = literal.chars().next().filter(|quote| matches!(quote, '\'' | '"')) else {
        return literal.to_owned();
    };
    let inner = literal.get(1..).unwrap_or_default();
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            escaped(characters.next(), &mut text);
        } else {
            text.push(character);
            if character == quote {
                characters.next();
            }
        }
    }
    text
}

/// What a backslash before `character` stands for (manual, "String Literals").
fn escaped(character: Option<char>, text: &mut String) {
    match character {
        Some('0') => text.push('\0'),
        Some('b') => text.push('\u{8}'),
        Some('n') => text.push('\n'),
        Some('r') => text.push('\r'),
        Some('t') => text.push('\t'),
        Some('Z') => text.push('\u{1a}'),
        // These stand for themselves in patterns, so the backslash stays.
        Some(wildcard @ ('%' | '_')) => text.extend(['\\', wildcard]),
        Some(other) => text.push(other),
        None => {}
    }
}

/// The one spelling of a text as a literal.
pub(crate) fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    if !text.contains('\'') && !text.contains('\\') {
        literal.push_str(text);
        literal.push('\'');
        return literal;
    }
    for character in text.chars() {
        match character {
            '\'' => literal.push_str("''"),
            // `\%` and `\_` are what they are in a pattern; any other backslash stands for itself.
            '\\' => literal.push_str("\\\\"),
            other => literal.push(other),
        }
    }
    literal.push('\'');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_spelling() {
        for literal in ["'it''s'", "\"it's\"", r"'it\'s'", "N'it''s'"] {
            assert_eq!(text(literal), "it's");
        }
        assert_eq!(quoted("it's"), "'it''s'");
        assert_eq!(text(r"'a\nb\\c\%'"), "a\nb\\c\\%");
        assert_eq!(text("'"), "");
        assert_eq!(text(&quoted(r"a\b'c")), r"a\b'c");
    }
}
