//! Which changes of a type leave the rows as they are.

use super::action::{Algorithm, Cost};
use crate::dialect::Target;
use crate::schema::{Column, IndexKey, KeyColumn, Table};

const INSTANT: Cost = Cost::online(Algorithm::Instant);

/// What another type, character set or collation costs.
pub(super) fn cost(before: &Column, after: &Column, table: Option<&Table>, target: Target) -> Cost {
    let charset = |column: &Column| {
        let of_table = table.and_then(|table| table.options.charset.clone());
        column.charset.clone().or(of_table)
    };
    if charset(before) != charset(after) {
        return Cost::copy("every text is written in another encoding");
    }
    let of_collation = match before.collation == after.collation {
        true => INSTANT,
        false => recollated(&before.name, table, target),
    };
    of_collation.worst(of_type(before, after, bytes_of(charset(before).as_deref()), target))
}

/// What another order of the texts costs. MySQL copies for it.
fn recollated(column: &str, table: Option<&Table>, target: Target) -> Cost {
    let copied = Cost::copy("texts are ordered in another way");
    let Some(table) = table.filter(|_| target.is_mariadb) else { return copied };
    let is_it = |key: &KeyColumn| key.name.eq_ignore_ascii_case(column);
    let is_primary = table.primary_key.iter().flat_map(|key| &key.columns).any(is_it);
    let indexed = table.uniques.iter().flat_map(|key| &key.columns).any(is_it)
        || table.indexes.values().flat_map(|index| &index.columns).any(
            |part| matches!(&part.key, IndexKey::Column(name) if name.eq_ignore_ascii_case(column)),
        );
    match (is_primary, indexed) {
        (true, _) => copied,
        (false, true) => Cost::online(Algorithm::NoCopy),
        (false, false) => INSTANT,
    }
}

/// What another type costs, of whose texts a character takes so many bytes.
fn of_type(before: &Column, after: &Column, bytes: u64, target: Target) -> Cost {
    if before.data_type == after.data_type {
        return INSTANT;
    }
    let is_bytes = before.data_type.starts_with("varbinary");
    let width = if is_bytes { 1 } else { bytes };
    if let (Some(old), Some(new)) = (length(&before.data_type), length(&after.data_type)) {
        let (old, new) = (old * width, new * width);
        return match () {
            () if new < old => Cost::copy("a shorter text must be tested on every row"),
            () if old <= 255 && new > 255 => {
                Cost::copy("beyond 255 bytes the length of a text takes two bytes in every row")
            }
            () if target.is_mariadb => INSTANT,
            () => Cost::online(Algorithm::Inplace),
        };
    }
    if let (Some(old), Some(new)) = (members(&before.data_type), members(&after.data_type)) {
        let same_size = size(&before.data_type, old.len()) == size(&after.data_type, new.len());
        return match () {
            () if !new.starts_with(&old) => {
                Cost::copy("the values are kept by their position, which changes")
            }
            () if !same_size => Cost::copy("so many values take more bytes in every row"),
            () => INSTANT,
        };
    }
    Cost::copy("every value is converted")
}

/// How many bytes a character of that set takes at most.
#[must_use]
pub fn bytes_of(charset: Option<&str>) -> u64 {
    match charset {
        None | Some("utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030") => 4,
        Some("utf8" | "utf8mb3" | "eucjpms" | "ujis") => 3,
        Some("ucs2" | "sjis" | "cp932" | "big5" | "gbk" | "gb2312" | "euckr") => 2,
        Some(_) => 1,
    }
}

/// The length of a text or of bytes without a fixed one.
fn length(data_type: &str) -> Option<u64> {
    let sizes =
        data_type.strip_prefix("varchar(").or_else(|| data_type.strip_prefix("varbinary("))?;
    sizes.strip_suffix(')')?.parse().ok()
}

/// The values of an `ENUM` or `SET`, as they are spelled.
#[must_use]
pub fn members(data_type: &str) -> Option<Vec<&str>> {
    let list = data_type.strip_prefix("enum(").or_else(|| data_type.strip_prefix("set("))?;
    let list = list.strip_suffix(')')?;
    let (mut found, mut from, mut inside) = (Vec::new(), 0, false);
    for (at, byte) in list.bytes().enumerate() {
        match byte {
            b'\'' => inside = !inside,
            b',' if !inside => {
                found.push(list.get(from..at)?.trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(list.get(from..)?.trim());
    Some(found)
}

/// How many bytes a value takes.
fn size(data_type: &str, members: usize) -> usize {
    if data_type.starts_with("set(") {
        match members.div_ceil(8) {
            bytes @ 0..=4 => bytes,
            _ => 8,
        }
    } else {
        1 + usize::from(members > 255)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, EngineVersion};

    fn algorithm(from: &str, to: &str) -> Algorithm {
        let target = Target::mariadb(EngineVersion { major: 10, minor: 11 });
        cost(&Column::new("a", from), &Column::new("a", to), None, target).algorithm
    }

    #[test]
    fn what_was_measured_is_what_is_said() {
        for (from, to, expected) in [
            ("int(11)", "bigint(20)", Algorithm::Copy),
            ("varchar(50)", "varchar(60)", Algorithm::Instant),
            ("varchar(63)", "varchar(64)", Algorithm::Copy),
            ("varchar(100)", "varchar(200)", Algorithm::Instant),
            ("varchar(200)", "varchar(100)", Algorithm::Copy),
            ("enum('a','b')", "enum('a','b','c,d')", Algorithm::Instant),
            ("enum('a','b')", "enum('a','c','b')", Algorithm::Copy),
            ("enum('a','b')", "enum('a')", Algorithm::Copy),
            ("set('a','b')", "set('a','b','c')", Algorithm::Instant),
        ] {
            assert_eq!(algorithm(from, to), expected, "{from} to {to}");
        }
        let mysql = Target::oldest(Dialect::Mysql);
        let wider =
            cost(&Column::new("a", "varchar(5)"), &Column::new("a", "varchar(6)"), None, mysql);
        assert_eq!(wider.algorithm, Algorithm::Inplace);
        assert_eq!(members("enum('a,','b''')"), Some(vec!["'a,'", "'b'''"]));
    }
}
