//! The layout that a directory has, by its names and texts.

use super::Layout;

/// An entry of a directory that may be a part of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Its name.
    pub name: String,
    /// Whether it is a directory, which has scripts in it.
    pub is_directory: bool,
    /// Whether there is a `metadata.toml` in that.
    pub has_metadata: bool,
    /// The text of a file.
    pub text: String,
}

/// The layout of a directory with these entries: ours where it can be ours. Nothing where there are
/// none, or no layout has names for all of them.
#[must_use]
pub fn detect(samples: &[Sample]) -> Option<Layout> {
    let marked = |layout: Layout| {
        let markers = layout.markers()?;
        samples.iter().any(|it| markers.mark(&it.text)).then_some(layout)
    };
    let says_more = |it: &Sample| it.has_metadata || it.text.starts_with("-- no-transaction");
    let fits = |layout: &Layout| {
        let is_its = |it: &Sample| {
            let repeats = !it.is_directory && layout.is_repeatable(&it.name);
            repeats || layout.stem(&it.name, it.is_directory).is_some()
        };
        samples.iter().all(is_its)
    };
    if samples.is_empty() {
        return None;
    }
    let marked = marked(Layout::Goose).or_else(|| marked(Layout::Dbmate));
    let native = Some(Layout::Native).filter(|it| fits(it) && !samples.iter().any(says_more));
    let others = [Layout::Diesel, lettered(samples), Layout::Sqlx, Layout::GolangMigrate];
    marked.or(native).or_else(|| others.into_iter().find(fits))
}

/// refinery and Flyway name files alike. For the one a `U` has a version of its own, for the other it
/// undoes a `V`; and only Flyway has versions of more than one part, and scripts that run again.
fn lettered(samples: &[Sample]) -> Layout {
    let rest = |prefix| {
        samples.iter().filter_map(move |it| it.name.strip_prefix(prefix)?.split_once("__"))
    };
    let undoes = rest("U").any(|(version, _)| rest("V").any(|(other, _)| other == version));
    let has_parts = rest("V")
        .any(|(version, _)| Layout::Flyway.version(version).is_ok_and(|it| it.has_parts()));
    let repeats = samples.iter().any(|it| Layout::Flyway.is_repeatable(&it.name));
    if undoes || has_parts || repeats { Layout::Flyway } else { Layout::Refinery }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(entries: &[(&str, &str)]) -> Option<Layout> {
        let sample = |(name, text): &(&str, &str)| Sample {
            name: name.trim_end_matches('/').to_owned(),
            is_directory: name.ends_with('/'),
            has_metadata: *text == "metadata",
            text: (*text).to_owned(),
        };
        detect(&entries.iter().map(sample).collect::<Vec<_>>())
    }

    #[test]
    fn names_and_texts_tell_the_layout() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("1_a.up.sql", ""), ("1_a.down.sql", "")]), Some(Layout::Native));
        assert_eq!(of(&[("1_a.up.sql", "-- no-transaction\n")]), Some(Layout::Sqlx));
        assert_eq!(of(&[("1_a.sql", "select 1;"), ("2_b.up.sql", "")]), Some(Layout::Sqlx));
        assert_eq!(of(&[("1_a/", "")]), Some(Layout::Native));
        assert_eq!(of(&[("1_a/", "metadata")]), Some(Layout::Diesel));
        assert_eq!(of(&[("2026-01-01-120000_a/", "")]), Some(Layout::Diesel));
        assert_eq!(of(&[("V1__a.sql", ""), ("U2__b.sql", "")]), Some(Layout::Refinery));
        assert_eq!(of(&[("V1__a.sql", ""), ("U1__a.sql", "")]), Some(Layout::Flyway));
        assert_eq!(of(&[("V1__a.sql", ""), ("V1.1__b.sql", "")]), Some(Layout::Flyway));
        assert_eq!(of(&[("V1_1__a.sql", "")]), Some(Layout::Flyway));
        assert_eq!(of(&[("V1__a.sql", ""), ("R__b.sql", "")]), Some(Layout::Flyway));
        assert_eq!(of(&[("1_a.up.sql", ""), ("R__b.sql", "")]), Some(Layout::Native));
        assert_eq!(of(&[("1_a.sql", "-- +goose Up\n")]), Some(Layout::Goose));
        assert_eq!(of(&[("1_a.sql", "-- migrate:up\n")]), Some(Layout::Dbmate));
        assert_eq!(of(&[("notes.sql", "")]), None);
    }
}
