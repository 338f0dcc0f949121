//! `foreign-key-without-index`.

use crate::change::Change;
use crate::dialect::Dialect;
use crate::finding::Until;
use crate::replay::Step;
use crate::rule::outlook::Event;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::rebuild::same;
use crate::rules::{listing, recipe};
use crate::schema::{Constraint, ForeignKey, IndexKey, Name};

use super::keys::{indexed, is_old, made, serves, table_after};

/// Every delete reads everything.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M137",
    name: "foreign-key-without-index",
    level: Level::Warn,
    dialects: Dialect::WITHOUT_IMPLIED_INDEXES,
    what: "A foreign key whose columns no index begins with.",
    why: "Each delete in the other table, and each change of its key, looks for rows that refer to it, and \
          reads all of this table to find them. MySQL makes the index by itself.",
    instead: "Create an index on the columns.",
    bad: &[Example::new(
        "sqlite 3.45",
        "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));",
        "DROP TABLE posts;",
    )
    .after("CREATE TABLE users (id INTEGER PRIMARY KEY);")],
    good: &[
        Example::new(
            "sqlite 3.45",
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users (id));\n\
             CREATE INDEX posts_author ON posts (author);",
            "DROP TABLE posts;",
        )
        .after("CREATE TABLE users (id INTEGER PRIMARY KEY);"),
        Example::new(
            "postgres 15",
            "ALTER TABLE posts RENAME CONSTRAINT posts_author_fkey TO posts_author;",
            "ALTER TABLE posts RENAME CONSTRAINT posts_author TO posts_author_fkey;",
        )
        .after(
            "CREATE TABLE users (id bigint PRIMARY KEY);\n\
             CREATE TABLE posts (id bigint PRIMARY KEY, author bigint REFERENCES users (id));",
        ),
    ],
    check: Check::Step(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, report: &mut Report<'_>) {
    for (name, key) in made(step) {
        let has = table_after(step, name)
            .is_some_and(|table| indexed(table).any(|index| serves(&index, &key.columns)));
        if has || comes_later(context, step, name, key) || is_old(context, name, key) {
            continue;
        }
        let columns = key.columns.iter().map(|column| context.written(column)).collect::<Vec<_>>();
        let index = context.written(&format!("{}_{}_idx", name.name, key.columns.join("_")));
        let mut finding = report
            .finding(
                context,
                step.command.span,
                format!(
                    "each delete in `{}` reads all of `{name}`: no index begins with {}",
                    key.references,
                    listing::names(&key.columns)
                ),
            )
            .help("create an index");
        finding.until = Some(Until::Indexed(name.clone(), key.columns.clone()));
        let on = format!("{index} ON {} ({});", context.path_to(name), columns.join(", "));
        let online = Dialect::ONLY_POSTGRES.contains(&context.target.dialect);
        let partitioned =
            table_after(step, name).is_some_and(|it| it.options.partition_by.is_some());
        report.push(match online && !partitioned && !context.is_new_table(name) {
            true => finding.rewrite(
                "before it, in a migration of its own",
                format!("{}CREATE INDEX CONCURRENTLY {on}", recipe::NO_TRANSACTION),
            ),
            false => finding.rewrite("behind it", format!("CREATE INDEX {on}")),
        });
    }
}

/// Whether the rest of the script makes the index; the table may have another name by then.
fn comes_later(context: &Context<'_>, step: &Step<'_>, of: &Name, key: &ForeignKey) -> bool {
    let mut renames = context.later(step, Event::Renamed, &of.name).flat_map(|step| &step.changes);
    let renamed = renames.find_map(|change| match change {
        Change::RenameTable { from, to } if from == of => Some(to),
        _ => None,
    });
    let is_it = |table: &Name| same(table, of) || renamed.is_some_and(|to| same(table, to));
    let names = [Some(of), renamed].into_iter().flatten();
    let columns = names
        .flat_map(|table| key.columns.iter().map(move |column| format!("{}.{column}", table.name)));
    let later = columns.flat_map(|column| {
        context.later(step, Event::Keyed, &column).flat_map(|step| &step.changes)
    });
    later.into_iter().any(|change| match change {
        Change::CreateIndex { table, index, .. } => {
            let names: Vec<&str> = index
                .columns
                .iter()
                .map_while(|part| match &part.key {
                    IndexKey::Column(name) => Some(&**name),
                    IndexKey::Expression(_) => None,
                })
                .collect();
            is_it(table) && serves(&names, &key.columns)
        }
        Change::AddConstraint(table, Constraint::Unique(unique)) => {
            let names: Vec<&str> = unique.columns.iter().map(|part| &*part.name).collect();
            is_it(table) && serves(&names, &key.columns)
        }
        Change::AddConstraint(table, Constraint::PrimaryKey(primary)) => {
            let names: Vec<&str> = primary.columns.iter().map(|part| &*part.name).collect();
            is_it(table) && serves(&names, &key.columns)
        }
        _ => false,
    })
}
