//! `mysql-modify-drops-attributes`.

use crate::command::{AlterTable, NewColumn, TableChange};
use crate::dialect::Dialect;
use crate::dialect::mysql::render;
use crate::finding::Edit;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::rules::{altered, listing};
use crate::schema::Column;
use crate::sql::lexer;

/// `MODIFY` forgets what it does not repeat.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M301",
    name: "mysql-modify-drops-attributes",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "A `MODIFY` or `CHANGE` leaves out attributes that the column has.",
    why: "Both replace the whole definition: `NOT NULL`, `DEFAULT`, `COMMENT`, the collation, \
          `AUTO_INCREMENT` and `ON UPDATE` are gone unless they are repeated, without a warning \
          (measured on MariaDB 10.11).",
    instead: "Repeat everything that shall stay. To take an attribute away, say so: `NULL`, `DEFAULT \
              NULL`.",
    bad: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users MODIFY age int COMMENT 'in years';",
        "ALTER TABLE users MODIFY age int NOT NULL DEFAULT 5 COMMENT 'years';",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL DEFAULT 5 COMMENT 'years');",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE users MODIFY age int NOT NULL DEFAULT 5 COMMENT 'in years';",
        "ALTER TABLE users MODIFY age int NOT NULL DEFAULT 5 COMMENT 'years';",
    )
    .after(
        "CREATE TABLE users (id bigint PRIMARY KEY, age int NOT NULL DEFAULT 5 COMMENT 'years');",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::ReplaceColumn { column: new, .. } = &alter.change else { return };
    for it in altered::columns(step).into_iter().filter(|it| !it.is_new(context)) {
        let settled = context.settled.tables.get(it.table);
        let settled = settled.and_then(|table| {
            table.column(&it.before.name).or_else(|| table.column(&it.after.name))
        });
        let Some(settled) = settled else { continue };
        let mut whole = it.after.clone();
        let lost = lost(context, new, it.before, settled, &mut whole);
        if lost.is_empty() {
            continue;
        }
        let definition = render::column(&whole);
        let keyword = match new.name.name.eq_ignore_ascii_case(&it.before.name) {
            true => "MODIFY".to_owned(),
            false => format!("CHANGE {}", context.written(&it.before.name)),
        };
        let mut finding = report
            .finding(context, new.span, format!("`{}` loses {}", it.words(), listing::and(&lost)))
            .note("MODIFY and CHANGE replace the whole definition")
            .help("repeat what shall stay; to take it away, say NULL or DEFAULT NULL")
            .rewrite(
                "with everything the column has",
                format!("ALTER TABLE {} {keyword} {definition};", context.path_to(it.table)),
            );
        if let Some(rewrite) = &mut finding.rewrite {
            let path = context.path.to_owned();
            rewrite.edits = vec![Edit { path, span: new.span, text: definition }];
        }
        report.push(finding);
    }
}

/// What goes without a word, put back into `whole`.
fn lost(
    context: &Context<'_>,
    new: &NewColumn,
    before: &Column,
    settled: &Column,
    whole: &mut Column,
) -> Vec<String> {
    let says = |word: &str| {
        let text = context.text(new.span);
        let tokens = lexer::significant(text, context.target.dialect);
        tokens.iter().any(|token| token.is_word(text, word))
    };
    let mut lost = Vec::new();
    if !before.nullable && !settled.nullable && whole.nullable && !new.explicit_null {
        whole.nullable = false;
        lost.push("NOT NULL".to_owned());
    }
    if let (Some(default), None) = (&before.default, &whole.default)
        && settled.default.is_some()
        && whole.generated.is_none()
        && whole.identity.is_none()
        && !says("DEFAULT")
    {
        lost.push(format!("DEFAULT {default}"));
        whole.default.clone_from(&before.default);
    }
    if let (Some(now), None) = (&before.on_update, &whole.on_update)
        && settled.on_update.is_some()
    {
        lost.push(format!("ON UPDATE {now}"));
        whole.on_update.clone_from(&before.on_update);
    }
    if before.identity.is_some() && settled.identity.is_some() && whole.identity.is_none() {
        lost.push("AUTO_INCREMENT".to_owned());
        whole.identity = before.identity;
    }
    if before.comment.is_some()
        && settled.comment.is_some()
        && whole.comment.is_none()
        && !says("COMMENT")
    {
        lost.push("its comment".to_owned());
        whole.comment.clone_from(&before.comment);
    }
    let is_text = |column: &Column| {
        ["char", "varchar", "text", "enum", "set"].iter().any(|it| column.data_type.contains(it))
    };
    if let (Some(collation), None) = (&before.collation, &whole.collation)
        && settled.collation.is_some()
        && is_text(whole)
    {
        lost.push(format!("COLLATE {collation}"));
        whole.collation.clone_from(&before.collation);
        whole.charset = whole.charset.take().or_else(|| before.charset.clone());
    }
    if let (Some(charset), None) = (&before.charset, &whole.charset)
        && settled.charset.is_some()
        && is_text(whole)
    {
        lost.push(format!("CHARACTER SET {charset}"));
        whole.charset.clone_from(&before.charset);
    }
    if before.invisible && settled.invisible && !whole.invisible && !says("VISIBLE") {
        lost.push("INVISIBLE".to_owned());
        whole.invisible = true;
    }
    lost
}
