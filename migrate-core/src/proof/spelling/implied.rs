//! What somebody else decides: a table that names no character set has that of its database, one
//! without a collation or an engine has the one that the server prefers, and a default is spelled by
//! the server.

use crate::dialect::Dialect;
use crate::schema::{Column, Table, TableOptions};

/// Whether two tables differ at most in that only one names what the other may have anyway.
pub(super) fn options(one: &TableOptions, other: &TableOptions) -> bool {
    let bare = |options: &TableOptions| TableOptions {
        engine: None,
        charset: None,
        collation: None,
        ..options.clone()
    };
    let said = [
        (&one.engine, &other.engine),
        (&one.charset, &other.charset),
        (&one.collation, &other.collation),
    ];
    one != other && said.into_iter().all(may_be_same) && bare(one) == bare(other)
}

/// Whether that holds for a column of two tables, whose defaults may be the same too.
pub(super) fn column(one: &Table, other: &Table, name: &str, dialect: Dialect) -> bool {
    let (Some(own), Some(theirs)) = (one.column(name), other.column(name)) else { return false };
    let bare = |column: &Column| Column { charset: None, collation: None, ..column.clone() };
    let charset = |column: &Column, of: &Table| {
        let named = column.charset.clone().or_else(|| of.options.charset.clone());
        named.filter(|name| name != "default")
    };
    let collation = |column: &Column, of: &Table| {
        let own = column
            .collation
            .clone()
            .or_else(|| of.options.collation.clone().filter(|_| column.charset.is_none()));
        own.filter(|name| name != "_bin")
    };
    may_be_same((&charset(own, one), &charset(theirs, other)))
        && may_be_same((&collation(own, one), &collation(theirs, other)))
        && (bare(own) == bare(theirs) || defaults(&bare(own), &bare(theirs), dialect))
}

fn may_be_same((one, other): (&Option<String>, &Option<String>)) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Whether two defaults of a column are spelled in ways that only the engine can compare.
fn defaults(one: &Column, other: &Column, dialect: Dialect) -> bool {
    let bare = |column: &Column| Column { default: None, ..column.clone() };
    let settled = |column: &Column| {
        let default = column.default.as_deref();
        default.map(|text| dialect.shows(text, &column.data_type))
    };
    let unsettled =
        matches!((settled(one), settled(other)), (Some(one), Some(other)) if !(one && other));
    unsettled && bare(one) == bare(other)
}
