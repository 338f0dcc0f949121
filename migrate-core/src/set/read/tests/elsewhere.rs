//! Directories that are not on a disk.

use super::*;

#[test]
fn files_that_are_not_on_a_disk_are_read_as_if_they_were() {
    for (up, down) in [("1_a.up.sql", "1_a.down.sql"), ("1_a/up.sql", "1_a/down.sql")] {
        let directory = Directory::with(&[(up, "select 1;"), (down, "select 2;")]);
        directory.write("2_b/up.sql", b"-- migrate: what\nselect 1;");
        let files =
            [(up, "select 1;"), (down, "select 2;"), ("2_b/up.sql", "-- migrate: what\nselect 1;")];
        let files = files.map(|(file, text)| (file.to_owned(), text.as_bytes().to_vec()));
        let path = directory.0.path().to_owned();
        let location = Location { path, name: "migrations".into(), shown: "m".into() };
        let there =
            read_files(Layout::Native, &location, &files.into(), Target::oldest(Dialect::Sqlite));
        let here = directory.read();
        assert_eq!(there.findings, here.findings);
        let names = |reading: &Reading| {
            reading.set.migrations.iter().map(|it| it.up.file.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&there), names(&here));
    }
}
