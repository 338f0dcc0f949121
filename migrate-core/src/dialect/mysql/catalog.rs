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
use crate::dialect::catalog::{Catalog, CatalogError, Row, Scope};
use crate::schema::{Name, ObjectKind, Schema};

/// A question to `information_schema`, about the current database; `/* name */` in it is where the name
/// of one table may be asked for.
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
        "if(table_type = 'SYSTEM VERSIONED', '1', '0')",
    ],
    from: "from information_schema.tables where table_schema = database() /* table_name */ \
           and table_type in ('BASE TABLE', 'SYSTEM VERSIONED') order by 1",
};

const COLUMNS_FROM: &str = "from information_schema.columns where table_schema = database() \
                            /* table_name */ order by table_name, ordinal_position";

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
        "srs_id",
    ],
    from: COLUMNS_FROM,
};

const MARIADB_COLUMNS: Query = Query {
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
        "null",
    ],
    from: COLUMNS_FROM,
};

const INDEXES_FROM: &str = "from information_schema.statistics where table_schema = database() \
                            /* table_name */ order by table_name, index_name, seq_in_index";

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
           where k.table_schema = database() /* k.table_name */ /* r.table_name */ \
           order by k.table_name, k.constraint_name, k.ordinal_position",
};

const CHECKS: Query = Query {
    columns: &["table_name", "constraint_name", "check_clause", "enforced", "'Table'"],
    from: "from information_schema.check_constraints \
           join information_schema.table_constraints using (constraint_schema, constraint_name) \
           where constraint_schema = database() /* table_name */ order by 1, 2",
};

