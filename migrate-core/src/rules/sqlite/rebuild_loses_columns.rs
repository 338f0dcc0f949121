//! `sqlite-rebuild-loses-columns`.

use crate::change::Change;
use crate::command::{Data, What};
use crate::dialect::Dialect;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::{self, Rebuild};
use crate::rules::{listing, recipe};
use crate::schema::{Column, Table};
use crate::set::directive::dotted;
use crate::sql::lexer;
use crate::sql::normal::mentions;
use crate::text::Span;

/// A rebuild leaves values behind, or puts them into the wrong columns.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M403",
    name: "sqlite-rebuild-loses-columns",
    level: Level::Deny,
    dialects: Dialect::ONLY_SQLITE,
    what: "A table is rebuilt, and the copy leaves out a column or pairs columns by position wrongly.",
    why: "What the copy does not name is gone with the old table, and no down brings it back. `SELECT \
          *` pairs columns by their position: where the two tables order them differently, values \
          land in other columns, and SQLite has no types to stop them.",
    instead: "Name the columns on both sides of the copy: `INSERT INTO new (a, b) SELECT a, b FROM \
              old`.",
    bad: &[
        Example::new(
            "sqlite 3.45",
            "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT);\n\
             INSERT INTO users_new (id, name) SELECT id, coalesce(name, '') FROM users;\n\
             DROP TABLE users;\n\
             ALTER TABLE users_new RENAME TO users;",
            "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);\n\
             INSERT INTO users_new (id, name, phone) SELECT id, name, phone FROM users;\n\
             DROP TABLE users;\n\
             ALTER TABLE users_new RENAME TO users;",
        )
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);"),
        Example::new(
            "sqlite 3.45",
            "CREATE TABLE users_new (id INTEGER PRIMARY KEY, phone TEXT, name TEXT);\n\
             INSERT INTO users_new SELECT * FROM users;\n\
             DROP TABLE users;\n\
             ALTER TABLE users_new RENAME TO users;",
            "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);\n\
             INSERT INTO users_new (id, name, phone) SELECT id, name, phone FROM users;\n\
             DROP TABLE users;\n\
             ALTER TABLE users_new RENAME TO users;",
        )
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);"),
    ],
    good: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, phone TEXT DEFAULT '');\n\
         INSERT INTO users_new (id, name, phone) SELECT id, name, phone FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
        "CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);\n\
         INSERT INTO users_new (id, name, phone) SELECT id, name, phone FROM users;\n\
         DROP TABLE users;\n\
         ALTER TABLE users_new RENAME TO users;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, phone TEXT);")],
    check: Check::Script(check),
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for rebuild in rebuild::all(context) {
        let Some(copy) = rebuild.copy else { continue };
        let Some(new) = rebuild.create.changes.iter().find_map(|change| match change {
            Change::CreateTable(_, table) => Some(table),
            _ => None,
        }) else {
            continue;
        };
        match &copy.command.what {
            What::Data(data) if is_star(data) => by_position(context, report, &rebuild, data, new),
            What::Data(data) => by_name(context, report, &rebuild, data, new),
            _ => {}
        }
    }
}

fn is_star(data: &Data) -> bool {
    data.text.to_ascii_lowercase().contains("select * from")
}

/// The columns that a copy can read and write.
fn stored(table: &Table) -> Vec<&Column> {
    table.columns.iter().filter(|column| column.generated.is_none()).collect()
}

fn by_position(
    context: &Context<'_>,
    report: &mut Report<'_>,
    rebuild: &Rebuild<'_>,
    data: &Data,
    new: &Table,
) {
    let from: Vec<String> =
        rebuild.before.columns.iter().map(|column| column.name.to_ascii_lowercase()).collect();
    let into: Vec<String> = match &data.columns[..] {
        [] => stored(new).iter().map(|column| column.name.to_ascii_lowercase()).collect(),
        listed => listed.iter().map(|column| column.name.to_ascii_lowercase()).collect(),
    };
    let known = |name: &String| from.contains(name);
    let wrong = from.iter().zip(&into).find(|(one, other)| one != other && known(other));
    let (Some((one, other)), Some(copy)) = (wrong, rebuild.copy) else { return };
    let finding = report
        .finding(
            context,
            copy.command.span,
            format!("the values of `{one}` land in column `{other}`"),
        )
        .note("`SELECT *` pairs the columns of the two tables by their position")
        .help("name the columns on both sides");
    report.push(finding.rewrite("by name", copy_of(context, rebuild, new)));
}

