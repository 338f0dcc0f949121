//! `CREATE INDEX` and `DROP INDEX`.

use super::cursor::{Cursor, Read};
use super::{alter, key};
use crate::command::{CreateIndex, DropIndexes, Ident, Path, What};
use crate::schema::Index;

/// What follows `CREATE [OR REPLACE] [ONLINE | OFFLINE]`, from `UNIQUE`, `FULLTEXT` or `INDEX` on.
pub(super) fn create(cursor: &mut Cursor<'_>, or_replace: bool) -> Read<What> {
    let unique = cursor.take_word("UNIQUE");
    let mut index = Index { unique, ..Index::default() };
    if let Some(method) = key::method(cursor.word().as_str()) {
        index.method = Some(method.to_owned());
        cursor.next();
    }
    cursor.expect_word("INDEX")?;
    let if_not_exists = key::if_not_exists(cursor, "`CREATE INDEX IF NOT EXISTS`")?;
    let name = cursor.name()?;
    key::using(cursor, &mut index)?;
    cursor.expect_word("ON")?;
    let table = cursor.path()?;
    alter::wait(cursor)?;
    index.columns = key::parts(cursor)?;
    let mut create = CreateIndex {
        name: Some(Path { namespace: None, name: name.name, span: name.span }),
        table,
        if_not_exists,
        or_replace,
        ..CreateIndex::default()
    };
    while key::option(cursor, &mut index)?
        || online(cursor, &mut create.algorithm, &mut create.lock)?
    {}
    if cursor.at_word("WHERE") {
        let mut error = cursor.error("the end of the statement");
        error.help = Some(
            "there are no partial indexes here: index a generated column that is NULL for the rest"
                .to_owned(),
        );
        return Err(error);
    }
    cursor.expect_end()?;
    create.index = index;
    Ok(What::CreateIndex(Box::new(create)))
}

/// `ALGORITHM` or `LOCK`, if one comes next.
fn online(
    cursor: &mut Cursor<'_>,
    algorithm: &mut Option<Ident>,
    lock: &mut Option<Ident>,
) -> Read<bool> {
    match cursor.word().as_str() {
        "algorithm" => {
            let words = ["DEFAULT", "INSTANT", "INPLACE", "NOCOPY", "COPY"];
            *algorithm = Some(alter::choice(cursor, &words)?);
        }
        "lock" => *lock = Some(alter::choice(cursor, &["DEFAULT", "NONE", "SHARED", "EXCLUSIVE"])?),
        _ => return Ok(false),
    }
    Ok(true)
}

/// What follows `DROP INDEX`.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<What> {
    let if_exists = key::if_exists(cursor, "`DROP INDEX IF EXISTS`")?;
    let name = if cursor.at_word("PRIMARY") {
        let span = cursor.here();
        cursor.next();
        Path { namespace: None, name: "PRIMARY".to_owned(), span }
    } else {
        let name = cursor.name()?;
        Path { namespace: None, name: name.name, span: name.span }
    };
    if !cursor.at_word("ON") {
        let mut error = cursor.error("`ON` and the table of the index");
        error.help.get_or_insert_with(|| {
            let name = &name.name;
            format!(
                "names of indexes are looked up in their table: write `DROP INDEX {name} ON table`"
            )
        });
        return Err(error);
    }
    cursor.next();
    let table = cursor.path()?;
    alter::wait(cursor)?;
    let mut drop =
        DropIndexes { names: vec![name], table: Some(table), if_exists, ..DropIndexes::default() };
    // MariaDB reads these two behind `CREATE INDEX` alone.
    while !cursor.grammar.target.is_mariadb && online(cursor, &mut drop.algorithm, &mut drop.lock)?
    {
    }
    cursor.expect_end()?;
    Ok(What::DropIndexes(drop))
}
