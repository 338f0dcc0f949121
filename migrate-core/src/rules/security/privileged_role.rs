//! `privileged-role`.

use crate::command::What;
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::schema::ObjectKind;
use crate::sql::lexer::{self, Token};

/// A role that may do nearly everything.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M506",
    name: "privileged-role",
    level: Level::Deny,
    dialects: Dialect::SERVERS,
    what: "A role gets `SUPERUSER`, `BYPASSRLS`, `CREATEROLE` or `REPLICATION` (PostgreSQL), `SUPER` or \
           `FILE` (MySQL), or may log in from everywhere (`'x'@'%'`).",
    why: "Such rights go past every other right of the server, and whoever can run a migration, or steal \
          the service's password, has them. `FILE` reads and writes files of the server.",
    instead: "Leave roles to whoever runs the server, and grant single rights on single tables.",
    bad: &[
        Example::new("postgres 15", "CREATE ROLE boss SUPERUSER;", "DROP ROLE boss;"),
        Example::new(
            "mysql 8.0",
            "GRANT FILE ON *.* TO app@localhost;",
            "REVOKE FILE ON *.* FROM app@localhost;",
        ),
    ],
    good: &[Example::new("postgres 15", "CREATE ROLE reader NOSUPERUSER;", "DROP ROLE reader;")],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    let text = context.text(step.command.span);
    let found = match &step.command.what {
        What::CreateObject(object) if object.kind == ObjectKind::Role => of_role(context, text),
        What::AlterObject(alter) if alter.kind == ObjectKind::Role => of_role(context, text),
        What::Opaque(_) if is_about_roles(text) => of_role(context, text),
        What::Grant(grant) if !grant.revoke => {
            let heavy = ["SUPER", "FILE", "SYSTEM_USER", "SYSTEM_VARIABLES_ADMIN"];
            let heavy = heavy.iter().find(|it| grant.privileges.iter().any(|one| one == *it));
            heavy.map(|it| (*it).to_owned())
        }
        _ => None,
    };
    let Some(right) = found else { return };
    let message = match right.as_str() {
        "%" => "this user may log in from every machine".to_owned(),
        right => format!("{right} goes past every other right of the server"),
    };
    let finding = report
        .finding(context, step.command.span, message)
        .help("leave roles to whoever runs the server, and grant single rights on single tables");
    report.push(finding);
}

fn is_about_roles(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace().map(str::to_ascii_uppercase);
    matches!(words.next().as_deref(), Some("CREATE" | "ALTER"))
        && matches!(words.next().as_deref(), Some("ROLE" | "USER" | "GROUP"))
}

fn of_role(context: &Context<'_>, text: &str) -> Option<String> {
    let tokens: Vec<Token> = lexer::significant(text, context.target.dialect);
    let rights = ["SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION"];
    let right = rights.iter().find(|right| tokens.iter().any(|token| token.is_word(text, right)));
    // MySQL's lexer takes the `@` and the host for one variable.
    let everywhere = ["'%'", "`%`", "\"%\""].iter().any(|host| {
        let is_it = |token: &Token| token.text(text).strip_prefix('@') == Some(host);
        let apart = |pair: &[Token]| pair[0].text(text) == "@" && pair[1].text(text) == *host;
        tokens.iter().any(is_it) || tokens.windows(2).any(apart)
    });
    let creates = tokens.first().is_some_and(|token| token.is_word(text, "CREATE"));
    right
        .map(|right| (*right).to_owned())
        .or_else(|| (everywhere && creates).then(|| "%".to_owned()))
}
