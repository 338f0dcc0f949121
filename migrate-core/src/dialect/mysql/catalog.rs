//! What a live MySQL or MariaDB says it has, as a schema.
//!
//! Each query lists the columns it wants and where they come from; whoever runs it returns every value
//! as text or as nothing. From there on it is a pure function.

mod assemble;

use crate::dialect::Target;
use crate::schema::Schema;

/// A question to `information_schema`, about the current database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The expressions to select, in order.
    pub columns: &'static [&'static str],
    /// What follows them, from `FROM` on.
    pub from: &'static str,
}

/// A row of an answer: each value as text, none for NULL.
pub type Row = Vec<Option<String>>;

const TABLES: Query = Query {
    columns: &["table_name", "engine", "table_collation", "table_comment", "create_options"],
    from: "from information_schema.tables where table_schema = database() \
           and table_type = 'BASE TABLE' order by 1",
};

const COLUMNS: Query = Query {
    columns: &[
        "table_name",
        "column_name",
        "column_type",
        "is_nullable",
        "column_default",
        "extra",
        "character_set_name",
        "collation_name",
        "column_comment",
        "generation_expression",
    ],
    from: "from information_schema.columns where table_schema = database() \
           order by table_name, ordinal_position",
};

const INDEXES_FROM: &str = "from information_schema.statistics where table_schema = database() \
                            order by table_name, index_name, seq_in_index";

const INDEXES: Query = Query {
    columns: &[
        "table_name",
        "index_name",
        "non_unique",
        "column_name",
        "sub_part",
        "index_type",
        "collation",
        "index_comment",
        "if(is_visible = 'NO', '1', '0')",
        "expression",
    ],
    from: INDEXES_FROM,
};

const MARIADB_INDEXES: Query = Query {
    columns: &[
        "table_name",
        "index_name",
        "non_unique",
        "column_name",
        "sub_part",
        "index_type",
        "collation",
        "index_comment",
        "if(ignored = 'YES', '1', '0')",
        "null",
    ],
    from: INDEXES_FROM,
};

const FOREIGN_KEYS: Query = Query {
    columns: &[
        "k.table_name",
        "k.constraint_name",
        "k.column_name",
        "k.referenced_table_name",
        "k.referenced_column_name",
        "r.update_rule",
        "r.delete_rule",
    ],
    from: "from information_schema.key_column_usage k \
           join information_schema.referential_constraints r \
           on r.constraint_schema = k.constraint_schema \
           and r.constraint_name = k.constraint_name and r.table_name = k.table_name \
           where k.table_schema = database() \
           order by k.table_name, k.constraint_name, k.ordinal_position",
};

const CHECKS: Query = Query {
    columns: &["table_name", "constraint_name", "check_clause", "enforced", "'Table'"],
    from: "from information_schema.check_constraints \
           join information_schema.table_constraints using (constraint_schema, constraint_name) \
           where constraint_schema = database() order by 1, 2",
};

const MARIADB_CHECKS: Query = Query {
    columns: &["table_name", "constraint_name", "check_clause", "'YES'", "level"],
    from: "from information_schema.check_constraints \
           where constraint_schema = database() order by 1, 2",
};

/// What to ask, in the order in which [`schema`] wants the answers.
#[must_use]
pub const fn queries(target: Target) -> [Query; 5] {
    let (indexes, checks) =
        if target.is_mariadb { (MARIADB_INDEXES, MARIADB_CHECKS) } else { (INDEXES, CHECKS) };
    [TABLES, COLUMNS, indexes, FOREIGN_KEYS, checks]
}

/// The tables that the answers describe, with every character set and collation spelled out and
/// expressions as the engine prints them. Views, routines and the like are not among the questions.
#[must_use]
pub fn schema(answers: &[Vec<Row>], target: Target) -> Schema {
    assemble::schema(answers, target)
}
