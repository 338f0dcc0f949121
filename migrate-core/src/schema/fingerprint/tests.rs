//! What a fingerprint is, and that following schemas says the same as reading each of them.

use proptest::prelude::*;

use super::*;
use crate::diff::tests::schema;
use crate::schema::{Column, Name, Table};

fn users(columns: &[Column]) -> Schema {
    let table = Table { columns: columns.iter().cloned().collect(), ..Table::default() };
    let mut schema = Schema::default();
    schema.tables.insert(Name::bare("users"), table.into());
    schema
}

/// Digits that were computed once: they change only together with [`FORMAT`].
#[test]
fn the_digits_are_those_of_the_format() {
    assert_eq!(Fingerprint::of(&Schema::default()).as_str(), format!("1:{:032x}", 0));
    let columns = [Column::new("id", "integer"), Column::new("email", "text")];
    let fingerprint = Fingerprint::of(&users(&columns));
    assert_eq!((FORMAT, fingerprint.as_str()), (1, "1:0ceb1be2f8e62ea1b8f24ade2cc161a8"));
}

#[test]
fn what_has_the_same_bytes_side_by_side_is_not_the_same() {
    let of = |columns: &[(&str, &str)]| {
        let columns: Vec<Column> = columns.iter().map(|(a, b)| Column::new(*a, *b)).collect();
        Fingerprint::of(&users(&columns))
    };
    assert_ne!(of(&[("ab", "c")]), of(&[("a", "bc")]));
    assert_ne!(of(&[("a", "b"), ("c", "d")]), of(&[("c", "d"), ("a", "b")]), "the order counts");
    assert_ne!(of(&[("a", "b")]), of(&[("a", "b"), ("", "")]));
}

#[test]
fn what_is_written_down_is_read_back_and_nothing_else_is() {
    let fingerprint = Fingerprint::of(&users(&[]));
    assert_eq!(Fingerprint::parse(fingerprint.as_str()), Some(fingerprint.clone()));
    assert!(fingerprint.is_current());
    let older = Fingerprint::parse(&format!("0{}", fingerprint.as_str())).unwrap();
    assert!(!older.is_current());
    for wrong in
        ["", "1:", "1:0", ":00000000000000000000000000000000", "1:0000000000000000000000000000000G"]
    {
        assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn it_tells_schemas_apart_and_nothing_else(one in schema(), two in schema()) {
        prop_assert_eq!(Fingerprint::of(&one) == Fingerprint::of(&two), one == two);
        prop_assert_eq!(Fingerprint::of(&one), Fingerprint::of(&one.clone()));
    }

    #[test]
    fn following_is_reading(schemas in proptest::collection::vec(schema(), 1..6)) {
        let mut follower = Follower::default();
        for schema in &schemas {
            prop_assert_eq!(follower.follow(schema), Fingerprint::of(schema));
        }
    }
}
