//! Rows of the pragmas as tables: all that they tell, and nothing else.

use std::collections::{BTreeMap, HashMap};

use super::{CatalogError, Row};
use crate::dialect::sqlite::types;
use crate::schema::{
    Action, Column, ForeignKey, Generated, Index, IndexColumn, IndexKey, KeyColumn, Name,
    PrimaryKey, Table, Unique,
};
use crate::sql::sqlite::expression;

/// What the pragmas tell of one table. Expressions are empty, and so is the collation of columns.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) table: Table,
}

/// The rows about one table, while they come in.
#[derive(Default)]
struct Told {
    facts: Facts,
    columns: BTreeMap<i64, Column>,
    key: BTreeMap<i64, KeyColumn>,
    references: BTreeMap<i64, BTreeMap<i64, Reference>>,
    indexes: BTreeMap<String, IndexFacts>,
}

struct Reference {
    table: String,
    from: String,
    to: Option<String>,
    on_update: Action,
    on_delete: Action,
}

#[derive(Default)]
struct IndexFacts {
    unique: bool,
    origin: String,
    partial: bool,
    parts: BTreeMap<i64, IndexColumn>,
}

/// The facts by table.
pub(super) fn read(rows: Vec<Row>) -> Result<HashMap<String, Facts>, CatalogError> {
    let mut told: HashMap<String, Told> = HashMap::new();
    for row in rows {
        let mut row = Cells { cells: row.into_iter() };
        let kind = row.text("the kind of row")?;
        let table = row.text("the table")?;
        if kind == "table" {
            table_row(told.entry(table).or_default(), &mut row)?;
            continue;
        }
        let Some(told) = told.get_mut(&table) else { continue };
        match kind.as_str() {
            "column" => column_row(told, &mut row)?,
            "reference" => reference_row(told, &mut row)?,
            "index" => index_row(told, &mut row)?,
            "key" => key_row(told, &mut row)?,
            _ => return Err(shape("the kind of row", Some(kind))),
        }
    }
    Ok(told.into_iter().map(|(name, told)| (name, told.finish())).collect())
}

/// The columns of a row that are still to be read.
struct Cells {
    cells: std::vec::IntoIter<Option<String>>,
}

impl Cells {
    fn optional(&mut self) -> Option<String> {
        self.cells.next().flatten()
    }

    fn text(&mut self, column: &'static str) -> Result<String, CatalogError> {
        self.optional().ok_or_else(|| shape(column, None))
    }

    fn number(&mut self, column: &'static str) -> Result<i64, CatalogError> {
        let found = self.optional();
        found.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| shape(column, found))
    }

    fn flag(&mut self, column: &'static str) -> Result<bool, CatalogError> {
        Ok(self.number(column)? != 0)
    }

    fn action(&mut self, column: &'static str) -> Result<Action, CatalogError> {
        let found = self.optional();
        found.as_deref().and_then(Action::parse).ok_or_else(|| shape(column, found))
    }
}

const fn shape(column: &'static str, found: Option<String>) -> CatalogError {
    CatalogError::Shape { about: "a table", column, found }
}

fn table_row(told: &mut Told, row: &mut Cells) -> Result<(), CatalogError> {
    told.facts.table.options.without_rowid = row.flag("WITHOUT ROWID")?;
    told.facts.table.options.strict = row.flag("STRICT")?;
    Ok(())
}

fn column_row(told: &mut Told, row: &mut Cells) -> Result<(), CatalogError> {
    let at = row.number("the place of a column")?;
    let name = row.text("the name of a column")?;
    let data_type = types::normal(&row.optional().unwrap_or_default());
    let nullable = !row.flag("NOT NULL")?;
    let default = row.optional().and_then(|text| expression::default_of(&text));
    let place_in_key = row.number("the place in the key")?;
    let generated = match row.number("whether a column is hidden")? {
        2 => Some(Generated { expression: String::new(), stored: false }),
        3 => Some(Generated { expression: String::new(), stored: true }),
        _ => None,
    };
    if place_in_key > 0 {
        let key = KeyColumn { name: name.clone(), ..KeyColumn::default() };
        told.key.insert(place_in_key, key);
    }
    let column = Column { nullable, default, generated, ..Column::new(name, data_type) };
    told.columns.insert(at, column);
    Ok(())
}

