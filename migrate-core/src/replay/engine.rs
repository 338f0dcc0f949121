//! What replay has to know of an engine, as one record for each.

use super::failure::Outcome;
use super::work::Work;
use crate::command::{Command, CreateIndex, NewColumn, NewConstraint, TableChange, What};
use crate::dialect::{Dialect, Parts};
use crate::schema::{Column, Constraint, Index, Name, Table, Unique};
use crate::text::Span;

/// Facts, and the few decisions that are code.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(super) dialect: Dialect,
    /// The default namespace as people write it.
    pub(super) default_namespace: &'static str,
    /// Where temporary tables live.
    pub(super) temporary_namespace: &'static str,
    /// Whether names of tables, views, indexes and triggers are the same in any letter case.
    pub(super) folds_names: bool,
    /// Whether names of columns, indexes and constraints are the same in any letter case.
    pub(super) folds_columns: bool,
    /// Whether an index has its name in a namespace rather than in its table.
    pub(super) indexes_are_named_in_namespace: bool,
    /// Whether the index behind a key is one of those, under the name of the key.
    pub(super) keys_are_indexes: bool,
    /// Whether what uses something is bound to it: it follows renames, and keeps it from being
    /// dropped.
    pub(super) binds: bool,
    /// Whether what a view reads must be there when it is created, and what its `*` stands for is kept.
    pub(super) resolves_views: bool,
    /// Whether a table that others refer to cannot be dropped, unless the session says otherwise.
    pub(super) enforces_foreign_keys: bool,
    /// Whether no two foreign keys of a namespace have one name, in any letters, nor two checks in some versions.
    pub(super) tables_share_names: bool,
    /// Whether the table that a foreign key refers to must be there already.
    pub(super) references_must_exist: bool,
    /// Whether a rollback takes DDL back.
    pub(super) transactional_ddl: bool,
    /// The index that a unique key is, where it is one and nothing more, however it is written.
    pub(super) unique_key: Option<fn(&Unique, &NewConstraint) -> CreateIndex>,
    /// Whether the columns of a primary key become NOT NULL.
    pub(super) keys_imply_not_null: bool,
    /// Whether a unique key is an index and nothing more.
    pub(super) uniques_are_indexes: bool,
    /// Columns that a table has without anybody's defining them.
    pub(super) hidden_columns: &'static [&'static str],
    /// Whether the name of a table stands for its rows where a column is read.
    pub(super) rows_are_values: bool,
    /// Functions of the engine that take a row of any table: `t.f` calls them.
    pub(super) row_functions: &'static [&'static str],
    /// Namespaces of the engine itself.
    pub(super) own_namespaces: &'static [&'static str],
    /// Whether the engine has a table of that name by itself.
    pub(super) is_own_table: fn(&str) -> bool,
    /// Whether a namespace must be created before something is created in it.
    pub(super) namespaces_are_created: bool,
    /// The name that a constraint gets when nobody gives it one.
    pub(super) name_constraint: fn(&Work<'_>, &Name, &Constraint) -> Option<String>,
    /// The name that an index gets when nobody gives it one.
    pub(super) name_index: fn(&Work<'_>, &Name, &CreateIndex) -> Option<String>,
    /// The name of the sequence behind a column that numbers its rows, when nobody gives it one.
    pub(super) name_sequence: fn(&Work<'_>, &Name, &str) -> String,
    /// What comes with a constraint that was added.
    pub(super) follow_constraint: fn(&mut Work<'_>, &Name, &NewConstraint, &Constraint) -> Outcome,
    /// Takes away what goes because an index is added.
    pub(super) make_room: fn(&mut Work<'_>, &Name, &Index) -> Outcome,
    /// Refuses an index that cannot be.
    pub(super) check_new_index: fn(&Name, &Index, Span) -> Outcome,
    /// Refuses an index of values that it cannot keep.
    pub(super) check_indexable: fn(&Work<'_>, &Table, &Index) -> Outcome,
    /// Refuses to replace the definition of a column that something needs as it is.
    pub(super) check_retyped: fn(&Work<'_>, &Name, &Column, &Column, Span) -> Outcome,
    /// What follows from a type that a column is to have instead of its own.
    pub(super) follow_type: fn(&mut Work<'_>, &Name, &Column, &str) -> Outcome,
    /// What follows from a new definition of a column, before its constraints are added.
    pub(super) follow_definition: fn(&mut Work<'_>, &Name, &Column) -> Outcome,
    /// How values of a type are stored if nobody says otherwise, where that is known.
    pub(super) storage: fn(&str) -> Option<&'static str>,
    /// Gives a table another character set, or another collation, where tables have such.
    pub(super) set_charset: fn(&mut Work<'_>, &Name, &str, Option<String>) -> Outcome,
    /// How a table is spread after one action on its partitions; nothing where names alone do not tell.
    pub(super) repartition: fn(&str, &str, &str) -> Option<String>,
    /// Refuses what a statement leaves behind as a whole.
    pub(super) check_statement: fn(&Work<'_>) -> Outcome,
    /// Makes a new or changed table normal: what is implied is said, what goes without saying is not.
    pub(super) normalize: fn(&mut Table),
    /// Makes an index of a table normal.
    pub(super) normalize_index: fn(&Table, &mut Index),
    /// Spells a default that was given to a column of a table by the column's type.
    pub(super) normalize_default: fn(&mut Column),
    /// A condition in the one form in which the engine keeps it, where that is another than it has.
    pub(super) normalize_check: fn(&str, &Table) -> Option<String>,
    /// The name of a table as a foreign key to it keeps it.
    pub(super) reference: fn(&Name) -> Name,
    /// The name of a column as a foreign key to it keeps it.
    pub(super) referenced_column: fn(&str) -> String,
    /// Refuses what `ADD COLUMN` cannot add.
    pub(super) check_new_column: fn(&Work<'_>, &Name, &NewColumn) -> Outcome,
    /// What else follows a table from its name to another.
    pub(super) follow_table: fn(&mut Work<'_>, &Name, &Name) -> Outcome,
    /// Refuses to rename a column that something reads by its name.
    pub(super) check_renamed_column: fn(&Work<'_>, &Name, &str, Span) -> Outcome,
    /// What else follows a column of a table from its name to another.
    pub(super) follow_column: fn(&mut Work<'_>, &Name, &str, &str) -> Outcome,
    /// Takes a column away, with what the engine takes with it.
    pub(super) drop_column: fn(&mut Work<'_>, &super::column::Dropped<'_>) -> Outcome,
    /// Carries out a command in the engine's own way; nothing for those that have no such way.
    pub(super) carry_out: fn(&mut Work<'_>, &What) -> Option<Outcome>,
    /// What is found out once at the end of a script.
    pub(super) end: fn(&mut Work<'_>),
    /// When the engine makes a change among the actions of one `ALTER TABLE`.
    pub(super) pass: fn(&TableChange) -> u8,
}

impl Engine {
    /// The record of a dialect.
    pub(super) const fn of(dialect: Dialect) -> &'static Self {
        Parts::of(dialect).replay
    }

    /// A namespace as the model names it.
    pub(super) fn namespace<'a>(&self, written: &'a str) -> &'a str {
        let is_default = if self.folds_names {
            written.eq_ignore_ascii_case(self.default_namespace)
        } else {
            written == self.default_namespace
        };
        if is_default { "" } else { written }
    }

    /// Whether two names of columns, indexes or constraints are the same.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        if self.folds_columns { one.eq_ignore_ascii_case(other) } else { one == other }
    }

    /// The commands of a statement in the order in which they are carried out.
    pub(super) fn in_order<'s>(&self, commands: &'s [Command]) -> Vec<&'s Command> {
        let mut ordered: Vec<&Command> = commands.iter().collect();
        // Only the actions of one `ALTER TABLE` share the place where their table is named.
        let mut tables = commands.iter().map(|command| match &command.what {
            What::AlterTable(alter) => Some(alter.table.span),
            _ => None,
        });
        let first = tables.next().flatten();
        if commands.len() > 1 && first.is_some() && tables.all(|table| table == first) {
            ordered.sort_by_key(|command| match &command.what {
                What::AlterTable(alter) => (self.pass)(&alter.change),
                _ => 0,
            });
        }
        ordered
    }
}
