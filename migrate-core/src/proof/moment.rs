//! Moments that get a time zone or lose it, and stay the moments that they are.

use crate::sql::normal;

/// Whether `USING column AT TIME ZONE 'UTC'` is all that is said: each moment of one type is then one of
/// the other, and back. Other zones leave hours out, and have some twice.
pub(super) fn is_universal(using: &str, column: &str) -> bool {
    let tokens = normal::significant(using);
    let words: Vec<String> = tokens
        .iter()
        .map(|token| token.text(using).trim_matches('"').to_ascii_lowercase())
        .filter(|word| word != "(" && word != ")")
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(&words[..], [name, "at", "time", "zone", "'utc'" | "'gmt'" | "'etc/utc'"]
        if name.eq_ignore_ascii_case(column))
}

/// Whether the types are the two of a moment, alike but for the zone.
pub(super) fn is_zoned(from: &str, to: &str) -> bool {
    let bare = |text: &str| text.replace(" without time zone", "").replace(" with time zone", "");
    let is_moment = |text: &str| text.starts_with("timestamp");
    from != to && is_moment(from) && is_moment(to) && bare(from) == bare(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_zone_has_each_hour_once() {
        assert!(is_universal("made at time zone 'utc'", "made"));
        assert!(is_universal("( made ) AT TIME ZONE 'UTC'", "made"));
        assert!(!is_universal("made at time zone 'Europe/Berlin'", "made"));
        assert!(!is_universal("other at time zone 'utc'", "made"));
        assert!(!is_universal("made + '1 h' at time zone 'utc'", "made"));
        assert!(is_zoned("timestamp without time zone", "timestamp with time zone"));
        assert!(!is_zoned("timestamp without time zone", "timestamp(0) with time zone"));
    }
}
