//! What a live MySQL or MariaDB says it has, as a schema.
//!
//! Each query lists the columns it wants and where they come from; whoever runs it returns every value
//! as text or as nothing. From there on it is a pure function.

mod assemble;
mod part;
mod reach;
mod sequence;
mod texts;

use std::collections::BTreeSet;

use crate::dialect::Target;
use crate::dialect::catalog::{Catalog, CatalogError, Row, Scope, sorted};
use crate::schema::{Name, ObjectKind, Schema};

/// A question to `information_schema`, about the current database; `/* name */` in it is where the name
/// of one table may be asked for. What one of the two engines is asked alone stands in comments that the
/// other does not read: `/*!80000 MySQL */` and `/*M! MariaDB */`.
///
/// None of them joins: MariaDB goes through a whole catalog for each row of another one. And it looks at
/// other databases than this unless the schema is asked for that comes with the name of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The expressions to select, in order.
    pub columns: &'static [&'static str],
    /// What follows them, from `FROM` on.
    pub from: &'static str,
}

const TABLES: Query = Query {
    columns: &[
        "table_name",
        "engine",
        "table_collation",
        "table_comment",
        "create_options",
        "table_type",
    ],
    from: "from information_schema.tables where table_schema = database() /* table_name */ \
           and table_type in ('BASE TABLE', 'SYSTEM VERSIONED', 'SEQUENCE')",
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
        "/*!80000 srs_id *//*M! null */",
    ],
    from: "from information_schema.columns where table_schema = database() /* table_name */ \
           order by table_name, ordinal_position",
};

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
        "/*!80000 if(is_visible = 'NO', '1', '0') *//*M! if(ignored = 'YES', '1', '0') */",
        "/*!80000 expression *//*M! null */",
    ],
    from: "from information_schema.statistics where table_schema = database() /* table_name */ \
           order by table_name, index_name, seq_in_index",
};

const FOREIGN_KEYS: Query = Query {
    columns: &[
        "table_name",
        "constraint_name",
        "column_name",
        "referenced_table_name",
        "referenced_column_name",
    ],
    from: "from information_schema.key_column_usage where table_schema = database() \
           /* table_name */ and referenced_table_name is not null \
           order by table_name, constraint_name, ordinal_position",
};

/// What foreign keys do.
const RULES: Query = Query {
    columns: &["table_name", "constraint_name", "update_rule", "delete_rule"],
    from: "from information_schema.referential_constraints \
           where constraint_schema = database() /* table_name */",
};

const CHECKS: Query = Query {
    columns: &[
        "table_name",
        "constraint_name",
        "check_clause",
        "/*!80000 enforced *//*M! 'YES' */",
        "/*!80000 'Table' *//*M! level */",
    ],
    from: "from information_schema.check_constraints \
           /*!80000 join information_schema.table_constraints \
           using (constraint_schema, constraint_name)*/ \
           where constraint_schema = database() /* table_name */ order by 1, 2",
};

const PARTITIONS: Query = Query {
    columns: &[
        "table_name",
        "concat_ws(' ', partition_method, partition_expression, subpartition_method, \
         subpartition_expression)",
        "concat_ws(' ', partition_name, subpartition_name, partition_description, \
         nullif(partition_comment, ''))",
    ],
    from: "from information_schema.partitions where table_schema = database() /* table_name */ \
           and partition_name is not null \
           order by table_name, partition_ordinal_position, subpartition_ordinal_position",
};

const VIEWS: Query = Query {
    columns: &[
        "table_name",
        // The query without the name of the database, which says nothing within it.
        "replace(view_definition, concat('`', database(), '`.'), '')",
        "check_option",
        "security_type",
        "definer",
        "/*!80000 null *//*M! algorithm */",
    ],
    from: "from information_schema.views where table_schema = database() /* table_name */",
};

