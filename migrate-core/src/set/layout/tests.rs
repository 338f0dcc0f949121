use super::*;

fn stem(layout: Layout, name: &str) -> Option<String> {
    let is_directory = layout == Layout::Diesel;
    layout.stem(name, is_directory).map(|it| format!("{} {}", it.version, it.title))
}

#[test]
fn names_are_read_as_each_tool_reads_them() {
    for (layout, name, expected) in [
        (Layout::Native, "1_a.up.sql", Some("1 a")),
        (Layout::Native, "1_a.sql", None),
        (Layout::Sqlx, "1_a.sql", Some("1 a")),
        (Layout::Sqlx, "20260101120000_Create users.up.sql", Some("20260101120000 create_users")),
        (Layout::Diesel, "2026-01-01-120000_create_users", Some("20260101120000 create_users")),
        (
            Layout::Diesel,
            "00000000000000_diesel_initial_setup",
            Some("00000000000000 diesel_initial_setup"),
        ),
        (Layout::Diesel, "7", Some("7 untitled")),
        (Layout::Refinery, "V1__initial.sql", Some("1 initial")),
        (Layout::Refinery, "U3__late.down.sql", Some("3 late")),
        (Layout::Refinery, "v1__initial.sql", None),
        (Layout::GolangMigrate, "000001_create_users.down.sql", Some("000001 create_users")),
        (Layout::Goose, "00001_create_users.sql", Some("00001 create_users")),
        (Layout::Dbmate, "20260101120000_a-b.sql", Some("20260101120000 a_b")),
        (Layout::Flyway, "V1__Create_users.sql", Some("1 create_users")),
        (Layout::Flyway, "V1.1__a.sql", Some("1.1 a")),
        (Layout::Flyway, "V1_2__b.sql", Some("1.2 b")),
        (Layout::Flyway, "U1.10__a.sql", Some("1.10 a")),
        (Layout::Flyway, "V1.__a.sql", None),
        (Layout::Refinery, "V1.1__a.sql", None),
        (Layout::Sqlx, "1.1_a.sql", None),
        (Layout::Flyway, "R__views.sql", None),
    ] {
        assert_eq!(stem(layout, name).as_deref(), expected, "{layout} {name}");
    }
}

#[test]
fn a_name_that_is_written_is_a_name_that_is_read() {
    for layout in Layout::ALL.into_iter().filter(|it| *it != Layout::Native) {
        for direction in [Direction::Up, Direction::Down] {
            let file = layout.file("20260101120000", "create_users", direction);
            let version = layout.version_of(&file).map(|it| it.to_string());
            assert_eq!(version.as_deref(), Some("20260101120000"), "{layout} {file}");
        }
    }
}

#[test]
fn of_a_name_the_version_alone_changes() {
    for (layout, file, version, expected) in [
        (Layout::Native, "0002_a.up.sql", "0003", Some("0003_a.up.sql")),
        (Layout::Native, "2_a/down.sql", "3", Some("3_a/down.sql")),
        (Layout::Native, "2_a.rs", "3", Some("3_a.rs")),
        (Layout::Sqlx, "2_Create users.sql", "3", Some("3_Create users.sql")),
        (
            Layout::Diesel,
            "2026-01-01-120000-00ff_a-b/up.sql",
            "20260101120000.257",
            Some("2026-01-01-120000-0100_a-b/up.sql"),
        ),
        (Layout::Refinery, "U2__A.down.sql", "3", Some("U3__A.down.sql")),
        (Layout::GolangMigrate, "000002_a.down.sql", "000003", Some("000003_a.down.sql")),
        (Layout::Goose, "00002_a.sql", "00003", Some("00003_a.sql")),
        (
            Layout::Dbmate,
            "20260101120000_a-b.sql",
            "20260102120000",
            Some("20260102120000_a-b.sql"),
        ),
        (Layout::Flyway, "U1_2__a.sql", "1.3", Some("U1.3__a.sql")),
        (Layout::Flyway, "V1_2__a.sql.conf", "1.3", Some("V1.3__a.sql.conf")),
        (Layout::Flyway, "B1__a.sql", "2", None),
    ] {
        assert_eq!(layout.renumbered(file, version).as_deref(), expected, "{layout} {file}");
    }
}

#[test]
fn a_directive_stands_behind_what_the_tool_reads_first() {
    let outside = "-- no-transaction\nVACUUM;\n";
    assert_eq!(Layout::Sqlx.directives(outside), 18);
    assert_eq!(Layout::Sqlx.directives("VACUUM;\n"), 0);
    assert_eq!(Layout::Native.directives(outside), 0);
}

#[test]
fn a_down_belongs_beside_its_up() {
    let down = |layout: Layout, up: &str| layout.down_beside(up).unwrap_or_else(|mark| mark);
    assert_eq!(down(Layout::Native, "1_a/up.sql"), "1_a/down.sql");
    assert_eq!(down(Layout::Sqlx, "1_a.sql"), "1_a.down.sql");
    assert_eq!(down(Layout::Refinery, "V1__a.sql"), "V1__a.down.sql");
    assert_eq!(down(Layout::Flyway, "V1__a.sql"), "U1__a.sql");
    assert_eq!(down(Layout::Goose, "1_a.sql"), "-- +goose Down\n");
}

#[test]
fn every_layout_has_a_name_of_its_own() {
    for layout in Layout::ALL {
        assert_eq!(Layout::named(layout.name()), Some(layout));
    }
    assert_eq!(Layout::named("rails"), None);
}
