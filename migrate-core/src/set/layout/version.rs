//! Versions of diesel: a time, and in names since its version 2.3 four hexadecimal digits behind it.

/// How many digits a time has.
const TIME: usize = 14;
/// How many hexadecimal digits stand behind it.
const SUFFIX: usize = 4;

/// The version in digits alone, in the same order. diesel leaves out the dashes of a name.
pub(super) fn of_diesel(text: &str) -> String {
    let text = text.replace('-', "");
    let (time, suffix) = text.split_at_checked(TIME).unwrap_or((&text, ""));
    match u16::from_str_radix(suffix, 16) {
        Ok(number) if suffix.len() == SUFFIX => format!("{time}{number:05}"),
        _ => text,
    }
}

/// The version as it stands in the name of a directory of diesel's: `2026-01-01-120000`.
pub(super) fn as_diesel_names(version: &str) -> String {
    let Some((time, suffix)) = version.split_at_checked(TIME) else { return version.to_owned() };
    let date = format!("{}-{}-{}-{}", &time[..4], &time[4..6], &time[6..8], &time[8..]);
    match suffix.parse::<u16>() {
        _ if suffix.is_empty() => date,
        Ok(number) if suffix.len() == SUFFIX + 1 => format!("{date}-{number:04x}"),
        _ => version.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_diesel_is_one_of_digits_and_back() {
        for (name, digits) in [
            ("2026-01-01-120000", "20260101120000"),
            ("2026-01-01-120000-0000", "2026010112000000000"),
            ("2026-01-01-120000-00ff", "2026010112000000255"),
            ("2026-01-01-120000-ffff", "2026010112000065535"),
        ] {
            assert_eq!(of_diesel(name), digits);
            assert_eq!(of_diesel(&name.replace('-', "")), digits, "as its table has it");
            assert_eq!(as_diesel_names(digits), name);
        }
        assert_eq!(of_diesel("00000000000000"), "00000000000000");
        assert_eq!((of_diesel("7"), as_diesel_names("7")), ("7".to_owned(), "7".to_owned()));
        assert_eq!(of_diesel("foo"), "foo");
    }
}
