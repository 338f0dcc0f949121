//! The best way in which the server carries out one action of an `ALTER TABLE`.

use super::retype;
use crate::command::{
    AlterTable, ColumnChange, ConstraintKind, NewColumn, Position, Setting, TableChange, What,
};
use crate::dialect::Target;
use crate::replay::Step;
use crate::schema::{Column, Constraint, Identity, Table};

/// How the engine carries out a change, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// Only what is said of the table changes.
    Instant,
    /// Indexes are built or dropped, rows stay where they are.
    NoCopy,
    /// Rows stay where they are.
    Inplace,
    /// All rows are written anew while others may write.
    Rebuild,
    /// All rows are copied while others may only read.
    Copy,
}

impl Algorithm {
    /// The word for it behind `ALGORITHM =`.
    #[must_use]
    pub const fn word(self, target: Target) -> &'static str {
        match self {
            Self::Instant => "INSTANT",
            Self::NoCopy if target.is_mariadb => "NOCOPY",
            Self::NoCopy | Self::Inplace | Self::Rebuild => "INPLACE",
            Self::Copy => "COPY",
        }
    }
}

/// How an action is carried out, at best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The best algorithm.
    pub algorithm: Algorithm,
    /// Whether others may only read meanwhile.
    pub shared: bool,
    /// Why, where it is not the best: a clause.
    pub because: &'static str,
}

impl Cost {
    pub(crate) const fn online(algorithm: Algorithm) -> Self {
        Self { algorithm, shared: false, because: "" }
    }

    pub(crate) const fn shared(algorithm: Algorithm) -> Self {
        Self { algorithm, shared: true, because: "" }
    }

    pub(super) const fn copy(because: &'static str) -> Self {
        Self { algorithm: Algorithm::Copy, shared: true, because }
    }

    const fn because(self, because: &'static str) -> Self {
        Self { because, ..self }
    }

    pub(super) fn worst(self, other: Self) -> Self {
        if (other.algorithm, other.shared) > (self.algorithm, self.shared) { other } else { self }
    }
}

const INSTANT: Cost = Cost::online(Algorithm::Instant);
const REBUILD: Cost = Cost::online(Algorithm::Rebuild);

/// What one action costs at best. A foreign key that is added while `foreign_key_checks` is off costs
/// less, and is not tested.
#[must_use]
pub fn cost(step: &Step<'_>, alter: &AlterTable, target: Target) -> Cost {
    let table = step.table();
    match &alter.change {
        TableChange::AddColumn { column, position, .. } => add_column(column, position, target),
        TableChange::DropColumn { column, .. } => drop_column(table, &column.name, target),
        TableChange::ReplaceColumn { old, column, position, .. } => {
            let before = table.and_then(|table| table.column(&old.name));
            replace(before, &column.column, position.is_some(), table, target)
        }
        TableChange::AlterColumn { change, .. } => alter_column(change),
        TableChange::AddConstraint(new) => add_constraint(&new.constraint),
        TableChange::DropConstraint {
            name: None, kind: Some(ConstraintKind::PrimaryKey), ..
        } => Cost::copy("the rows are ordered by the primary key"),
        TableChange::AddIndex(create) => super::index(create),
        TableChange::DropIndex { .. } => Cost::online(Algorithm::NoCopy),
        TableChange::ConvertCharset { .. } => {
            Cost::copy("every text is written in another encoding")
        }
        TableChange::SetOption { name, value } => option(table, name, value.as_deref()),
        TableChange::Rebuild => rebuild(table),
        TableChange::Partition { action, .. } => partition(action),
        _ => INSTANT,
    }
}

fn add_column(new: &NewColumn, position: &Option<Position>, target: Target) -> Cost {
    let column = &new.column;
    let check = new.constraints.iter().any(|it| matches!(it.constraint, Constraint::Check(_)));
    let key = new
        .constraints
        .iter()
        .any(|it| matches!(it.constraint, Constraint::Unique(_) | Constraint::PrimaryKey(_)));
    if column.generated.as_ref().is_some_and(|it| it.stored) {
        Cost::copy("its values are computed and stored in every row")
    } else if column.default.as_deref().is_some_and(is_expression) {
        Cost::copy("its default is computed for every row")
    } else if check {
        Cost::copy("the check is tested on every row")
    } else if column.identity == Some(Identity::AutoIncrement) {
        Cost::shared(Algorithm::Rebuild).because("every row gets a number")
    } else if key {
        Cost::online(Algorithm::NoCopy)
    } else if position.is_some() && !(target.is_mariadb || target.is_at_least(8, 1)) {
        REBUILD
    } else {
        INSTANT
    }
}