/// What is compared by the text that the server has for it: kind, name, table, text.
const OBJECTS: Query = Query {
    columns: &["kind", "name", "about", "definition"],
    from: "from (\
           select 'routine' kind, concat(lower(routine_type), ' ', routine_name) name, null about, \
             concat_ws(' ', r.dtd_identifier, r.collation_name, \
               r.is_deterministic, r.sql_data_access, r.security_type, r.definer, r.sql_mode, \
               r.routine_comment, r.routine_definition) definition \
             from information_schema.routines r where r.routine_schema = database() \
           union all select 'event', event_name, null, \
             concat_ws(' ', definer, time_zone, event_type, execute_at, interval_value, \
               interval_field, sql_mode, if(event_type = 'RECURRING', starts, null), ends, status, \
               on_completion, event_comment, event_definition) \
             from information_schema.events where event_schema = database() \
           union all select 'grant', concat(privilege_type, ' to ', grantee, ' on ', table_name), \
             table_name, if(is_grantable = 'YES', 'grantable', '') \
             from information_schema.table_privileges where table_schema = database() \
           union all select 'grant', \
             concat(privilege_type, ' ( ', column_name, ' ) to ', grantee, ' on ', table_name), \
             table_name, if(is_grantable = 'YES', 'grantable', '') \
             from information_schema.column_privileges where table_schema = database() \
           union all select 'grant', concat(privilege_type, ' to ', grantee, ' on *'), null, \
             if(is_grantable = 'YES', 'grantable', '') \
             from information_schema.schema_privileges where table_schema = database() \
           union all select 'database', '', null, default_collation_name \
             from information_schema.schemata where schema_name = database() \
           ) objects order by 1, 2",
};

/// The same of triggers.
const TRIGGERS: Query = Query {
    columns: &[
        "'trigger'",
        "trigger_name",
        "event_object_table",
        "concat_ws(' ', action_timing, event_manipulation, action_order, definer, sql_mode, \
         action_statement)",
    ],
    from: "from information_schema.triggers where event_object_schema = database() \
           /* event_object_table */",
};

/// The parameters of routines, and what functions return.
const PARAMETERS: Query = Query {
    columns: &[
        "concat(lower(routine_type), ' ', specific_name)",
        "concat_ws(' ', parameter_mode, parameter_name, dtd_identifier, character_set_name, \
         collation_name)",
    ],
    from: "from information_schema.parameters where specific_schema = database() \
           order by routine_type, specific_name, ordinal_position",
};

/// What to ask, in the order in which [`schema`] wants the answers.
pub const QUERIES: [Query; 11] = [
    TABLES,
    COLUMNS,
    INDEXES,
    FOREIGN_KEYS,
    RULES,
    CHECKS,
    PARTITIONS,
    VIEWS,
    OBJECTS,
    TRIGGERS,
    PARAMETERS,
];

/// The schema that the answers describe, with every character set and collation spelled out and
/// expressions as the engine prints them. What MariaDB's sequences are is not in its catalog: [`Mysql`] asks
/// each of them.
#[must_use]
pub fn schema(answers: &[Vec<Row>], target: Target) -> Schema {
    assemble::schema(answers, target)
}

/// What was read of a database so far, and where an inspection stands.
#[derive(Clone, Debug)]
pub struct Mysql {
    target: Target,
    schema: Schema,
    stage: Stage,
    /// Whether the last inspection came to its end.
    complete: bool,
}

#[derive(Clone, Debug, Default)]
enum Stage {
    #[default]
    Done,
    /// All queries.
    Everything,
    /// Which tables and views there are, after a script of these words.
    Names(BTreeSet<String>),
    /// What those are now.
    Parts(BTreeSet<String>),
    /// The texts of those tables and views, and what these sequences say of themselves.
    Texts(Vec<String>, Vec<String>),
}

/// The most tables of which each is asked about by itself.
const FEW: usize = 16;

impl Mysql {
    /// Of a server of that version.
    #[must_use]
    pub fn new(target: Target) -> Self {
        let (schema, stage) = (Schema::default(), Stage::Done);
        Self { target, schema, stage, complete: false }
    }

