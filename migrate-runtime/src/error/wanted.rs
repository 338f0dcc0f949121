//! Why somebody wanted to run a migration in Rust who cannot.

/// What a migration in Rust was wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To be applied, behind so many others.
    Up(usize),
    /// To be rolled back, behind so many others.
    Down(usize),
    /// To see on a throwaway database what it does.
    Trial,
    /// As a part of a script of SQL.
    Script,
    /// In a database for the tests of a project.
    Tests,
}

impl Wanted {
    pub(super) fn hint(self) -> String {
        let before = |command: &str, count: usize| match count {
            0 => String::new(),
            _ => format!("; `cargo migrate {command}{count}` goes as far as it"),
        };
        match self {
            Self::Up(count) => format!(
                "start the program, which applies it with all that is pending (`MIGRATIONS.apply`){}",
                before("up +", count)
            ),
            Self::Down(count) => format!(
                "let the program roll it back (`MIGRATIONS.rollback`){}",
                before("down -", count)
            ),
            Self::Trial => "let the program verify it, in a test (`MIGRATIONS.verify_on`). Where it changes \
                            rows and no schema, say `// migrate: rows-only` in it: then others are tried \
                            without it"
                .to_owned(),
            Self::Tests => "let the tests ask the program for such a database: \
                            `#[migrate_runtime::test(MIGRATIONS)]` (cargo feature `testing`)"
                .to_owned(),
            Self::Script => "write a script up to it and one from it on (`A..B`), and let the program apply \
                             it in between (`MIGRATIONS.apply_to`)"
                .to_owned(),
        }
    }
}
