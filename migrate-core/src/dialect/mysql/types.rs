//! The one spelling of each type: that of `information_schema.columns.column_type`.
//!
//! MySQL dropped the display widths of integers in 8.0.19, but for `tinyint(1)` and `ZEROFILL`;
//! MariaDB shows the width of every integer, and adds the default one where none is written.

use crate::dialect::Target;

/// A type as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Its words in lower case, without attributes: `double precision`.
    pub name: String,
    /// What stands in the parentheses behind it: numbers, or the values of an `ENUM`.
    pub arguments: Vec<String>,
    /// `UNSIGNED`, which `ZEROFILL` implies.
    pub unsigned: bool,
    /// `ZEROFILL`.
    pub zerofill: bool,
}

/// A type in normal spelling, and what its name says besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normal {
    /// The type.
    pub name: String,
    /// The character set that the name implies: `NCHAR` is `utf8mb3`.
    pub charset: Option<&'static str>,
    /// The collation that the name implies.
    pub collation: Option<&'static str>,
    /// Whether it is MariaDB's `JSON`, which is a text with a check.
    pub is_checked_json: bool,
    /// Whether it is `SERIAL`.
    pub is_serial: bool,
}

/// The one spelling of a type; none for a name that is no type.
#[must_use]
pub fn normal(written: &Written, target: Target) -> Option<Normal> {
    let name = written.name.as_str();
    if name == "serial" {
        let name = integer("bigint", &[], true, false, target);
        return Some(Normal { name, is_serial: true, ..Normal::default() });
    }
    if name == "json" && target.is_mariadb {
        return Some(Normal {
            name: "longtext".to_owned(),
            charset: Some("utf8mb4"),
            collation: Some("utf8mb4_bin"),
            is_checked_json: true,
            is_serial: false,
        });
    }
    if matches!(name, "bool" | "boolean") {
        return Some(plain("tinyint(1)"));
    }
    numeric(written, target)
        .or_else(|| text(written))
        .or_else(|| other(written, target).map(|name| plain(&name)))
}

fn plain(name: &str) -> Normal {
    Normal { name: name.to_owned(), ..Normal::default() }
}

fn numeric(written: &Written, target: Target) -> Option<Normal> {
    let Written { arguments, unsigned, zerofill, .. } = written;
    let (unsigned, zerofill) = (*unsigned || *zerofill, *zerofill);
    let integer = |name| integer(name, arguments, unsigned, zerofill, target);
    let name = match written.name.as_str() {
        "tinyint" | "int1" => integer("tinyint"),
        "smallint" | "int2" => integer("smallint"),
        "mediumint" | "int3" | "middleint" => integer("mediumint"),
        "int" | "integer" | "int4" => integer("int"),
        "bigint" | "int8" => integer("bigint"),
        "decimal" | "numeric" | "dec" | "fixed" | "number" => {
            let precision = arguments.first().map_or("10", String::as_str);
            let scale = arguments.get(1).map_or("0", String::as_str);
            signed(format!("decimal({precision},{scale})"), unsigned, zerofill)
        }
        "float" | "float4" => signed(float(arguments), unsigned, zerofill),
        "double" | "double precision" | "float8" | "real" => {
            signed(scaled("double", arguments), unsigned, zerofill)
        }
        _ => return None,
    };
    Some(Normal { name, ..Normal::default() })
}

fn signed(name: String, unsigned: bool, zerofill: bool) -> String {
    let unsigned = if unsigned { " unsigned" } else { "" };
    let zerofill = if zerofill { " zerofill" } else { "" };
    format!("{name}{unsigned}{zerofill}")
}

fn integer(
    name: &str,
    arguments: &[String],
    unsigned: bool,
    zerofill: bool,
    target: Target,
) -> String {
    let default = match (name, unsigned) {
        ("tinyint", true) => "3",
        ("tinyint", false) => "4",
        ("smallint", true) => "5",
        ("smallint", false) => "6",
        ("mediumint", true) => "8",
        ("mediumint", false) => "9",
        ("int", true) => "10",
        ("int", false) => "11",
        _ => "20",
    };
    let width = arguments.first().map(String::as_str);
    let shows_width =
        target.is_mariadb || zerofill || name == "tinyint" && width == Some("1") && !unsigned;
    if shows_width {
        signed(format!("{name}({})", width.unwrap_or(default)), unsigned, zerofill)
    } else {
        signed(name.to_owned(), unsigned, zerofill)
    }
}

/// `FLOAT(p)` only says which of the two types it is; `FLOAT(m,d)` is kept.
fn float(arguments: &[String]) -> String {
    match arguments {
        [precision] => {
            let is_single = precision.parse::<u32>().is_ok_and(|bits| bits <= 24);
            if is_single { "float" } else { "double" }.to_owned()
        }
        arguments => scaled("float", arguments),
    }
}

fn scaled(name: &str, arguments: &[String]) -> String {
    match arguments {
        [precision, scale] => format!("{name}({precision},{scale})"),
        _ => name.to_owned(),
    }
}

