//! What the types of MySQL and MariaDB hold.

use crate::dialect::Dialect;
use crate::dialect::session::session;
use crate::schema::{Column, Name, Schema};
use crate::seed::{Held, Kind, Values};

/// What a column can hold.
pub(crate) fn held(column: &Column, _: &Schema) -> Held {
    Held::of(of_type(&column.data_type, column.charset.as_deref()))
}

/// How a column is read: nothing but text survives a conversion to text.
pub(crate) fn read(column: &Column, name: &str) -> String {
    const BYTES: [&str; 6] = ["binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"];
    let plain = column.data_type.split(['(', ' ']).next().unwrap_or_default();
    match plain {
        "bit" | "vector" => format!("HEX({name})"),
        "float" | "double" => format!("CAST({name} + 0e0 AS CHAR)"),
        _ if BYTES.contains(&plain) => format!("HEX({name})"),
        _ if shapes(plain).is_some() => format!("HEX(ST_AsBinary({name}))"),
        _ => format!("CAST({name} AS CHAR)"),
    }
}

/// The last number that a sequence of MariaDB has taken from itself, a cache at a time.
pub(crate) fn standing(path: &str) -> String {
    format!(
        "(SELECT CAST(IF(next_not_cached_value = start_value, NULL, \
         next_not_cached_value - increment) AS CHAR) FROM {path})"
    )
}

/// The number that the engine gives the next row.
pub(crate) fn counter(table: &Name) -> String {
    let table = session(Dialect::Mysql).literal(&table.name);
    format!(
        "(SELECT CAST(auto_increment AS CHAR) FROM information_schema.tables \
         WHERE table_schema = database() AND table_name = {table})"
    )
}

fn of_type(data_type: &str, charset: Option<&str>) -> Kind {
    let (name, rest) = data_type.split_once('(').unwrap_or((data_type, ""));
    let name = name.split(' ').next().unwrap_or(name);
    let inside = rest.rsplit_once(')').map_or(rest, |(inside, _)| inside);
    let size = |at: usize| inside.split(',').nth(at).and_then(|it| it.trim().parse::<u32>().ok());
    let length = |otherwise: usize| size(0).and_then(|it| it.try_into().ok()).unwrap_or(otherwise);
    let unsigned = data_type.contains("unsigned");
    let unicode = charset == Some("utf8mb4");
    let text = |most| Kind::Text { most, unicode };
    match name {
        "tinyint" if inside == "1" => Kind::Listed(Values::of(&["0", "1"], &[])),
        "tinyint" => integer(8, unsigned),
        "smallint" => integer(16, unsigned),
        "mediumint" => integer(24, unsigned),
        "int" => integer(32, unsigned),
        "bigint" => integer(64, unsigned),
        "decimal" => Kind::Decimal {
            digits: size(0).unwrap_or(10),
            scale: size(1).unwrap_or(0),
            signed: !unsigned,
        },
        "float" | "double" => floats(name == "float", unsigned, !inside.is_empty()),
        "bit" => {
            let bits = length(1).min(63);
            Kind::Integer { least: 0, most: (1_i128 << bits) - 1 }
        }
        "char" | "varchar" => text(length(1)),
        "tinytext" => text(63),
        "text" | "mediumtext" | "longtext" => text(10_000),
        "binary" | "varbinary" => bytes(length(1), name == "binary"),
        "tinyblob" | "blob" | "mediumblob" | "longblob" => bytes(200, false),
        "enum" => Kind::Listed(Values { usual: members(inside), edges: Vec::new() }),
        "set" => set(&members(inside)),
        "json" => Kind::Listed(Values::of(
            &crate::seed::JSON,
            &[crate::seed::LAID_OUT, "'{}'", "'[]'", "'null'"],
        )),
        "year" => {
            Kind::Listed(Values::of(&["2001", "2015", "2024", "2025", "2026"], &["1901", "2155"]))
        }
        _ => moments(name, length(0)).or_else(|| shapes(name)).unwrap_or_else(|| other(name)),
    }
}

fn integer(bits: u32, unsigned: bool) -> Kind {
    if unsigned {
        return Kind::Integer { least: 0, most: (1_i128 << bits) - 1 };
    }
    let half = 1_i128 << (bits - 1);
    Kind::Integer { least: -half, most: half - 1 }
}

fn floats(single: bool, unsigned: bool, sized: bool) -> Kind {
    // Of a double some digits must be such as a float cuts off.
    let usual = match (sized, single) {
        (false, false) => ["1.5", "2.0000000001", "3.125", "4.123456789", "5.75", "6.25"],
        _ => ["1.5", "2.25", "3.125", "4.5", "5.75", "6.25"],
    };
    let edges: &[&str] = match (sized, unsigned, single) {
        (true, ..) => &["0"],
        (_, true, true) => &["0", "3.4e38"],
        (_, true, false) => &["0", "1.7976931348623157e308"],
        (_, false, true) => &["-3.4e38", "3.4e38", "0"],
        (..) => &["-1.7976931348623157e308", "1.7976931348623157e308", "2.3e-308"],
    };
    Kind::Listed(Values::of(&usual, edges))
}