    /// What to read after a script of these words, when these tables and views are there.
    fn touched(&self, words: &BTreeSet<String>, rows: Vec<Row>) -> Stage {
        let now: BTreeSet<String> = rows.into_iter().flatten().flatten().collect();
        let touched = reach::touched(words, &self.schema, &now);
        if self.schema.sequences.keys().any(|name| touched.contains(&name.name)) {
            return Stage::Everything;
        }
        match touched.len() {
            0 => Stage::Done,
            1..=FEW => Stage::Parts(touched),
            _ => Stage::Everything,
        }
    }

    /// What comes behind the catalog: the texts of those of the names that are tables, and views where the
    /// catalog keeps their algorithm to itself, and sequences.
    fn texts(&self, names: impl Iterator<Item = String>, sequences: Vec<String>) -> Stage {
        let says_more = |name: &String| {
            let name = Name::bare(name.clone());
            let is_view = !self.target.is_mariadb && self.schema.views.contains_key(&name);
            is_view || self.schema.tables.contains_key(&name)
        };
        let names: Vec<String> = names.filter(says_more).collect();
        if names.is_empty() && sequences.is_empty() {
            Stage::Done
        } else {
            Stage::Texts(names, sequences)
        }
    }

    /// Puts what tables and views are now in the place of what they were.
    fn replace(&mut self, touched: &BTreeSet<String>, rows: Vec<Row>) {
        let now = schema(&sorted(rows, QUERIES.len()), self.target);
        for name in touched {
            self.schema.tables.remove(&Name::bare(name.clone()));
            self.schema.views.remove(&Name::bare(name.clone()));
        }
        let is_theirs =
            |of: &Option<Name>| of.as_ref().is_some_and(|it| touched.contains(&it.name));
        let gone =
            self.schema.objects.iter().filter(|(name, object)| {
                name.kind == ObjectKind::Trigger && is_theirs(&object.table)
            });
        let gone: Vec<_> = gone.map(|(name, _)| name.clone()).collect();
        for name in &gone {
            self.schema.objects.remove(name);
        }
        for (name, table) in now.tables.iter() {
            self.schema.tables.insert(name.clone(), table.clone());
        }
        for (name, view) in now.views.iter() {
            self.schema.views.insert(name.clone(), view.clone());
        }
        for (name, object) in now.objects.iter() {
            self.schema.objects.insert(name.clone(), object.clone());
        }
    }
}

impl Catalog for Mysql {
    fn refresh(&mut self, scope: Scope<'_>) {
        self.stage = match scope {
            Scope::Script(sql) if self.complete => {
                reach::words(sql).map_or(Stage::Everything, Stage::Names)
            }
            _ => Stage::Everything,
        };
        self.complete = false;
    }

    fn query(&self) -> Option<String> {
        match &self.stage {
            Stage::Done => None,
            Stage::Everything => Some(part::everything()),
            Stage::Names(_) => Some(part::NAMES.to_owned()),
            Stage::Parts(touched) => Some(part::query(touched)),
            Stage::Texts(names, sequences) => {
                let asked = [texts::query(names), sequence::query(sequences)];
                let asked = asked.into_iter().filter(|sql| !sql.is_empty());
                Some(asked.collect::<Vec<_>>().join("; "))
            }
        }
    }

    fn feed(&mut self, rows: Vec<Row>) -> Result<(), CatalogError> {
        match std::mem::take(&mut self.stage) {
            Stage::Done => return Err(CatalogError::Unasked),
            Stage::Everything => {
                let answers = sorted(rows, QUERIES.len());
                self.schema = schema(&answers, self.target);
                let names = self.schema.tables.keys().chain(self.schema.views.keys());
                let names: Vec<String> = names.map(|name| name.name.clone()).collect();
                self.stage = self.texts(names.into_iter(), sequence::names(&answers));
            }
            Stage::Names(words) => self.stage = self.touched(&words, rows),
            Stage::Parts(touched) => {
                self.replace(&touched, rows);
                self.stage = self.texts(touched.into_iter(), Vec::new());
            }
            Stage::Texts(..) => {
                texts::read(&mut self.schema, &rows);
                for (name, it) in sequence::read(&rows) {
                    self.schema.sequences.insert(name, it);
                }
            }
        }
        self.complete = matches!(self.stage, Stage::Done);
        Ok(())
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }
}
