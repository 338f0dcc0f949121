use migrate_runtime::{Migrations, embed_migrations};

static MIGRATIONS: Migrations = embed_migrations!("migrations/kin", dialect = "sqlite");

/// What migrations have to do with others is embedded with them.
fn main() {
    let migrations = &MIGRATIONS.set().migrations;
    let beside: Vec<&str> = migrations[1].kin.beside.iter().map(|version| version.as_str()).collect();
    assert_eq!(beside, ["5"]);
    let replaces: Vec<Vec<String>> = migrations[2]
        .kin
        .replaces
        .iter()
        .map(|all| all.iter().map(|named| named.to_string()).collect())
        .collect();
    assert_eq!(replaces, [vec!["2_likes"], vec!["3_more", "4_likes"]]);
    assert!(migrations[0].kin == Default::default());
}