/// Whether a default is neither a literal nor the time of the statement.
#[must_use]
pub fn is_expression(default: &str) -> bool {
    let literal = default.starts_with('\'')
        || default.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        || default.starts_with("b'")
        || default.starts_with("x'");
    let word = default.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    !(literal || word || default.starts_with("current_timestamp"))
}

fn drop_column(table: Option<&Table>, name: &str, target: Target) -> Cost {
    use crate::schema::IndexKey;
    let indexed = table.is_some_and(|table| {
        table.indexes.values().any(|index| {
            let has = |key: &IndexKey| matches!(key, IndexKey::Column(it) if it.eq_ignore_ascii_case(name));
            index.columns.iter().any(|part| has(&part.key))
        })
    });
    match (target.is_mariadb || target.is_at_least(8, 1), indexed) {
        (true, true) => Cost::online(Algorithm::NoCopy),
        (true, false) => INSTANT,
        (false, _) => REBUILD,
    }
}

fn alter_column(change: &ColumnChange) -> Cost {
    match change {
        ColumnChange::Nullable(_) => REBUILD,
        ColumnChange::Type { .. } => Cost::copy("every value is converted"),
        _ => INSTANT,
    }
}

/// `MODIFY` and `CHANGE`.
fn replace(
    before: Option<&Column>,
    after: &Column,
    moves: bool,
    table: Option<&Table>,
    target: Target,
) -> Cost {
    let Some(before) = before else {
        return Cost::copy("nothing is known of the column before");
    };
    let mut cost = retype::cost(before, after, table, target);
    if before.generated != after.generated {
        cost = cost.worst(Cost::copy("its values are computed in another way"));
    }
    if before.identity.is_none() && after.identity.is_some() {
        cost = cost.worst(Cost::copy("every row gets a number"));
    }
    // A column of the primary key takes no NULL, whatever is written.
    let key = table.and_then(|table| table.primary_key.as_ref());
    let is_key = key
        .is_some_and(|key| key.columns.iter().any(|it| it.name.eq_ignore_ascii_case(&before.name)));
    if before.nullable != after.nullable && !is_key {
        cost = cost.worst(REBUILD);
    }
    if moves && !target.is_mariadb {
        cost = cost.worst(REBUILD);
    }
    cost
}

fn add_constraint(constraint: &Constraint) -> Cost {
    match constraint {
        Constraint::PrimaryKey(_) => REBUILD,
        Constraint::Unique(_) => Cost::online(Algorithm::NoCopy),
        Constraint::ForeignKey(_) => Cost::copy("every row is looked up in the other table"),
        Constraint::Check(check) if check.not_enforced => INSTANT,
        Constraint::Check(_) => Cost::copy("the check is tested on every row"),
        Constraint::Exclusion(_) => INSTANT,
    }
}

/// What a step sets `foreign_key_checks` to.
#[must_use]
pub fn sets_checks(what: &What) -> Option<bool> {
    let What::Set(Setting { name, value, .. }) = what else { return None };
    if name != "foreign_key_checks" {
        return None;
    }
    Some(!matches!(value.as_deref(), Some("0" | "off" | "false")))
}

fn option(table: Option<&Table>, name: &str, value: Option<&str>) -> Cost {
    match name {
        "engine" => {
            let same = table.is_some_and(|table| {
                let now = table.options.engine.as_deref().unwrap_or("innodb");
                value.is_some_and(|value| value.eq_ignore_ascii_case(now))
            });
            if same { rebuild(table) } else { Cost::copy("the rows go to another engine") }
        }
        "row_format" | "key_block_size" | "page_compressed" | "encryption" | "encrypted" => REBUILD,
        _ => INSTANT,
    }
}

/// A table with a full text index is rebuilt by copying only.
fn rebuild(table: Option<&Table>) -> Cost {
    let fulltext = table.is_some_and(|table| {
        table.indexes.values().any(|index| index.method.as_deref() == Some("fulltext"))
    });
    if fulltext { Cost::copy("a table with a full text index is copied") } else { REBUILD }
}

fn partition(action: &str) -> Cost {
    match action {
        "DROP PARTITION" | "ADD PARTITION" | "TRUNCATE PARTITION" | "EXCHANGE PARTITION" => {
            Cost::online(Algorithm::Inplace)
        }
        _ => Cost::copy("the rows are spread in another way"),
    }
}
