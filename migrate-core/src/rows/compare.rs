//! Which values did not come back.

use std::collections::BTreeMap;

use super::{Content, Row};
use crate::schema::Name;

/// Something of the rows that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    /// The table.
    pub table: Name,
    /// The column; none where it is whole rows.
    pub column: Option<String>,
    /// What happened, as a clause: `2 of 6 rows are gone`.
    pub what: String,
}

impl Loss {
    /// The column or the table, as `lossy` names it.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.column {
            Some(column) => format!("{}.{column}", self.table),
            None => self.table.to_string(),
        }
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`: {}", self.name(), self.what)
    }
}

/// What stands in front of the class of a value.
const CLASS: char = '\u{1f}';

/// What of the rows of a table did not come back; columns that are only there before or after are for
/// the comparison of the schemas.
#[must_use]
pub fn compare(table: &Name, before: &Content, after: &Content) -> Vec<Loss> {
    let shared = |name: &&String| after.columns.contains(name);
    let columns: Vec<&String> = before.columns.iter().filter(shared).collect();
    let (mut old, mut new) = (project(before, &columns), project(after, &columns));
    old.sort();
    new.sort();
    let loss = |column: Option<&String>, what: String| Loss {
        table: table.clone(),
        column: column.cloned(),
        what,
    };
    let mut losses = Vec::new();
    if old.len() > new.len() {
        let what = format!("{} of its {} rows are gone", old.len() - new.len(), old.len());
        losses.push(loss(None, what));
    } else if new.len() > old.len() {
        let more = new.len() - old.len();
        let rows = if more == 1 { "row is" } else { "rows are" };
        losses.push(loss(
            None,
            format!(
                "{more} {rows} there that {} not there before",
                if more == 1 { "was" } else { "were" }
            ),
        ));
    } else if old != new {
        losses.extend(
            changed(&columns, before, &old, &new)
                .into_iter()
                .map(|(column, what)| loss(Some(column), what)),
        );
    }
    if behind(before.counter.as_deref(), after.counter.as_deref()) {
        let counter = |counter: &Option<String>| match counter {
            Some(number) => format!("at {number}"),
            None => "as if it was never used".to_owned(),
        };
        let what = format!(
            "its counter was {} and is {}",
            counter(&before.counter),
            counter(&after.counter)
        );
        losses.push(loss(None, what));
    }
    losses
}

fn project(content: &Content, columns: &[&String]) -> Vec<Row> {
    let places: Vec<Option<usize>> =
        columns.iter().map(|name| content.columns.iter().position(|it| it == *name)).collect();
    let cell = |row: &Row, at: &Option<usize>| at.and_then(|at| row.get(at).cloned()).flatten();
    content.rows.iter().map(|row| places.iter().map(|at| cell(row, at)).collect()).collect()
}

/// Numbers that were given out may be given out again.
fn behind(before: Option<&str>, after: Option<&str>) -> bool {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<i128>().ok());
    match (number(before), number(after)) {
        (Some(before), Some(after)) => after < before,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// The columns of as many rows that differ, and how.
fn changed<'c>(
    columns: &[&'c String],
    before: &Content,
    old: &[Row],
    new: &[Row],
) -> Vec<(&'c String, String)> {
    let matched = by_key(columns, before, old, new);
    let value = |row: &Row, at: usize| row.get(at).cloned().flatten();
    let values = |rows: &[Row], at: usize| {
        let mut values: Vec<Option<String>> = rows.iter().map(|row| value(row, at)).collect();
        values.sort();
        values
    };
    let mut found = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let (one, other) = (values(old, at), values(new, at));
        let pair = matched.as_ref().and_then(|pairs| {
            pairs
                .iter()
                .map(|(old, new)| (value(old, at), value(new, at)))
                .find(|(old, new)| old != new)
        });
        let what = match (one == other, pair) {
            (true, None) => continue,
            (true, Some(_)) => "its values are in other rows".to_owned(),
            (false, pair) => how(&one, &other, pair),
        };
        found.push((*column, what));
    }
    if found.is_empty() {
        // Nothing tells which of the columns the others were shuffled against.
        found.extend(
            columns.iter().map(|column| (*column, "its values are in other rows".to_owned())),
        );
    }
    found
}

/// Rows of before and after that have the same key, where every row has its match.
fn by_key<'r>(
    columns: &[&String],
    before: &Content,
    old: &'r [Row],
    new: &'r [Row],
) -> Option<Vec<(&'r Row, &'r Row)>> {
    let places: Option<Vec<usize>> =
        before.key.iter().map(|name| columns.iter().position(|it| *it == name)).collect();
    let places = places.filter(|places| !places.is_empty())?;
    let key =
        |row: &Row| -> Row { places.iter().map(|at| row.get(*at).cloned().flatten()).collect() };
    let by_key: BTreeMap<Row, &Row> = new.iter().map(|row| (key(row), row)).collect();
    old.iter().map(|row| Some((row, *by_key.get(&key(row))?))).collect()
}

/// What became of the values of a column.
fn how(
    old: &[Option<String>],
    new: &[Option<String>],
    pair: Option<(Option<String>, Option<String>)>,
) -> String {
    // The class that SQLite has of each value is said where it alone changed.
    let bare = |value: &Option<String>| {
        value
            .as_deref()
            .map(|text| text.split_once(CLASS).map_or(text, |(text, _)| text).to_owned())
    };
    let shown = |value: &Option<String>| match bare(value) {
        None => "NULL".to_owned(),
        Some(text) if text.chars().count() > 24 => {
            format!("'{}…'", text.chars().take(24).collect::<String>())
        }
        Some(text) => format!("'{text}'"),
    };
    let first = new.first().cloned().flatten();
    let same = new.iter().all(|value| *value == first);
    let varied = old.windows(2).any(|two| two[0] != two[1]);
    if same && varied {
        return format!("every row has {} now", shown(&first));
    }
    match pair {
        Some((Some(old), Some(new))) if bare(&Some(old.clone())) == bare(&Some(new.clone())) => {
            let class = |text: &str| text.rsplit(CLASS).next().unwrap_or_default().to_owned();
            format!("{} was {} and is {}", shown(&Some(old.clone())), class(&old), class(&new))
        }
        Some((old, new)) => format!("{} became {}", shown(&old), shown(&new)),
        None => {
            let gone = old.iter().find(|value| !new.contains(value));
            match gone {
                Some(gone) => format!("{} is not among its values any more", shown(gone)),
                None => "its values are not the same".to_owned(),
            }
        }
    }
}
