//! `mysql-drop-partition`.

use crate::command::{AlterTable, TableChange};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::rule::{Check, Context, Example, Level, Report, Rule};
use crate::sql::lexer;
use crate::sql::normal::unquoted;

/// A partition goes with its rows.
pub(in crate::rules) static RULE: Rule = Rule {
    code: "M305",
    name: "mysql-drop-partition",
    level: Level::Deny,
    dialects: Dialect::ONLY_MYSQL,
    what: "`DROP PARTITION`, `TRUNCATE PARTITION`, or `EXCHANGE PARTITION … WITHOUT VALIDATION`.",
    why: "The first two delete every row of the partition, and no down brings them back. The third lets \
          in rows that belong elsewhere, which queries then do not find.",
    instead: "Exchange the partition with an empty table, keep that table until nobody misses it, and \
              drop it later.",
    bad: &[Example::new("mysql 8.0", "ALTER TABLE log DROP PARTITION p0;", "SELECT 1;").after(
        "CREATE TABLE log (id bigint PRIMARY KEY) PARTITION BY RANGE (id) \
            (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN MAXVALUE);",
    )],
    good: &[Example::new(
        "mysql 8.0",
        "ALTER TABLE log ADD PARTITION (PARTITION p1 VALUES LESS THAN (200));",
        "-- migrate: allow(mysql-drop-partition, reason = \"it came with the up\")\n\
         ALTER TABLE log DROP PARTITION p1;",
    )
    .after(
        "CREATE TABLE log (id bigint PRIMARY KEY) PARTITION BY RANGE (id) \
            (PARTITION p0 VALUES LESS THAN (100));",
    )],
    check: Check::AlterTable(check),
};

fn check(context: &Context<'_>, step: &Step<'_>, alter: &AlterTable, report: &mut Report<'_>) {
    let TableChange::Partition { action, text, loses_rows } = &alter.change else { return };
    let Some(table) = step.target().filter(|table| !context.is_new_table(table)) else { return };
    let unchecked = text.to_ascii_lowercase().contains("without validation");
    if !loses_rows && !unchecked {
        return;
    }
    let message = match *loses_rows {
        true => format!("{action} deletes all rows of the partition of `{table}`"),
        false => format!("nobody checks that the rows belong into this partition of `{table}`"),
    };
    let finding = report.finding(context, step.command.span, message);
    let finding = if *loses_rows {
        let path = context.path_to(table);
        let exchanges = partitions(context, step).into_iter().map(|partition| {
            let kept = context.written(&format!("{}_{}", table.name, unquoted(partition)));
            format!(
                "CREATE TABLE {kept} LIKE {path};\nALTER TABLE {kept} REMOVE PARTITIONING;\n\
                 ALTER TABLE {path} EXCHANGE PARTITION {partition} WITH TABLE {kept};"
            )
        });
        let exchanges: Vec<String> = exchanges.collect();
        let finding =
            finding.note("no down brings them back").help("keep the rows in a table of their own");
        match exchanges.is_empty() {
            true => finding,
            false => finding.rewrite("first, the rows out of the way", exchanges.join("\n")),
        }
    } else {
        finding.help("leave WITHOUT VALIDATION out")
    };
    report.push(finding);
}

/// The partitions that the action names; none for `ALL`.
fn partitions<'a>(context: &Context<'a>, step: &Step<'_>) -> Vec<&'a str> {
    let text = context.text(step.command.span);
    let tokens = lexer::significant(text, context.target.dialect);
    let names = tokens.iter().skip_while(|token| !token.is_word(text, "PARTITION")).skip(1);
    names
        .filter(|token| !(token.is_word(text, "IF") || token.is_word(text, "EXISTS")))
        .take_while(|token| !(token.is_symbol(text, ";") || token.is_word(text, "ALL")))
        .filter(|token| !token.is_symbol(text, ","))
        .map(|token| token.text(text))
        .collect()
}
