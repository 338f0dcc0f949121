//! `UPDATE t SET a = b, b = a`: columns that exchange their values, and get them back the same way.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, Reason};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{IndexKey, Name, ObjectKind, ObjectName, Table};
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// For each table from before the up the columns that hold the values of another one now, and which.
#[derive(Default)]
pub(super) struct Swapped {
    tables: BTreeMap<Name, (BTreeMap<String, String>, Place)>,
    /// Whether something was done meanwhile that may have to do with such values.
    is_disturbed: bool,
}

impl Swapped {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// Each column takes the values of the one beside it.
    pub(super) fn swap(&mut self, table: Name, columns: &[(String, String)], place: Place) {
        let (held, _) = self.tables.remove(&table).unwrap_or((BTreeMap::new(), place));
        let of = |column: &String| held.get(column).unwrap_or(column).clone();
        let mut now = held.clone();
        now.extend(columns.iter().map(|(column, from)| (column.clone(), of(from))));
        now.retain(|column, from| column != from);
        if !now.is_empty() || self.is_disturbed {
            self.tables.insert(table, (now, place));
        }
    }

    /// Notes what is done while values stand elsewhere: it is not followed where they go from there.
    pub(super) fn disturb(&mut self) {
        self.is_disturbed |= !self.is_empty();
    }

    /// Why the values of some columns are others than before, or may be.
    pub(super) fn into_reasons(self) -> impl Iterator<Item = Reason> {
        self.tables.into_iter().map(|(table, (_, place))| {
            let text = format!("columns of table `{table}` exchange their values");
            Reason { text, place: Some(place) }
        })
    }
}

/// The columns that a statement gives the values of others of the same table, in all rows; nothing
/// where it does anything else, or may be refused on the way back for the rows there are.
pub(super) fn read(
    text: &str,
    table: &Name,
    step: &Step<'_>,
    dialect: Dialect,
) -> Option<Vec<(String, String)>> {
    if !dialect.reads_before_it_writes() {
        return None;
    }
    let columns = assignments(text, dialect)?;
    let (to, from): (BTreeSet<&String>, BTreeSet<&String>) =
        columns.iter().map(|(to, from)| (to, from)).unzip();
    let of = step.before.tables.get(table)?;
    let first = of.column(&columns.first()?.0)?;
    let is_alike = |name: &&String| {
        of.column(name)
            .is_some_and(|column| column.data_type == first.data_type && column.generated.is_none())
    };
    let is_exchange = to == from && to.len() == columns.len() && to.iter().all(is_alike);
    (is_exchange && is_exchangeable(table, step, &to)).then_some(columns)
}

/// Whether nothing but the rows of the table is written where its columns are, and no row refused.
pub(super) fn is_exchangeable(table: &Name, step: &Step<'_>, columns: &BTreeSet<&String>) -> bool {
    let Some(of) = step.before.tables.get(table) else { return false };
    let nameless = ObjectName { kind: ObjectKind::Rule, name: Name::default() };
    let mut rules =
        step.before.objects.from(&nameless).take_while(|(it, _)| it.kind == ObjectKind::Rule);
    let is_ruled = rules.any(|(_, rule)| rule.table.as_ref() == Some(table));
    is_free(of, columns) && step.heirs.of(table).is_empty() && !is_ruled
}

/// Whether no constraint can refuse rows that have values of those columns again.
fn is_free(table: &Table, columns: &BTreeSet<&String>) -> bool {
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let mut keys = keys.chain(table.uniques.iter().map(|key| &key.columns));
    let mut unique = table.indexes.values().filter(|index| index.unique);
    let in_key = keys.any(|key| key.iter().any(|part| columns.contains(&part.name)))
        || unique.any(|index| {
            index.columns.iter().any(|part| match &part.key {
                IndexKey::Column(name) => columns.contains(name),
                IndexKey::Expression(_) => true,
            }) || index.predicate.is_some()
        });
    let is_pending = table.checks.iter().any(|check| check.not_valid)
        || table.foreign_keys.iter().any(|key| key.not_valid);
    !in_key && !is_pending && table.exclusions.is_empty() && table.options.partition_by.is_none()
}

/// `UPDATE t SET a = b, …` with nothing behind it.
pub(super) fn assignments(text: &str, dialect: Dialect) -> Option<Vec<(String, String)>> {
    let tokens = lexer::significant(text, dialect);
    let mut tokens = tokens.iter();
    tokens.next().filter(|token| token.is_word(text, "UPDATE"))?;
    // Nothing but the table stands between them: `OR IGNORE` leaves rows out.
    tokens.find(|token| token.is_word(text, "SET") || token.is_word(text, "OR"))?;
    let rest: Vec<_> = tokens.collect();
    let mut columns = Vec::new();
    for part in rest.split(|token| token.is_symbol(text, ",")) {
        let [column, equals, value] = part else { return None };
        let is_name =
            |token: &lexer::Token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
        if !(is_name(column) && equals.is_symbol(text, "=") && is_name(value)) {
            return None;
        }
        let name = |token: &lexer::Token| normal::unquoted(token.text(text));
        columns.push((name(column), name(value)));
    }
    Some(columns)
}
