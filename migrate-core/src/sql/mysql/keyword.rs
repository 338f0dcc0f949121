//! Words that cannot be names without backticks.

use crate::dialect::Target;
use crate::sql::words::Words;

/// Whether `word`, in any case, needs backticks to be a name.
///
/// What MySQL 8.0 reserves is listed in its manual ("Keywords and Reserved Words"); which of that
/// MariaDB takes as the name of a column was tried out on 10.11.
pub(super) fn is_reserved(word: &str, target: Target) -> bool {
    BOTH.have_in_any_case(word)
        || match target.is_mariadb {
            true => MARIADB.have_in_any_case(word),
            false => MYSQL.have_in_any_case(word),
        }
}

/// Whether `word` is reserved in any of the engines: a name of these letters keeps its backticks.
pub(super) fn is_reserved_somewhere(word: &str) -> bool {
    BOTH.have_in_any_case(word) || MYSQL.have_in_any_case(word) || MARIADB.have_in_any_case(word)
}

/// Whether `word` is reserved in both engines, so that it is never a name.
pub(super) fn is_keyword(word: &str) -> bool {
    BOTH.have_in_any_case(word)
}

/// A short word in lower case, without an allocation: empty for what is too long to be a keyword.
pub(super) struct Lower {
    bytes: [u8; 32],
    length: usize,
}

impl Lower {
    pub(super) fn of(word: &str) -> Self {
        let mut lower = Self { bytes: [0; 32], length: 0 };
        let bytes = word.as_bytes();
        if bytes.len() > lower.bytes.len() {
            return lower;
        }
        // By hand: every word is asked for several times, and a macro is built without optimisation.
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            lower.bytes[at] = match byte {
                b'A'..=b'Z' => byte | 0x20,
                0x80.. => return lower,
                _ => byte,
            };
            at += 1;
        }
        lower.length = at;
        lower
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// Reserved in MySQL 8.0 and in MariaDB 10.11, sorted.
#[rustfmt::skip]
static BOTH: Words<230> = Words::new([
    "accessible", "add", "all", "alter", "analyze", "and", "as", "asc", "asensitive", "before",
    "between", "bigint", "binary", "blob", "both", "by", "call", "cascade", "case", "change",
    "char", "character", "check", "collate", "column", "condition", "constraint", "continue",
    "convert", "create", "cross", "current_date", "current_time", "current_timestamp",
    "current_user", "cursor", "databases", "day_hour", "day_microsecond", "day_minute",
    "day_second", "dec", "decimal", "declare", "default", "delayed", "delete", "desc", "describe",
    "deterministic", "distinct", "distinctrow", "div", "double", "drop", "dual", "each", "else",
    "elseif", "enclosed", "escaped", "except", "exists", "exit", "explain", "false", "fetch",
    "float", "float4", "float8", "for", "force", "foreign", "from", "fulltext", "grant", "group",
    "having", "high_priority", "hour_microsecond", "hour_minute", "hour_second", "if", "ignore",
    "in", "index", "infile", "inner", "inout", "insensitive", "insert", "int", "int1", "int2",
    "int3", "int4", "int8", "integer", "intersect", "interval", "into", "is", "iterate", "join",
    "key", "keys", "kill", "leading", "leave", "left", "like", "limit", "linear", "lines", "load",
    "localtime", "localtimestamp", "lock", "long", "longblob", "longtext", "loop", "low_priority",
    "master_ssl_verify_server_cert", "match", "maxvalue", "mediumblob", "mediumint", "mediumtext",
    "middleint", "minute_microsecond", "minute_second", "mod", "modifies", "natural",
    "no_write_to_binlog", "not", "null", "numeric", "on", "optimize", "optionally", "or", "order",
    "out", "outer", "outfile", "over", "partition", "precision", "primary", "procedure", "purge",
    "range", "read", "read_write", "reads", "real", "recursive", "references", "regexp", "release",
    "rename", "repeat", "replace", "require", "resignal", "restrict", "return", "revoke", "right",
    "rlike", "row_number", "rows", "schemas", "second_microsecond", "select", "sensitive",
    "separator", "set", "show", "signal", "smallint", "spatial", "specific", "sql",
    "sql_big_result", "sql_calc_found_rows", "sql_small_result", "sqlexception", "sqlstate",
    "sqlwarning", "ssl", "starting", "straight_join", "table", "terminated", "then", "tinyblob",
    "tinyint", "tinytext", "to", "trailing", "trigger", "true", "undo", "union", "unique", "unlock",
    "unsigned", "update", "usage", "use", "using", "utc_date", "utc_time", "utc_timestamp",
    "values", "varbinary", "varchar", "varcharacter", "varying", "when", "where", "while", "with",
    "write", "xor", "year_month", "zerofill",
]);

/// Reserved in MySQL 8.0 alone, sorted.
#[rustfmt::skip]
static MYSQL: Words<32> = Words::new([
    "cube", "cume_dist", "database", "dense_rank", "empty", "first_value", "function", "generated",
    "get", "grouping", "groups", "io_after_gtids", "io_before_gtids", "json_table", "lag",
    "last_value", "lateral", "lead", "master_bind", "nth_value", "ntile", "of", "optimizer_costs",
    "option", "percent_rank", "rank", "row", "schema", "stored", "system", "virtual", "window",
]);

/// Reserved in MariaDB alone, sorted.
#[rustfmt::skip]
static MARIADB: Words<11> = Words::new([
    "current_role", "do_domain_ids", "ignore_domain_ids", "offset", "page_checksum",
    "parse_vcol_expr", "ref_system_id", "returning", "stats_auto_recalc", "stats_persistent",
    "stats_sample_pages",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn what_is_reserved_depends_on_the_engine() {
        let (mysql, mariadb) = (Target::oldest(Dialect::Mysql), Target::oldest_mariadb());
        assert!(is_reserved("Rank", mysql) && !is_reserved("rank", mariadb));
        assert!(!is_reserved("offset", mysql) && is_reserved("OFFSET", mariadb));
        assert!(is_reserved("key", mysql) && is_keyword("KEY") && !is_keyword("status"));
    }
}
