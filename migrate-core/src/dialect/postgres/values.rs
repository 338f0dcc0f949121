//! What the types of PostgreSQL hold.

use super::types;
use crate::dialect::Dialect;
use crate::schema::{Column, Name, ObjectKind, ObjectName, Schema, Sequence};
use crate::seed::{Held, Kind, Values};
use crate::sql::quote;

/// What a column can hold.
pub(crate) fn held(column: &Column, schema: &Schema) -> Held {
    of_type(&column.data_type, schema, 0)
}

/// How a column is read.
pub(crate) fn read(column: &Column, name: &str) -> String {
    match column.data_type.as_str() {
        "bytea" => format!("encode({name}, 'hex')"),
        _ => format!("CAST({name} AS text)"),
    }
}

/// The last number of a sequence: one that was told where to go on has given none since.
pub(crate) fn standing(path: &str, sequence: &Sequence) -> String {
    let Sequence { start, increment, .. } = sequence;
    format!(
        "(SELECT CAST(CASE WHEN is_called THEN last_value WHEN last_value <> {start} \
         THEN last_value - {increment} END AS text) FROM {path})"
    )
}

/// The last number of the sequence behind a column.
pub(crate) fn counter(table: &Name, column: &Column) -> String {
    let path = quote::literal(&quote::path(table, Dialect::Postgres));
    let column = quote::literal(&column.name);
    format!(
        "CAST(pg_sequence_last_value(pg_get_serial_sequence({path}, {column})::regclass) AS text)"
    )
}

fn of_type(data_type: &str, schema: &Schema, depth: usize) -> Held {
    if depth > 8 {
        return Held::of(unknown());
    }
    if let Some(element) = data_type.strip_suffix("[]") {
        return Held::of(array(element, schema, depth));
    }
    let name = named(data_type);
    if let Some(values) = schema.enums.get(&name) {
        return Held::of(Kind::Listed(Values {
            usual: values.values.iter().map(|value| quote::literal(value)).collect(),
            edges: Vec::new(),
        }));
    }
    let object = |kind| schema.objects.get(&ObjectName { kind, name: name.clone() });
    if let Some(domain) = object(ObjectKind::Domain) {
        let (base, condition) = domain_parts(&domain.text);
        let held = of_type(base, schema, depth + 1);
        let not_null =
            base.len() < domain.text.len() && domain.text[base.len()..].starts_with(" not null");
        return Held { condition: condition.or(held.condition), not_null, ..held };
    }
    if let Some(composite) = object(ObjectKind::Type) {
        return Held::of(of_text(&composite.text, data_type, schema, depth));
    }
    Held::of(own(data_type))
}

/// The name of a type that is not the engine's own.
fn named(data_type: &str) -> Name {
    let unquoted = |part: &str| part.trim_matches('"').replace("\"\"", "\"");
    match data_type.split_once('.') {
        Some((namespace, name)) if !data_type.starts_with('"') || namespace.ends_with('"') => {
            Name::new(unquoted(namespace), unquoted(name))
        }
        _ => Name::bare(unquoted(data_type)),
    }
}

/// The type below a domain, and what its checks say together.
fn domain_parts(text: &str) -> (&str, Option<String>) {
    let check = text.find(" CHECK (");
    let head = &text[..check.unwrap_or(text.len())];
    // The name of the check stands in front of it.
    let head = if check.is_some() { head.rsplit_once(' ').map_or(head, |it| it.0) } else { head };
    let ends = [" not null", " default ", " collate "].iter().filter_map(|it| head.find(it)).min();
    let conditions: Vec<&str> = text.split(" CHECK ").skip(1).map(condition).collect();
    let condition = (!conditions.is_empty()).then(|| conditions.join(" AND "));
    (head[..ends.unwrap_or(head.len())].trim(), condition)
}

