//! What a new type of a column does to the expressions that name it.
//!
//! The engine prints such an expression with all its casts and reads it again for the new type
//! (`RememberIndexForRebuilding` and its kin in `tablecmds.c`). Back at the old type the casts of the
//! way there are still in it: `f ( name )` has become `f ( ( name ) :: character varying )`. How it is
//! spelled by then only the engine knows, so the text gets a mark that no definition of a script
//! has, and one more with each new type.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::dialect::postgres::types;
use crate::replay::REWRITTEN;
use crate::replay::expression;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::schema::{Column, Constraint, Index, IndexKey, Name};

/// Marks what names a column that got another type.
pub(super) fn mark(work: &mut Work<'_>, table: &Name, old: &Column, data_type: &str) -> Outcome {
    let plain = types::without_modifier;
    if plain(&old.data_type) == plain(data_type) {
        return Ok(());
    }
    let retyped = Retyped {
        column: &old.name,
        keeps_operators: is_integer(&old.data_type) && is_integer(data_type),
    };
    let of = work.table_at(table)?;
    let mut changes = Vec::new();
    for constraint in of.constraints() {
        if let Some(marked) = retyped.constraint(&constraint) {
            changes.push(Change::DropConstraint(table.clone(), constraint));
            changes.push(Change::AddConstraint(table.clone(), marked));
        }
    }
    for (name, index) in &of.indexes {
        if let Some(index) = retyped.index(index) {
            let (table, name) = (table.clone(), name.clone());
            changes.push(Change::DropIndex { table: table.clone(), name: name.clone() });
            changes.push(Change::CreateIndex { table, name, index });
        }
    }
    for column in &of.columns {
        let generated = column.generated.as_ref();
        if let Some(text) = generated.and_then(|it| retyped.text(&it.expression)) {
            let mut column = column.clone();
            if let Some(generated) = &mut column.generated {
                generated.expression = text;
            }
            changes.push(Change::AlterColumn(table.clone(), column));
        }
    }
    changes.into_iter().try_for_each(|change| work.emit(change))
}

fn is_integer(data_type: &str) -> bool {
    matches!(data_type, "smallint" | "integer" | "bigint")
}

struct Retyped<'a> {
    column: &'a str,
    /// Whether the types compare and calculate with each other and with constants without casts.
    keeps_operators: bool,
}

impl Retyped<'_> {
    /// The text with one more mark, if the engine may spell it in another way from now on.
    fn text(&self, text: &str) -> Option<String> {
        let dialect = Dialect::Postgres;
        let calls = || expression::words(text, dialect).iter().any(|word| word.is_called);
        let is_kept = self.keeps_operators && !calls() && !text.contains("::");
        let is_meant = !is_kept && expression::names(text, self.column, dialect);
        is_meant.then(|| format!("{text}{REWRITTEN}"))
    }

    fn constraint(&self, constraint: &Constraint) -> Option<Constraint> {
        match constraint {
            Constraint::Check(check) => {
                let mut check = check.clone();
                check.expression = self.text(&check.expression)?;
                Some(Constraint::Check(check))
            }
            Constraint::Exclusion(exclusion) => {
                let mut exclusion = exclusion.clone();
                exclusion.definition = self.text(&exclusion.definition)?;
                Some(Constraint::Exclusion(exclusion))
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => None,
        }
    }

    fn index(&self, index: &Index) -> Option<Index> {
        let mut marked = index.clone();
        let mut is_marked = false;
        let keys = marked.columns.iter_mut().filter_map(|part| match &mut part.key {
            IndexKey::Expression(text) => Some(text),
            IndexKey::Column(_) => None,
        });
        for text in keys.chain(&mut marked.predicate) {
            if let Some(new) = self.text(text) {
                *text = new;
                is_marked = true;
            }
        }
        is_marked.then_some(marked)
    }
}