const MARIADB_CHECKS: Query = Query {
    columns: &["table_name", "constraint_name", "check_clause", "'YES'", "level"],
    from: "from information_schema.check_constraints \
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

/// The query without the name of the database, which says nothing within it.
const VIEW: &str = "replace(view_definition, concat('`', database(), '`.'), '')";

const VIEWS_FROM: &str =
    "from information_schema.views where table_schema = database() /* table_name */ order by 1";

const VIEWS: Query = Query {
    columns: &["table_name", VIEW, "check_option", "security_type", "definer", "null"],
    from: VIEWS_FROM,
};

const MARIADB_VIEWS: Query = Query {
    columns: &["table_name", VIEW, "check_option", "security_type", "definer", "algorithm"],
    from: VIEWS_FROM,
};

/// What is compared by the text that the server has for it: kind, name, table, text.
const OBJECTS: Query = Query {
    columns: &["kind", "name", "about", "definition"],
    from: "from (\
           select 'routine' kind, concat(lower(routine_type), ' ', routine_name) name, null about, \
             concat_ws(' ', (select group_concat(concat_ws(' ', p.parameter_mode, \
               p.parameter_name, p.dtd_identifier, p.character_set_name, p.collation_name) order by p.ordinal_position \
               separator ', ') from information_schema.parameters p \
               where p.specific_schema = r.routine_schema and p.specific_name = r.specific_name \
               and p.routine_type = r.routine_type), r.dtd_identifier, r.collation_name, \
               r.is_deterministic, r.sql_data_access, r.security_type, r.definer, r.sql_mode, \
               r.routine_comment, r.routine_definition) definition \
             from information_schema.routines r where r.routine_schema = database() \
           union all select 'trigger', trigger_name, event_object_table, \
             concat_ws(' ', action_timing, event_manipulation, action_order, definer, sql_mode, \
               action_statement) \
             from information_schema.triggers where trigger_schema = database() \
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

/// What to ask, in the order in which [`schema`] wants the answers.
#[must_use]
pub const fn queries(target: Target) -> [Query; 8] {
    let (columns, indexes, checks, views) = if target.is_mariadb {
        (MARIADB_COLUMNS, MARIADB_INDEXES, MARIADB_CHECKS, MARIADB_VIEWS)
    } else {
        (COLUMNS, INDEXES, CHECKS, VIEWS)
    };
    [TABLES, columns, indexes, FOREIGN_KEYS, checks, PARTITIONS, views, OBJECTS]
}

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
    answers: Vec<Vec<Row>>,
    stage: Stage,
    /// Whether the last inspection came to its end.
    complete: bool,
}

#[derive(Clone, Debug, Default)]
enum Stage {
    #[default]
    Done,
    /// All queries, one after the other.
    Everything,
    /// Which tables and views there are, after a script of these words.
    Names(BTreeSet<String>),
    /// What those are now.
    Parts(BTreeSet<String>),
    /// The texts of those tables and views; `true` where all of them are read.
    Texts(Vec<String>, bool),
    /// Which sequences there are.
    Sequences,
    /// What each of those says of itself.
    Attributes(Vec<String>),
}

/// The most tables of which each is asked about by itself.
const FEW: usize = 16;

impl Mysql {
    /// Of a server of that version.
    #[must_use]
    pub fn new(target: Target) -> Self {
        let (schema, stage) = (Schema::default(), Stage::Done);
        Self { target, schema, answers: Vec::new(), stage, complete: false }
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

    /// Whatever comes behind the catalog: the texts of those of the names that are tables, and views where
    /// the catalog keeps their algorithm to itself.
    fn texts(&self, names: impl Iterator<Item = String>, whole: bool) -> Stage {
        let says_more = |name: &String| {
            let name = Name::bare(name.clone());
            let is_view = !self.target.is_mariadb && self.schema.views.contains_key(&name);
            is_view || self.schema.tables.contains_key(&name)
        };
        let names: Vec<String> = names.filter(says_more).collect();
        if names.is_empty() { self.behind_texts(whole) } else { Stage::Texts(names, whole) }
    }

    fn behind_texts(&self, whole: bool) -> Stage {
        if whole && self.target.is_mariadb { Stage::Sequences } else { Stage::Done }
    }

    /// Puts what tables and views are now in the place of what they were.
    fn replace(&mut self, touched: &BTreeSet<String>, rows: Vec<Row>) {
        let now = schema(&part::sorted(rows, queries(self.target).len()), self.target);
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
        self.answers.clear();
    }

    fn query(&self) -> Option<String> {
        match &self.stage {
            Stage::Done => None,
            Stage::Everything => {
                let query = queries(self.target).get(self.answers.len()).copied()?;
                Some(format!("select {} {}", query.columns.join(", "), query.from))
            }
            Stage::Names(_) => Some(part::NAMES.to_owned()),
            Stage::Parts(touched) => Some(part::query(touched, self.target)),
            Stage::Texts(names, _) => Some(texts::query(names)),
            Stage::Sequences => Some(sequence::NAMES.to_owned()),
            Stage::Attributes(names) => Some(sequence::query(names)),
        }
    }

    fn feed(&mut self, rows: Vec<Row>) -> Result<(), CatalogError> {
        match std::mem::take(&mut self.stage) {
            Stage::Done => return Err(CatalogError::Unasked),
            Stage::Everything => {
                self.answers.push(rows);
                if self.answers.len() < queries(self.target).len() {
                    self.stage = Stage::Everything;
                } else {
                    self.schema = schema(&self.answers, self.target);
                    let names = self.schema.tables.keys().chain(self.schema.views.keys());
                    let names: Vec<String> = names.map(|name| name.name.clone()).collect();
                    self.stage = self.texts(names.into_iter(), true);
                }
            }
            Stage::Names(words) => self.stage = self.touched(&words, rows),
            Stage::Parts(touched) => {
                self.replace(&touched, rows);
                self.stage = self.texts(touched.into_iter(), false);
            }
            Stage::Texts(_, whole) => {
                texts::read(&mut self.schema, &rows);
                self.stage = self.behind_texts(whole);
            }
            Stage::Sequences if rows.is_empty() => {}
            Stage::Sequences => {
                self.stage = Stage::Attributes(rows.into_iter().flatten().flatten().collect());
            }
            Stage::Attributes(_) => {
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
