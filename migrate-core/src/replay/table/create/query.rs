//! `CREATE TABLE … AS SELECT a, b FROM t`.

use crate::command::CreateTable;
use crate::replay::names::Relation;
use crate::replay::work::Work;
use crate::schema::Column;
use crate::sql::normal;

/// The columns, where the query takes those of one table as they are: they have its types and
/// collations, and nothing else of them.
pub(super) fn columns(work: &Work<'_>, create: &CreateTable) -> Option<Vec<Column>> {
    let query = create.query.as_deref().filter(|_| create.elements.is_empty())?;
    let ([read], Some(list)) = (create.reads.as_slice(), query.strip_prefix("select ")) else {
        return None;
    };
    let (list, from) = list.split_once(" from ")?;
    let is_one = normal::unquoted(from.rsplit('.').next()?.trim()) == read.name;
    let (Relation::Table, name) = work.relation(read).filter(|_| is_one)? else {
        return None;
    };
    let table = work.schema().tables.get(&name)?;
    let taken = |column: &Column| Column {
        collation: column.collation.clone(),
        ..Column::new(column.name.clone(), column.data_type.clone())
    };
    if list.trim() == "*" {
        return Some(table.columns.iter().map(taken).collect());
    }
    let named = |name: &str| table.column(&normal::unquoted(name.trim())).map(taken);
    list.split(',').map(named).collect()
}