/// The part in parentheses at the beginning.
fn condition(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.char_indices().find(|(_, letter)| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    end.map_or(text, |(at, _)| &text[..=at])
}

fn array(element: &str, schema: &Schema, depth: usize) -> Kind {
    let held = of_type(element, schema, depth + 1);
    let values = held.listed(Dialect::Postgres);
    let all: Vec<&String> = values.usual.iter().chain(&values.edges).collect();
    let of = |list: &[&String]| {
        let list: Vec<&str> = list.iter().map(|it| it.as_str()).collect();
        format!("ARRAY[{}]::{element}[]", list.join(", "))
    };
    let pairs = all.windows(2).map(of);
    let ones = all.iter().map(|one| of(&[one]));
    let edges = vec![format!("'{{}}'::{element}[]"), format!("ARRAY[NULL]::{element}[]")];
    Kind::Listed(Values {
        usual: ones.zip(pairs).flat_map(|(one, two)| [one, two]).collect(),
        edges,
    })
}

/// A composite, range or other type by the text that the catalog has of it.
fn of_text(text: &str, data_type: &str, schema: &Schema, depth: usize) -> Kind {
    match text.split_once(' ') {
        Some(("c", columns)) => {
            let columns = columns.split(", ").map(|column| {
                let of = column.split_once(' ').map_or("text", |(_, data_type)| data_type);
                of_type(of, schema, depth + 1).listed(Dialect::Postgres).usual
            });
            let columns: Vec<Vec<String>> = columns.collect();
            let row = |at: usize| {
                let cell = |values: &Vec<String>| values.get(at % values.len().max(1)).cloned();
                let cells = columns.iter().map(|it| cell(it).unwrap_or_else(|| "NULL".to_owned()));
                format!("ROW({})::{data_type}", cells.collect::<Vec<_>>().join(", "))
            };
            Kind::Listed(Values { usual: (0..8).map(row).collect(), edges: Vec::new() })
        }
        Some(("r", rest)) => {
            let of = rest.split(' ').next().unwrap_or_default();
            let bounds = of_type(of, schema, depth + 1).listed(Dialect::Postgres).usual;
            let range = |pair: &[String]| match pair {
                [low, high] => format!("{data_type}({low}, {high})"),
                _ => "'empty'".to_owned(),
            };
            let edges = vec!["'empty'".to_owned(), "'(,)'".to_owned()];
            Kind::Listed(Values { usual: bounds.windows(2).map(range).collect(), edges })
        }
        _ => unknown(),
    }
}

/// Texts that one or another type reads.
fn unknown() -> Kind {
    Kind::quoted(&["1", "2", "a", "b", "{}", "[1,2]", "(1,2)", "a=>1", "2024-02-03"], &["", "0"])
}

/// What stands in the parentheses of a type.
fn modifiers(data_type: &str) -> Vec<u32> {
    let inside = data_type.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let inside = inside.map_or("", |(inside, _)| inside);
    inside.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

fn own(data_type: &str) -> Kind {
    let size = modifiers(data_type);
    let first = size.first().copied();
    let plain = types::without_modifier(data_type);
    let length = |otherwise| first.and_then(|it| usize::try_from(it).ok()).unwrap_or(otherwise);
    match plain.as_ref() {
        "smallint" | "integer" | "bigint" => {
            let (least, most) = types::range(&plain);
            Kind::Integer { least: least.into(), most: most.into() }
        }
        "oid" => Kind::Integer { least: 0, most: u32::MAX.into() },
        "numeric" => match size.as_slice() {
            [digits, scale, ..] => Kind::Decimal { digits: *digits, scale: *scale, signed: true },
            _ => Kind::Decimal { digits: 30, scale: 9, signed: true },
        },
        "money" => {
            Kind::quoted(&["1.05", "2.10", "3.15", "4.20", "5.25", "6.3"], &["-90000.01", "0"])
        }
        "real" => floats("1.17549e-38", "3.40282e+38"),
        "double precision" => floats("2.2250738585072014e-308", "1.7976931348623157e+308"),
        "text" | "character varying" | "citext" => {
            Kind::Text { most: length(10_000), unicode: true }
        }
        "character" => Kind::Text { most: length(1), unicode: true },
        "\"char\"" => Kind::quoted(&["a", "b", "c", "d", "e", "f"], &["~"]),
        "name" => Kind::Text { most: 63, unicode: false },
        "bit" | "bit varying" => bits(length(8), plain == "bit"),
        _ => moments(&plain).or_else(|| network(&plain)).or_else(|| shapes(&plain)).unwrap_or_else(
            || match plain.as_ref() {
                "vector" | "halfvec" => vectors(length(3)),
                _ => unknown(),
            },
        ),
    }
}

fn floats(smallest: &str, largest: &str) -> Kind {
    let usual = ["1.5", "2.25", "3.125", "4.1", "5.3", "6.7", "7.9"];
    let edges = [&format!("-{largest}"), largest, smallest, "0"];
    Kind::Listed(Values::of(&usual.map(str::to_owned), &edges.map(str::to_owned)))
}

fn bits(most: usize, fixed: bool) -> Kind {
    let most = most.min(64);
    let bits = |number: usize| format!("B'{number:0most$b}'");
    let usual: Vec<String> = (1..8.min(1 << most.min(4))).map(bits).collect();
    let edges = vec![format!("B'{}'", "1".repeat(most))];
    let empty = (!fixed).then(|| "B''".to_owned());
    Kind::Listed(Values { usual, edges: edges.into_iter().chain(empty).collect() })
}

fn vectors(size: usize) -> Kind {
    let vector = |at: usize| {
        let cells: Vec<String> = (0..size).map(|cell| ((cell + at) % 7 + 1).to_string()).collect();
        format!("'[{}]'", cells.join(","))
    };
    Kind::Listed(Values { usual: (0..6).map(vector).collect(), edges: Vec::new() })
}

fn moments(plain: &str) -> Option<Kind> {
    let days = ["2023-01-31", "2023-06-15", "2024-02-29", "2024-12-31", "2025-03-30", "2026-07-01"];
    let at = |day: &str, time: &str| format!("'{day} {time}'");
    let kind = |usual: Vec<String>, edges: &[&str]| {
        Kind::Listed(Values { usual, edges: edges.iter().map(|it| format!("'{it}'")).collect() })
    };
    Some(match plain {
        "date" => kind(days.map(|day| format!("'{day}'")).to_vec(), &["0001-01-01", "9999-12-31"]),
        "timestamp without time zone" => kind(
            days.map(|day| at(day, "13:45:06.123456")).to_vec(),
            &["0001-01-01 00:00:00", "9999-12-31 23:59:59.999999"],
        ),
        "timestamp with time zone" => kind(
            days.map(|day| at(day, "23:45:06.123456+05:30")).to_vec(),
            &["0001-01-02 00:00:00+00", "9999-12-30 23:59:59.999999+00"],
        ),
        "time without time zone" => Kind::quoted(
            &["01:02:03.000004", "02:00:00", "11:59:59", "13:30:00.5", "20:15:00", "22:00:01"],
            &["00:00:00", "24:00:00"],
        ),
        "time with time zone" => Kind::quoted(
            &["01:02:03+00", "02:00:00+05:30", "11:59:59-08", "13:30:00+01", "20:15:00+02"],
            &["00:00:00+00", "23:59:59.999999-12"],
        ),
        _ if plain.starts_with("interval") => Kind::quoted(
            &["1 day", "2 days 03:04:05", "1 mon", "1 year 2 mons", "00:00:01.5", "3 years"],
            &["-1 day", "00:00:00", "100 years"],
        ),
        _ => return None,
    })
}

fn network(plain: &str) -> Option<Kind> {
    let json = |edges: &[&str]| {
        let values = Values::of(&crate::seed::JSON, &[]);
        Kind::Listed(Values { edges: edges.iter().map(|it| format!("'{it}'")).collect(), ..values })
    };
    Some(match plain {
        "boolean" => Kind::Listed(Values::of(&["false", "true"], &[])),
        "uuid" => Kind::quoted(
            &[
                "3b1f8a52-9c04-4d2e-8f61-0a7bd5c3e9f1",
                "5d2c7e90-14ab-4c38-9e75-6f0812d4ba23",
                "7a90d3c6-5e1f-4b82-a147-c3e85f9026bd",
                "9e47b105-d82c-4fa6-b3d9-1850ca7fe264",
                "b60c2f7d-3a95-4e18-8c5b-e4d97a1063f8",
                "d18e5b94-6f2a-4073-9ad6-72bc04f8e135",
                "f05a9c31-b7e4-4d6f-a281-96e3d0b5487c",
            ],
            &["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
        ),
        "json" | "jsonb" => match json(&["{}", "[]", "null", "-0.5"]) {
            Kind::Listed(mut values) => {
                values.edges.insert(0, crate::seed::LAID_OUT.to_owned());
                Kind::Listed(values)
            }
            other => other,
        },
        "bytea" => Kind::quoted(
            &["\\x01", "\\x00ff10", "\\xdeadbeef", "\\xc3a9", "\\x5c27", "\\x0a0d", "\\x0708"],
            &["", "\\x00", "\\xffffffffffffffffffffffffffffffffffff"],
        ),
        "inet" => Kind::quoted(
            &["10.0.0.1", "10.1.2.3/24", "192.168.0.7", "2001:db8::1", "172.16.5.4", "8.8.8.8"],
            &["0.0.0.0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
        ),
        "cidr" => Kind::quoted(
            &["10.0.0.0/8", "10.1.2.0/24", "192.168.0.0/16", "2001:db8::/32", "172.16.0.0/12"],
            &["0.0.0.0/0", "::/0"],
        ),
        "macaddr" => {
            Kind::quoted(&["08:00:2b:01:02:03", "08:00:2b:01:02:04", "08:00:2b:01:02:05"], &[])
        }
        "macaddr8" => Kind::quoted(&["08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:06"], &[]),
        "tsvector" => Kind::quoted(&["a:1 b:2", "c:3", "d:4 e:5", "f:6", "g:7"], &[""]),
        "tsquery" => Kind::quoted(&["a & b", "c | d", "e", "!f", "g"], &[]),
        "xml" => Kind::quoted(&["<a/>", "<b>1</b>", "<c d=\"e\"/>", "<f/>", "<g/>"], &[]),
        "pg_lsn" => Kind::quoted(&["0/1", "0/2", "16/B374D848"], &[]),
        "hstore" => Kind::quoted(&["a=>1", "b=>2", "c=>NULL", "d=>4", "e=>5"], &[""]),
        "ltree" => Kind::quoted(&["a.b", "a.c", "b", "c.d.e", "f"], &[""]),
        _ => return None,
    })
}

fn shapes(plain: &str) -> Option<Kind> {
    Some(match plain {
        "point" => Kind::quoted(
            &["(1,2)", "(3,4.5)", "(5,6)", "(7,8)", "(9,10)"],
            &["(0,0)", "(-1e30,1e30)"],
        ),
        "line" => Kind::quoted(&["{1,2,3}", "{4,5,6}", "{7,8,9}", "{1,1,2}", "{2,1,1}"], &[]),
        "lseg" => Kind::quoted(&["[(0,0),(1,1)]", "[(2,2),(3,4)]", "[(5,5),(6,7)]"], &[]),
        "box" => Kind::quoted(&["(1,1),(0,0)", "(3,4),(2,2)", "(6,7),(5,5)"], &[]),
        "path" => Kind::quoted(&["[(0,0),(1,1)]", "((2,2),(3,4),(5,0))", "[(5,5),(6,7)]"], &[]),
        "polygon" => Kind::quoted(&["((0,0),(1,1),(2,0))", "((2,2),(3,4),(5,0))"], &[]),
        "circle" => Kind::quoted(&["<(0,0),1>", "<(2,3),4>", "<(5,6),7>"], &[]),
        "int4range" | "int8range" | "numrange" => Kind::quoted(
            &["[1,5)", "[10,15)", "[20,25)", "[30,35)", "[40,45)", "[50,55)"],
            &["empty", "(,0)", "[60,)"],
        ),
        "daterange" | "tsrange" | "tstzrange" => Kind::quoted(
            &[
                "[2024-01-01,2024-02-01)",
                "[2024-02-01,2024-03-01)",
                "[2024-03-01,2024-04-01)",
                "[2024-04-01,2024-05-01)",
                "[2024-05-01,2024-06-01)",
            ],
            &["empty", "[2030-01-01,)"],
        ),
        "int4multirange" | "int8multirange" | "nummultirange" => {
            Kind::quoted(&["{[1,5)}", "{[10,15),[20,25)}", "{[30,35)}"], &["{}"])
        }
        "datemultirange" | "tsmultirange" | "tstzmultirange" => {
            Kind::quoted(&["{[2024-01-01,2024-02-01)}", "{[2024-02-01,2024-03-01)}"], &["{}"])
        }
        "geometry" | "geography" => Kind::quoted(&["POINT(1 2)", "POINT(3 4)", "POINT(5 6)"], &[]),
        _ => return None,
    })
}
