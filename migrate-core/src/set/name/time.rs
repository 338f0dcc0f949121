//! Times at the beginning of names, as people and other tools write them.

/// How many digits a time has as a version: `20260101120000`.
const DIGITS: usize = 14;

/// The time that `text` begins with, as a version, and what stands behind it: a date whose parts are
/// separated, with or without a time of day, as in `2026-01-08` or `2026-01-08-123456-0000`.
pub(super) fn leading(text: &str) -> Option<(String, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = part(rest)?;
    let (day, rest) = part(rest)?;
    let is_date = matches!(&year[..2], "19" | "20")
        && ("01"..="12").contains(&month)
        && ("01"..="31").contains(&day);
    if !is_date {
        return None;
    }
    let (time, rest) = of_day(rest);
    let mut version = format!("{year}{month}{day}{time}");
    version.extend(std::iter::repeat_n('0', DIGITS - version.len()));
    Some((version, rest))
}

/// The time of day behind a date, without separators; with it goes the zone or the fraction of a
/// second that some tools add.
fn of_day(text: &str) -> (String, &str) {
    let whole = separated(text).and_then(|rest| digits(rest, 6).or_else(|| digits(rest, 4)));
    if let Some((time, rest)) = whole {
        let zone = separated(rest).and_then(|rest| digits(rest, 4));
        return (time.to_owned(), zone.map_or(rest, |(_, rest)| rest));
    }
    let (mut time, mut rest) = (String::new(), text);
    while let Some((two, behind)) = part(rest).filter(|_| time.len() < 6) {
        time.push_str(two);
        rest = behind;
    }
    (time, rest)
}

/// A separator and two digits.
fn part(text: &str) -> Option<(&str, &str)> {
    digits(separated(text)?, 2)
}

fn separated(text: &str) -> Option<&str> {
    text.strip_prefix(['-', '_', '.', ':', ' ', 'T', 't'])
}

/// Exactly that many digits.
fn digits(text: &str, count: usize) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    (end == count).then(|| text.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_versions() {
        for (text, version, rest) in [
            ("2026-01-08_foo", "20260108000000", "_foo"),
            ("2026_01_08_foo", "20260108000000", "_foo"),
            ("2026-01-08-123456_foo", "20260108123456", "_foo"),
            ("2019-11-01-103347-0000_foo", "20191101103347", "_foo"),
            ("2026-01-08T12-34-56_foo", "20260108123456", "_foo"),
            ("2026-01-08 1234 foo", "20260108123400", " foo"),
        ] {
            assert_eq!(leading(text), Some((version.to_owned(), rest)), "{text}");
        }
        for text in ["2026", "2026_create", "20260108_foo", "2026-13-08_foo", "1234-01-08_foo", "…"]
        {
            assert_eq!(leading(text), None, "{text}");
        }
    }
}