fn by_name(
    context: &Context<'_>,
    report: &mut Report<'_>,
    rebuild: &Rebuild<'_>,
    data: &Data,
    new: &Table,
) {
    let select = data.text.to_ascii_lowercase();
    let select = select.split_once("select").map_or(&*select, |(_, rest)| rest);
    let settled = context.settled.tables.get(rebuild.table);
    let lost: Vec<String> = stored(rebuild.before)
        .into_iter()
        .filter(|column| settled.is_none_or(|table| table.column(&column.name).is_some()))
        .filter(|column| !mentions(select, &column.name))
        .map(|column| column.name.clone())
        .collect();
    let (Some(copy), false) = (rebuild.copy, lost.is_empty()) else { return };
    let finding = report
        .finding(
            context,
            copy.command.span,
            format!(
                "the values of {} in `{}` are not copied",
                listing::names(&lost),
                rebuild.table
            ),
        )
        .note("they are gone with the old table, and no down brings them back")
        .help("copy every column, or say why its values are no longer needed");
    let kept = lost.iter().all(|name| new.columns.iter().any(|it| it.name == *name));
    let edits = if kept { additions(context, copy, data, &lost) } else { None };
    let span = copy.command.span;
    let finding = finding.also_at(context.path, rebuild.drop.command.span, "they go here");
    let Some(edits) = edits else {
        let names = lost.iter().map(|name| dotted(&[&rebuild.table.name, name]));
        let names = names.collect::<Vec<_>>().join(", ");
        let text = context.text(span).trim_end_matches(';');
        report.push(match kept {
            true => finding.rewrite("with every column", copy_of(context, rebuild, new)),
            false => finding.rewrite(
                "where they may go",
                format!("-- migrate: lossy({names}, reason = \"...\")\n{text};"),
            ),
        });
        return;
    };
    let [into, from] = &edits;
    let sql = recipe::edited(context, Span::new(span.start, from.span.end), into)
        + &recipe::edited(context, Span::new(from.span.end, span.end), from);
    let mut finding = finding.rewrite("with every column", format!("{sql};"));
    if let Some(rewrite) = &mut finding.rewrite {
        rewrite.edits = edits.into();
    }
    report.push(finding);
}

/// The edits that put columns at the end of both lists of a copy, which keeps what it computes.
fn additions(
    context: &Context<'_>,
    copy: &Step<'_>,
    data: &Data,
    lost: &[String],
) -> Option<[Edit; 2]> {
    let span = copy.command.span;
    let listed = data.columns.last()?.span.end;
    let text = context.text(span);
    let tokens = lexer::significant(text, context.target.dialect);
    let select = tokens.iter().position(|token| token.is_word(text, "SELECT"))?;
    let mut depth = 0_i32;
    let end = tokens[select..].windows(2).find_map(|pair| {
        depth += i32::from(pair[0].is_symbol(text, "("));
        depth -= i32::from(pair[0].is_symbol(text, ")"));
        (depth == 0 && pair[1].is_word(text, "FROM")).then(|| pair[0].span.shifted(span.start).end)
    })?;
    let names: String = lost.iter().map(|name| format!(", {}", context.written(name))).collect();
    let edit =
        |at| Edit { path: context.path.to_owned(), span: Span::new(at, at), text: names.clone() };
    Some([edit(listed), edit(end)])
}

/// The copy as it should be.
fn copy_of(context: &Context<'_>, rebuild: &Rebuild<'_>, new: &Table) -> String {
    let has = |column: &&&Column| {
        new.columns
            .iter()
            .any(|it| it.generated.is_none() && it.name.eq_ignore_ascii_case(&column.name))
    };
    let old = stored(rebuild.before);
    let names: Vec<String> =
        old.iter().filter(has).map(|column| context.written(&column.name)).collect();
    let names = names.join(", ");
    let from = rebuild.drop.target().unwrap_or(rebuild.table);
    format!(
        "INSERT INTO {} ({names})\n    SELECT {names} FROM {};",
        context.path_to(rebuild.replacement),
        context.path_to(from)
    )
}
