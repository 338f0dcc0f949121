use super::*;
use crate::schema::{Column, ForeignKey, Index, IndexColumn, IndexKey, Name, Table};

fn posts() -> Schema {
    let mut table = Table {
        columns: vec![Column::new("id", "INTEGER"), Column::new("parent", "INTEGER")].into(),
        foreign_keys: vec![ForeignKey {
            columns: vec!["parent".to_owned()],
            references: Name::bare("posts"),
            referenced_columns: vec!["id".to_owned()],
            ..ForeignKey::default()
        }]
        .into(),
        ..Table::default()
    };
    let key = IndexKey::Column("parent".to_owned());
    table.indexes.insert(
        "posts_parent".to_owned(),
        Index { columns: vec![IndexColumn::new(key)], ..Index::default() },
    );
    let mut schema = Schema::default();
    schema.apply(&Change::CreateTable(Name::bare("posts"), table)).unwrap();
    schema
}

#[test]
fn a_renamed_table_keeps_referring_to_itself() {
    let mut schema = posts();
    let (from, to) = (Name::bare("posts"), Name::bare("articles"));
    schema.apply(&Change::RenameTable { from, to: to.clone() }).unwrap();
    assert_eq!(schema.tables[&to].foreign_keys[0].references, to);
}

#[test]
fn a_renamed_column_is_renamed_in_keys_and_indexes() {
    let mut schema = posts();
    let table = Name::bare("posts");
    for (from, to) in [("parent", "reply_to"), ("id", "number")] {
        let (from, to) = (from.to_owned(), to.to_owned());
        schema.apply(&Change::RenameColumn { table: table.clone(), from, to }).unwrap();
    }
    let posts = &schema.tables[&table];
    assert_eq!(posts.foreign_keys[0].columns, ["reply_to"]);
    assert_eq!(posts.foreign_keys[0].referenced_columns, ["number"]);
    let key = IndexKey::Column("reply_to".to_owned());
    assert_eq!(posts.indexes["posts_parent"].columns[0].key, key);
}

#[test]
fn what_does_not_fit_is_said_and_changes_nothing() {
    let before = posts();
    let (posts, ghost) = (Name::bare("posts"), Name::bare("ghost"));
    let refused = [
        (Change::DropTable(ghost.clone()), "table `ghost` does not exist"),
        (Change::CreateTable(posts.clone(), Table::default()), "table `posts` already exists"),
        (
            Change::AddColumn(posts.clone(), Column::new("id", "")),
            "table `posts` already has a column `id`",
        ),
        (Change::DropColumn(posts.clone(), "x".to_owned()), "table `posts` has no column `x`"),
        (
            Change::ReorderColumns(posts.clone(), vec!["id".to_owned(), "id".to_owned()]),
            "the new column order of table `posts` does not name each of its columns once",
        ),
        (
            Change::DropIndex { table: posts, name: "i".to_owned() },
            "table `posts` has no index `i`",
        ),
        (Change::DropView(ghost), "view `ghost` does not exist"),
    ];
    for (change, said) in refused {
        let mut schema = before.clone();
        assert_eq!(schema.apply(&change).unwrap_err().to_string(), said);
        assert_eq!(schema, before);
    }
}
