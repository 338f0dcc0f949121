//! Arrays that the server prints in two ways and that are one.

const FROM: &str = "(ARRAY[";
const TO: &str = "])::text[]";
const VARCHAR: &str = "::character varying";

/// `(ARRAY['a'::character varying, …])::text[]` as `ARRAY[('a'::character varying)::text, …]`. The server keeps
/// the former of `IN ('a', …)` over a `varchar`, and the latter of the former (measured on 15.18): a condition
/// that comes back as a dump has it is the same one.
pub(super) fn cast_inside(expression: &str) -> String {
    let mut text = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some((before, after)) = rest.split_once(FROM) {
        text.push_str(before);
        match elements(after) {
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

/// Constants of type `varchar` up to the end of such an array, and what comes behind it.
fn elements(text: &str) -> Option<(Vec<&str>, &str)> {
    let mut elements = Vec::new();
    let mut rest = text;
    loop {
        let length = literal(rest)?;
        let (element, behind) = rest.split_at_checked(length + VARCHAR.len())?;
        elements.push(element.ends_with(VARCHAR).then_some(element)?);
        if let Some(behind) = behind.strip_prefix(TO) {
            return Some((elements, behind));
        }
        rest = behind.strip_prefix(", ")?;
    }
}

/// How long the text in quotes is that comes first.
fn literal(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = usize::from(*bytes.first()? == b'\'');
    if at == 0 {
        return None;
    }
    loop {
        at += text.get(at..)?.find('\'')? + 1;
        if bytes.get(at) != Some(&b'\'') {
            return Some(at);
        }
        at += 1;
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
            "(ARRAY['é",
        ] {
            assert_eq!(cast_inside(other), other);
        }
    }
}
