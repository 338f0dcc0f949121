//! The words that the parser knows.

use crate::sql::words::Words;

/// All of them, in lower case. A list of its own, since the parser looks for a word by comparing it with
/// one after the other; a test holds the two against each other.
#[rustfmt::skip]
pub(super) static KEYWORDS: Words<560> = Words::new([
    "abort", "absent", "absolute", "access", "action", "add", "admin", "after", "aggregate",
    "alias", "all", "also", "alter", "always", "analyse", "analyze", "and", "any", "array", "as",
    "asc", "asensitive", "assert", "assertion", "assignment", "asymmetric", "at", "atomic",
    "attach", "attribute", "authorization", "backward", "before", "begin", "between", "bigint",
    "binary", "bit", "boolean", "both", "breadth", "by", "cache", "call", "called", "cascade",
    "cascaded", "case", "cast", "catalog", "chain", "char", "character", "characteristics",
    "check", "checkpoint", "class", "close", "cluster", "coalesce", "collate", "collation",
    "column", "column_name", "columns", "comment", "comments", "commit", "committed",
    "compression", "concurrently", "conditional", "configuration", "conflict", "connection",
    "constant", "constraint", "constraint_name", "constraints", "content", "continue",
    "conversion", "copy", "cost", "create", "cross", "csv", "cube", "current", "current_catalog",
    "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "cursor", "cycle", "data", "database", "datatype", "day", "deallocate",
    "debug", "dec", "decimal", "declare", "default", "defaults", "deferrable", "deferred",
    "definer", "delete", "delimiter", "delimiters", "depends", "depth", "desc", "destination",
    "detach", "detail", "diagnostics", "dictionary", "disable", "discard", "distinct", "do",
    "document", "domain", "double", "drop", "dump", "each", "edge", "else", "elseif", "elsif",
    "empty", "enable", "encoding", "encrypted", "end", "enforced", "enum", "errcode", "error",
    "escape", "event", "except", "exception", "exclude", "excluding", "exclusive", "execute",
    "exists", "exit", "explain", "expression", "extension", "external", "extract", "false",
    "family", "fetch", "filter", "finalize", "first", "float", "following", "for", "force",
    "foreach", "foreign", "format", "forward", "freeze", "from", "full", "function", "functions",
    "generated", "get", "global", "grant", "granted", "graph", "graph_table", "greatest", "group",
    "grouping", "groups", "handler", "having", "header", "hint", "hold", "hour", "identity", "if",
    "ignore", "ilike", "immediate", "immutable", "implicit", "import", "in", "include",
    "including", "increment", "indent", "index", "indexes", "info", "inherit", "inherits",
    "initially", "inline", "inner", "inout", "input", "insensitive", "insert", "instead", "int",
    "integer", "intersect", "interval", "into", "invoker", "is", "isnull", "isolation", "join",
    "json", "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg",
    "json_query", "json_scalar", "json_serialize", "json_table", "json_value", "keep", "key",
    "keys", "label", "language", "large", "last", "lateral", "leading", "leakproof", "least",
    "left", "level", "like", "limit", "listen", "load", "local", "localtime", "localtimestamp",
    "location", "lock", "locked", "log", "logged", "loop", "lsn", "mapping", "match", "matched",
    "materialized", "maxvalue", "merge", "merge_action", "message", "message_text", "method",
    "minute", "minvalue", "mode", "month", "move", "name", "names", "national", "natural",
    "nchar", "nested", "new", "next", "nfc", "nfd", "nfkc", "nfkd", "no", "node", "none",
    "normalize", "normalized", "not", "nothing", "notice", "notify", "notnull", "nowait", "null",
    "nullif", "nulls", "numeric", "object", "objects", "of", "off", "offset", "oids", "old",
    "omit", "on", "only", "open", "operator", "option", "options", "or", "order", "ordinality",
    "others", "out", "outer", "over", "overlaps", "overlay", "overriding", "owned", "owner",
    "parallel", "parameter", "parser", "partial", "partition", "partitions", "passing",
    "password", "path", "perform", "period", "pg_context", "pg_datatype_name",
    "pg_exception_context", "pg_exception_detail", "pg_exception_hint", "pg_routine_oid",
    "placing", "plan", "plans", "policy", "portion", "position", "preceding", "precision",
    "prepare", "prepared", "preserve", "primary", "print_strict_params", "prior", "privileges",
    "procedural", "procedure", "procedures", "program", "properties", "property", "publication",
    "query", "quote", "quotes", "raise", "range", "read", "real", "reassign", "recursive", "ref",
    "references", "referencing", "refresh", "reindex", "relationship", "relative", "release",
    "rename", "repack", "repeatable", "replace", "replica", "reset", "respect", "restart",
    "restrict", "return", "returned_sqlstate", "returning", "returns", "reverse", "revoke",
    "right", "role", "rollback", "rollup", "routine", "routines", "row", "row_count", "rows",
    "rowtype", "rule", "savepoint", "scalar", "schema", "schema_name", "schemas", "scroll",
    "search", "second", "security", "select", "sequence", "sequences", "serializable", "server",
    "session", "session_user", "set", "setof", "sets", "share", "show", "similar", "simple",
    "skip", "slice", "smallint", "snapshot", "some", "source", "split", "sql", "sqlstate",
    "stable", "stacked", "standalone", "start", "statement", "statistics", "stdin", "stdout",
    "storage", "stored", "strict", "string", "strip", "subscription", "substring", "support",
    "symmetric", "sysid", "system", "system_user", "table", "table_name", "tables", "tablesample",
    "tablespace", "target", "temp", "template", "temporary", "text", "then", "ties", "time",
    "timestamp", "to", "trailing", "transaction", "transform", "treat", "trigger", "trim", "true",
    "truncate", "trusted", "type", "types", "uescape", "unbounded", "uncommitted",
    "unconditional", "unencrypted", "union", "unique", "unknown", "unlisten", "unlogged", "until",
    "update", "use_column", "use_variable", "user", "using", "vacuum", "valid", "validate",
    "validator", "value", "values", "varchar", "variable_conflict", "variadic", "varying",
    "verbose", "version", "vertex", "view", "views", "virtual", "volatile", "wait", "warning",
    "when", "where", "while", "whitespace", "window", "with", "within", "without", "work",
    "wrapper", "write", "xml", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists",
    "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
    "year", "yes", "zone",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use squawk_parser::SyntaxKind;

    #[test]
    fn they_are_those_of_the_parser() {
        let kinds = (0..u16::from(SyntaxKind::WHITESPACE)).map(SyntaxKind::from);
        let names = kinds.filter(|kind| kind.is_keyword()).map(|kind| format!("{kind:?}"));
        let words = names.filter_map(|name| Some(name.strip_suffix("_KW")?.to_ascii_lowercase()));
        let mut words: Vec<String> = words.collect();
        words.sort();
        let mut ours = KEYWORDS.all().to_vec();
        ours.sort_unstable();
        assert_eq!(words, ours);
    }
}
