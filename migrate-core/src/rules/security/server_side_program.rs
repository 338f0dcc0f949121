//! `server-side-program`.

use crate::command::{Data, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};

/// SQL reaches out of the database.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M507",
    name: "server-side-program",
    level: Level::Deny,
    dialects: Dialect::ALL,
    what: "A statement runs a program or touches files of the server: `COPY … PROGRAM`, `LOAD DATA \
           INFILE`, `INTO OUTFILE`, `pg_read_file`, `load_extension`, `ATTACH`, `VACUUM INTO`.",
    why: "It does something else on every machine, needs rights that a service should not have, and no \
          rollback takes it back: nothing outside of the database is part of a transaction.",
    instead: "Do it in a program that connects to the database, and keep migrations to the schema and its \
              own rows.",
    bad: &[
        Example::new("postgres 15", "COPY users FROM PROGRAM 'curl example.org';", "SELECT 1;")
            .after("CREATE TABLE users (id bigint PRIMARY KEY);"),
        Example::new("sqlite 3.45", "SELECT load_extension('x');", "SELECT 1;"),
    ],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users (id INTEGER PRIMARY KEY);",
        "DROP TABLE users;",
    )],
    check: Check::Step(check),
};

/// Functions that read or write outside of the database.
const CALLS: [&str; 15] = [
    "pg_read_file",
    "pg_read_binary_file",
    "pg_ls_dir",
    "pg_stat_file",
    "pg_file_write",
    "lo_import",
    "lo_export",
    "load_extension",
    "load_file",
    "readfile",
    "writefile",
    "dblink",
    "dblink_exec",
    "dblink_connect",
    "sys_exec",
];

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let (what, span) = match &step.command.what {
        What::Data(data) => match reaches(data) {
            Some(what) => (what, data.outside.as_ref().map_or(step.command.span, |it| it.span)),
            None => return,
        },
        What::Maintenance(work) if matches!(&*work.words, "ATTACH" | "VACUUM INTO") => {
            let text = context.text(step.command.span).to_ascii_lowercase();
            // A database in memory touches no file.
            if text.contains("':memory:'") || text.contains("''") {
                return;
            }
            (work.words.clone(), step.command.span)
        }
        _ => return,
    };
    let finding = report
        .finding(context, span, format!("{what} reaches out of the database"))
        .note("it is something else on every machine, and no rollback takes it back")
        .help("do it in a program that connects to the database");
    report.push(finding);
}

fn reaches(data: &Data) -> Option<String> {
    let outside = data.outside.as_ref().map(|it| it.name.clone());
    outside.or_else(|| {
        let call = data.calls.iter().find(|call| CALLS.contains(&&***call));
        call.map(|call| format!("{call}()"))
    })
}
