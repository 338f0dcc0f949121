//! Versions of diesel: a time, and in names since its version 2.3 four hexadecimal digits behind it. They
//! are texts to it, and in their order.

/// How many digits a date has.
const DATE: usize = 8;
/// How many digits a time has.
const TIME: usize = 14;

/// The version in numbers that are in the same order; diesel leaves out the dashes of a name.
///
/// What stands behind a time comes before the next one, so it is a part of its own; it is counted from one,
/// since a part that is zero is as good as none. A date comes before the times of its day.
pub(super) fn of_diesel(text: &str) -> String {
    let text = text.replace('-', "");
    if !begins_with_date(&text) {
        return text;
    }
    let (time, suffix) = text.split_at_checked(TIME).unwrap_or((&text, ""));
    match u16::from_str_radix(suffix, 16) {
        _ if suffix.is_empty() => format!("{time:0<TIME$}"),
        Ok(number) => format!("{time}.{}", u32::from(number) + 1),
        Err(_) => text,
    }
}

/// Whether it is a date or a time, and no number of a sequence.
fn begins_with_date(text: &str) -> bool {
    text.len() >= DATE && ["19", "20"].iter().any(|century| text.starts_with(century))
}

/// The version as it stands in the name of a directory of diesel's: `2026-01-01-120000`.
pub(super) fn as_diesel_names(version: &str) -> String {
    let (time, part) = version.split_once('.').unwrap_or((version, ""));
    if time.len() != TIME {
        return version.to_owned();
    }
    let date = format!("{}-{}-{}-{}", &time[..4], &time[4..6], &time[6..8], &time[8..]);
    match part.parse::<u32>().ok().and_then(|number| u16::try_from(number.checked_sub(1)?).ok()) {
        _ if part.is_empty() => date,
        Some(number) => format!("{date}-{number:04x}"),
        None => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Version;

    #[test]
    fn a_version_of_diesel_is_one_of_digits_and_back() {
        for (name, digits) in [
            ("2026-01-01-120000", "20260101120000"),
            ("2026-01-01-120000-0000", "20260101120000.1"),
            ("2026-01-01-120000-00ff", "20260101120000.256"),
            ("2026-01-01-120000-ffff", "20260101120000.65536"),
        ] {
            assert_eq!(of_diesel(name), digits);
            assert_eq!(of_diesel(&name.replace('-', "")), digits, "as its table has it");
            assert_eq!(as_diesel_names(digits), name);
        }
        assert_eq!(of_diesel("00000000000000"), "00000000000000");
        assert_eq!((of_diesel("7"), as_diesel_names("7")), ("7".to_owned(), "7".to_owned()));
        assert_eq!(of_diesel("foo"), "foo");
    }

    #[test]
    fn they_are_in_the_order_of_their_texts() {
        let names = [
            "00000000000000",
            "2024-03-06-113550",
            "2024-03-06-1135500",
            "2024-03-06-170000",
            "2024-03-13",
            "2024-03-13-000001",
            "2025-12-29-110242-0000",
            "2025-12-29-110242-000a",
            "2025-12-29-110242-0010",
            "2026-01-20-162913",
        ];
        let versions: Vec<Version> =
            names.iter().map(|name| Version::parse(&of_diesel(name)).unwrap()).collect();
        assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
    }
}