fn bytes(most: usize, fixed: bool) -> Kind {
    let hex = |bytes: &[u8]| {
        let digits: String = bytes.iter().take(most).map(|byte| format!("{byte:02X}")).collect();
        format!("X'{digits}'")
    };
    let usual: Vec<String> = (1..10_u8)
        .map(|at| hex(&[at, 0xff, 0x10 + at, 0x00, 0xc3, 0x5c, at, 0x27, 1, 2, 3, 4, 5, 6, 7, 8]))
        .collect();
    let mut edges = vec![hex(&[0xff; 200])];
    if !fixed {
        edges.push("X''".to_owned());
    }
    Kind::Listed(Values { usual, edges })
}

/// The values of an `ENUM` or a `SET`, in quotes.
fn members(inside: &str) -> Vec<String> {
    let mut members = Vec::new();
    let mut start = None;
    for (at, letter) in inside.char_indices() {
        match (letter, start) {
            ('\'', None) => start = Some(at),
            ('\'', Some(from)) => {
                // A doubled quote is one of the value.
                let open = inside[at + 1..].starts_with('\'');
                let halves =
                    inside[from + 1..at].chars().rev().take_while(|it| *it == '\'').count();
                if !open && halves % 2 == 0 {
                    members.push(inside[from..=at].to_owned());
                    start = None;
                }
            }
            _ => {}
        }
    }
    members
}

fn set(members: &[String]) -> Kind {
    let inner = |member: &String| member.trim_matches('\'').to_owned();
    let pairs = members.windows(2).map(|pair| format!("'{},{}'", inner(&pair[0]), inner(&pair[1])));
    let all: Vec<String> = members.iter().map(inner).collect();
    let edges = vec!["''".to_owned(), format!("'{}'", all.join(","))];
    Kind::Listed(Values { usual: members.iter().cloned().chain(pairs).collect(), edges })
}

/// Days and times; those of a type that keeps fractions of a second have some.
fn moments(name: &str, places: usize) -> Option<Kind> {
    let days = ["2023-01-31", "2023-06-15", "2024-02-29", "2024-12-31", "2025-05-30", "2026-07-01"];
    let kind = |time: &str, edges: &[&str]| {
        let usual = days.map(|day| format!("'{}'", format!("{day} {time}").trim_end())).to_vec();
        Kind::Listed(Values { usual, edges: edges.iter().map(|it| format!("'{it}'")).collect() })
    };
    let fraction: String =
        ".654321".chars().take(if places > 0 { places + 1 } else { 0 }).collect();
    let time = format!("13:45:06{fraction}");
    Some(match name {
        "date" => kind("", &["1000-01-01", "9999-12-31"]),
        "datetime" => kind(&time, &["1000-01-01 00:00:00", "9999-12-31 23:59:58"]),
        "timestamp" => kind(&time, &["1970-01-02 00:00:01", "2038-01-18 00:00:00"]),
        "time" => Kind::quoted(
            &[
                &*format!("01:02:03{fraction}"),
                "02:00:00",
                "11:59:59",
                "13:30:00",
                "20:15:00",
                "22:00:01",
            ],
            &["-838:59:59", "838:59:59", "00:00:00"],
        ),
        _ => return None,
    })
}

fn shapes(name: &str) -> Option<Kind> {
    let texts: &[&str] = match name {
        "geometry" | "point" => {
            &["POINT(1 2)", "POINT(3 4)", "POINT(5 6)", "POINT(7 8)", "POINT(9 1)"]
        }
        "linestring" => &["LINESTRING(0 0,1 1)", "LINESTRING(2 2,3 4)"],
        "polygon" => &["POLYGON((0 0,1 1,2 0,0 0))", "POLYGON((0 0,3 3,6 0,0 0))"],
        "multipoint" => &["MULTIPOINT(0 0,1 1)", "MULTIPOINT(2 2,3 4)"],
        "multilinestring" => &["MULTILINESTRING((0 0,1 1))", "MULTILINESTRING((2 2,3 4))"],
        "multipolygon" => &["MULTIPOLYGON(((0 0,1 1,2 0,0 0)))"],
        "geometrycollection" | "geomcollection" => &["GEOMETRYCOLLECTION(POINT(1 2))"],
        _ => return None,
    };
    Some(Kind::Listed(Values::of(texts, &[]).map(|text| format!("ST_GeomFromText('{text}')"))))
}

fn other(name: &str) -> Kind {
    match name {
        "uuid" => Kind::quoted(
            &[
                "3b1f8a52-9c04-4d2e-8f61-0a7bd5c3e9f1",
                "5d2c7e90-14ab-4c38-9e75-6f0812d4ba23",
                "7a90d3c6-5e1f-4b82-a147-c3e85f9026bd",
                "9e47b105-d82c-4fa6-b3d9-1850ca7fe264",
                "b60c2f7d-3a95-4e18-8c5b-e4d97a1063f8",
                "d18e5b94-6f2a-4073-9ad6-72bc04f8e135",
            ],
            &["00000000-0000-0000-0000-000000000000"],
        ),
        "inet4" => {
            Kind::quoted(&["10.0.0.1", "10.1.2.3", "192.168.0.7", "172.16.5.4"], &["0.0.0.0"])
        }
        "inet6" => {
            Kind::quoted(&["2001:db8::1", "2001:db8::2", "fe80::3", "::ffff:10.0.0.1"], &["::"])
        }
        _ => Kind::quoted(&["1", "2", "a", "b", "{}", "[1,2]", "2024-02-03"], &["", "0"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_an_enum_are_its_own_literals() {
        assert_eq!(members("'a','b''c','d,e'"), ["'a'", "'b''c'", "'d,e'"]);
        assert_eq!(members("'',''''"), ["''", "''''"]);
    }
}
