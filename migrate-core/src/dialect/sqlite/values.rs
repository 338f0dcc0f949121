//! What columns of SQLite hold: what their declared types mean to whoever declared them, since the
//! engine takes nearly everything.

use crate::dialect::Dialect;
use crate::schema::{Column, Identity, Name, Schema};
use crate::seed::{Held, Kind, Values};
use crate::sql::quote;

/// What a column can hold.
pub(crate) fn held(column: &Column, _: &Schema) -> Held {
    let default = column.default.as_deref().unwrap_or_default().trim_matches(['\'', '"']);
    let is_boolean = column.data_type.to_ascii_uppercase().contains("BOOL");
    // Some write truth as a letter, some as a word.
    let letters = [["t", "f"], ["true", "false"], ["TRUE", "FALSE"]];
    let quoted = column.default.as_deref().is_some_and(|it| it.starts_with(['\'', '"']));
    match letters.iter().find(|pair| is_boolean && quoted && pair.contains(&default)) {
        Some(pair) => Held::of(Kind::quoted(pair, &[])),
        None => Held::of(of_type(&column.data_type.to_ascii_uppercase())),
    }
}

/// How a column is read: with the class of each value behind a unit separator, which the column does not
/// decide.
pub(crate) fn read(_: &Column, name: &str) -> String {
    format!(
        "CASE typeof({name}) WHEN 'null' THEN NULL WHEN 'blob' THEN hex({name}) \
         WHEN 'real' THEN printf('%!.17g', {name}) ELSE {name} END || char(31) || typeof({name})"
    )
}

/// The last number of a table whose numbers are never used twice. The next one is behind the last that was
/// given out and behind the largest that is there.
pub(crate) fn counter(table: &Name, column: &Column) -> Option<String> {
    let (name, quoted) =
        (quote::literal(&table.name), quote::identifier(&table.name, Dialect::Sqlite));
    let largest = quote::identifier(&column.name, Dialect::Sqlite);
    let sql = format!(
        "CAST(nullif(max(coalesce((SELECT max(seq) FROM sqlite_sequence \
         WHERE name = {name} COLLATE NOCASE), 0), \
         coalesce((SELECT max({largest}) FROM {quoted}), 0)), 0) AS TEXT)"
    );
    (column.identity == Some(Identity::AutoIncrement)).then_some(sql)
}

fn of_type(declared: &str) -> Kind {
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    let size =
        declared.split_once('(').and_then(|(_, rest)| rest.trim_end_matches(')').parse().ok());
    if has(&["BOOL"]) {
        Kind::Listed(Values::of(&["0", "1"], &[]))
    } else if has(&["INT"]) {
        Kind::Integer { least: i64::MIN.into(), most: i64::MAX.into() }
    } else if has(&["JSON"]) {
        Kind::Listed(Values::of(
            &crate::seed::JSON,
            &[crate::seed::LAID_OUT, "'{}'", "'[]'", "'null'"],
        ))
    } else if has(&["UUID"]) {
        Kind::quoted(
            &[
                "3b1f8a52-9c04-4d2e-8f61-0a7bd5c3e9f1",
                "5d2c7e90-14ab-4c38-9e75-6f0812d4ba23",
                "7a90d3c6-5e1f-4b82-a147-c3e85f9026bd",
                "9e47b105-d82c-4fa6-b3d9-1850ca7fe264",
                "b60c2f7d-3a95-4e18-8c5b-e4d97a1063f8",
                "d18e5b94-6f2a-4073-9ad6-72bc04f8e135",
            ],
            &["00000000-0000-0000-0000-000000000000"],
        )
    } else if has(&["CHAR", "CLOB", "TEXT", "STRING"]) {
        Kind::Text { most: size.unwrap_or(10_000), unicode: true }
    } else if has(&["DATE", "TIMESTAMP"]) {
        let time = if has(&["TIME"]) { " 13:45:06" } else { "" };
        let days =
            ["2023-01-31", "2023-06-15", "2024-02-29", "2024-12-31", "2025-03-30", "2026-07-01"];
        let values = Values::of(&days, &["0001-01-01", "9999-12-31"]);
        Kind::Listed(values.map(|day| format!("'{day}{time}'")))
    } else if has(&["TIME"]) {
        Kind::quoted(&["01:02:03", "02:00:00", "11:59:59", "13:30:00", "20:15:00"], &["00:00:00"])
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        let usual = ["1.5", "2.25", "3.125", "4.1", "5.3", "6.7"];
        Kind::Listed(Values::of(&usual, &["-1.7976931348623157e308", "2.2e-308", "0.0", "1e300"]))
    } else if has(&["NUM", "DEC"]) {
        Kind::Decimal { digits: 14, scale: 4, signed: true }
    } else {
        let usual =
            ["X'00FF10'", "X'01'", "X'DEADBEEF'", "X'C3A9'", "X'5C27'", "X'0A0D'", "X'0708'"];
        Kind::Listed(Values::of(&usual, &["X''", "X'FFFFFFFFFFFFFFFFFFFFFFFF'"]))
    }
}