fn reference_row(told: &mut Told, row: &mut Cells) -> Result<(), CatalogError> {
    let id = row.number("the number of a foreign key")?;
    let at = row.number("the place in a foreign key")?;
    let reference = Reference {
        table: row.text("the table referred to")?,
        from: row.text("the referring column")?,
        to: row.optional(),
        on_update: row.action("ON UPDATE")?,
        on_delete: row.action("ON DELETE")?,
    };
    told.references.entry(id).or_default().insert(at, reference);
    Ok(())
}

fn index_row(told: &mut Told, row: &mut Cells) -> Result<(), CatalogError> {
    let name = row.text("the name of an index")?;
    let index = told.indexes.entry(name).or_default();
    index.unique = row.flag("UNIQUE")?;
    index.origin = row.text("the origin of an index")?;
    index.partial = row.flag("whether an index is partial")?;
    Ok(())
}

fn key_row(told: &mut Told, row: &mut Cells) -> Result<(), CatalogError> {
    let name = row.text("the name of an index")?;
    let at = row.number("the place in an index")?;
    let column = row.number("the column of an index")?;
    let column_name = row.optional();
    let descending = row.flag("DESC")?;
    let collation = row.optional();
    // What follows the key is how the index finds the row.
    if !row.flag("whether it is part of the key")? {
        return Ok(());
    }
    let key = match (column, column_name) {
        (0.., Some(name)) => IndexKey::Column(name),
        _ => IndexKey::Expression(String::new()),
    };
    let part = IndexColumn { descending, collation, ..IndexColumn::new(key) };
    told.indexes.entry(name).or_default().parts.insert(at, part);
    Ok(())
}

impl Told {
    fn finish(self) -> Facts {
        let Facts { mut table } = self.facts;
        table.columns = self.columns.into_values().collect();
        let mut key: Vec<KeyColumn> = self.key.into_values().collect();
        for (name, index) in self.indexes {
            match index.origin.as_str() {
                "c" => {
                    table.indexes.insert(name, index.finish());
                }
                "pk" => key = index.key_columns(),
                _ => {
                    table.uniques.push(Unique { columns: index.key_columns(), ..Unique::default() })
                }
            }
        }
        if !key.is_empty() {
            table.primary_key = Some(PrimaryKey { columns: key, ..PrimaryKey::default() });
        }
        let references = self.references.into_values().filter_map(foreign_key);
        table.foreign_keys.extend(references);
        Facts { table }
    }
}

impl IndexFacts {
    fn finish(self) -> Index {
        Index {
            unique: self.unique,
            columns: self.parts.into_values().collect(),
            predicate: self.partial.then(String::new),
            ..Index::default()
        }
    }

    fn key_columns(self) -> Vec<KeyColumn> {
        let column = |part: IndexColumn| {
            let (IndexKey::Column(name) | IndexKey::Expression(name)) = part.key;
            KeyColumn { name, descending: part.descending, collation: part.collation, prefix: None }
        };
        self.parts.into_values().map(column).collect()
    }
}

fn foreign_key(parts: BTreeMap<i64, Reference>) -> Option<ForeignKey> {
    let (_, first) = parts.first_key_value()?;
    Some(ForeignKey {
        references: Name::bare(first.table.as_str()),
        on_delete: first.on_delete,
        on_update: first.on_update,
        columns: parts.values().map(|part| part.from.clone()).collect(),
        referenced_columns: parts.values().filter_map(|part| part.to.clone()).collect(),
        ..ForeignKey::default()
    })
}