fn text(written: &Written) -> Option<Normal> {
    let name = written.name.as_str();
    let national = ["nchar", "nvarchar", "national "].iter().any(|start| name.starts_with(start));
    let size = written.arguments.first();
    let name = match name {
        "char" | "character" | "nchar" | "national char" | "national character" => {
            format!("char({})", size.map_or("1", String::as_str))
        }
        "varchar"
        | "varcharacter"
        | "char varying"
        | "character varying"
        | "nvarchar"
        | "varchar2"
        | "nchar varchar"
        | "nchar varying"
        | "national varchar"
        | "national varcharacter"
        | "national char varying"
        | "national character varying" => {
            format!("varchar({})", size?)
        }
        "text" => sized(size, 4, ["tinytext", "text", "mediumtext", "longtext"]),
        "blob" => sized(size, 1, ["tinyblob", "blob", "mediumblob", "longblob"]),
        "long"
        | "long varchar"
        | "long char varying"
        | "long character varying"
        | "long varcharacter" => "mediumtext".to_owned(),
        "long varbinary" => "mediumblob".to_owned(),
        "tinytext" | "mediumtext" | "longtext" | "tinyblob" | "mediumblob" | "longblob" => {
            name.to_owned()
        }
        "enum" | "set" => format!("{name}({})", written.arguments.join(",")),
        "binary" => format!("binary({})", size.map_or("1", String::as_str)),
        "varbinary" => format!("varbinary({})", size?),
        _ => return None,
    };
    let charset = national.then_some("utf8mb3");
    Some(Normal { name, charset, ..Normal::default() })
}

/// The smallest of four kinds that holds that many characters of up to `width` bytes.
fn sized(size: Option<&String>, width: u64, kinds: [&str; 4]) -> String {
    let bytes = size.and_then(|size| size.parse::<u64>().ok()).map(|size| size * width);
    let kind = match bytes {
        None | Some(0) => 1,
        Some(..=0xff) => 0,
        Some(..=0xffff) => 1,
        Some(..=0x00ff_ffff) => 2,
        Some(_) => 3,
    };
    kinds[kind].to_owned()
}

fn other(written: &Written, target: Target) -> Option<String> {
    let name = written.name.as_str();
    let first = written.arguments.first().map(String::as_str);
    Some(match name {
        "date" | "json" | "geometry" | "point" | "linestring" | "polygon" | "multipoint"
        | "multilinestring" | "multipolygon" => name.to_owned(),
        "geometrycollection" | "geomcollection" => {
            if target.is_mariadb { "geometrycollection" } else { "geomcollection" }.to_owned()
        }
        "datetime" | "timestamp" | "time" => match first {
            None | Some("0") => name.to_owned(),
            Some(digits) => format!("{name}({digits})"),
        },
        "year" if target.is_mariadb => format!("year({})", first.unwrap_or("4")),
        "year" => "year".to_owned(),
        "bit" => format!("bit({})", first.unwrap_or("1")),
        "inet4" | "inet6" | "uuid" | "xmltype" if target.is_mariadb => name.to_owned(),
        "vector" => format!("vector({})", first.unwrap_or("2048")),
        _ => return None,
    })
}

/// The name of a character set as the engine keeps it. MySQL plans to give `utf8` another meaning, but
/// it has not: it is `utf8mb3` in all that are supported.
#[must_use]
pub fn charset(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    if name == "utf8" { "utf8mb3".to_owned() } else { name }
}

/// The name of a collation as the engine keeps it.
#[must_use]
pub fn collation(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("utf8_") {
        Some(rest) => format!("utf8mb3_{rest}"),
        None => name,
    }
}

/// The character set that a collation belongs to; none for those of MariaDB that fit several.
#[must_use]
pub fn charset_of(collation: &str) -> Option<&str> {
    if collation.starts_with("uca1400") {
        return None;
    }
    collation.split('_').next()
}

/// Whether a type in normal spelling holds text, so that a character set applies to it.
#[must_use]
pub fn is_text(data_type: &str) -> bool {
    ["char(", "varchar(", "tinytext", "text", "mediumtext", "longtext", "enum(", "set("]
        .iter()
        .any(|start| data_type.starts_with(start))
}

/// Whether a type in normal spelling holds numbers.
#[must_use]
pub fn is_number(data_type: &str) -> bool {
    ["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year"]
        .iter()
        .any(|start| data_type.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    fn spelled(name: &str, arguments: &[&str], unsigned: bool, target: Target) -> String {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let written = Written { name: name.to_owned(), arguments, unsigned, zerofill: false };
        normal(&written, target).map_or_else(String::new, |normal| normal.name)
    }

    #[test]
    fn widths_mean_something_to_mariadb() {
        let (mysql, mariadb) = (Target::oldest(Dialect::Mysql), Target::oldest_mariadb());
        assert_eq!(spelled("integer", &["11"], false, mysql), "int");
        assert_eq!(spelled("integer", &[], false, mariadb), "int(11)");
        assert_eq!(spelled("int", &[], true, mariadb), "int(10) unsigned");
        assert_eq!(spelled("tinyint", &["1"], false, mysql), "tinyint(1)");
        assert_eq!(spelled("bool", &[], false, mariadb), "tinyint(1)");
        assert_eq!(spelled("year", &[], false, mariadb), "year(4)");
    }

    #[test]
    fn synonyms_have_one_spelling() {
        let mysql = Target::oldest(Dialect::Mysql);
        for (name, arguments, expected) in [
            ("numeric", &[][..], "decimal(10,0)"),
            ("dec", &["5"], "decimal(5,0)"),
            ("double precision", &[], "double"),
            ("float", &["25"], "double"),
            ("character varying", &["20"], "varchar(20)"),
            ("char", &[], "char(1)"),
            ("text", &["1000"], "text"),
            ("blob", &["70000"], "mediumblob"),
            ("datetime", &["0"], "datetime"),
            ("enum", &["'a'", "'b'"], "enum('a','b')"),
            ("varchar", &[], ""),
            ("jsonb", &[], ""),
        ] {
            assert_eq!(spelled(name, arguments, false, mysql), expected, "{name}");
        }
    }
}
