//! The records as text: `docs/rules.md` and `cargo migrate explain`.

use std::fmt::Write as _;

use crate::dialect::{Dialect, Target};
use crate::rule::{Example, Level, Rule};

use super::ALL;

const HEAD: &str = "# Rules

<!-- Generated from the rules themselves; `BLESS=1 cargo test -p migrate-core rules` writes it anew. -->

Each rule has a name, a code and a level: `deny` does not compile, `warn` compiles with a warning, \
`off` says nothing until a project asks for it. A project changes levels in its Cargo.toml:

```toml
[package.metadata.migrate.rules]
drop-column = \"warn\"
```

A single statement is let through where it stands, with a reason:

```sql
-- migrate: allow(drop-column, reason = \"unused since March\")
ALTER TABLE users DROP COLUMN legacy_token;
```
";

/// The text of `docs/rules.md`.
#[must_use]
pub fn markdown() -> String {
    let mut text = HEAD.to_owned();
    for (heading, dialects) in [
        ("PostgreSQL", Dialect::ONLY_POSTGRES),
        ("MySQL and MariaDB", Dialect::ONLY_MYSQL),
        ("SQLite", Dialect::ONLY_SQLITE),
    ] {
        section(&mut text, heading, &|rule| rule.dialects == dialects);
    }
    section(&mut text, "Several dialects", &|rule| rule.dialects.len() > 1);
    section(&mut text, "Files and directories", &|rule| rule.dialects.is_empty());
    text
}

fn section(text: &mut String, heading: &str, belongs: &dyn Fn(&Rule) -> bool) {
    let rules: Vec<&Rule> = ALL.iter().copied().filter(|rule| belongs(rule)).collect();
    if rules.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {heading}\n");
    for rule in rules {
        let _ = write!(text, "\n### `{}`\n\n{} · {}", rule.name, rule.code, rule.level.word());
        if rule.dialects.len() > 1 {
            let _ = write!(text, " · {}", dialects(rule));
        }
        let _ =
            write!(text, "\n\n{}\n\n{}\n\n**Instead:** {}\n", rule.what, rule.why, rule.instead);
        for (title, examples) in [("Reported", rule.bad), ("Fine", rule.good)] {
            for example in examples {
                let shown = sql(example);
                let _ = write!(text, "\n{title} on {}:\n\n```sql\n{shown}\n```\n", example.target);
            }
        }
    }
}

fn dialects(rule: &Rule) -> String {
    rule.dialects.iter().map(|dialect| dialect.name()).collect::<Vec<_>>().join(", ")
}

fn sql(example: &Example) -> String {
    let mut parts = Vec::new();
    if !example.before.is_empty() {
        parts.push(format!("-- before\n{}", example.before.trim()));
        parts.push(format!("-- up\n{}", example.up.trim()));
    } else {
        parts.push(example.up.trim().to_owned());
    }
    if !example.down.is_empty() {
        parts.push(format!("-- down\n{}", example.down.trim()));
    }
    parts.join("\n\n")
}

/// A rule as `cargo migrate explain` prints it, with the examples in that dialect first.
#[must_use]
pub fn explain(rule: &Rule, dialect: Option<Dialect>) -> String {
    let level = match rule.level {
        Level::Deny => "deny: it does not compile",
        Level::Warn => "warn: it compiles with a warning",
        Level::Off => "off: nothing is said until the project asks for it",
    };
    let mut text = format!("{} ({})\nlevel: {level}\n", rule.name, rule.code);
    if !rule.dialects.is_empty() {
        let _ = writeln!(text, "dialects: {}", dialects(rule));
    }
    let _ = write!(text, "\n{}\n\n{}\n\nInstead: {}\n", rule.what, rule.why, rule.instead);
    for (title, examples) in [("Reported", rule.bad), ("Fine", rule.good)] {
        let mut examples: Vec<&Example> = examples.iter().collect();
        examples.sort_by_key(|it| it.target.parse::<Target>().ok().map(|it| it.dialect) != dialect);
        for example in examples {
            let _ = write!(text, "\n{title} on {}:\n\n", example.target);
            for line in sql(example).lines() {
                let _ = writeln!(text, "{}", format!("    {line}").trim_end());
            }
        }
    }
    if rule.dialects.is_empty() {
        return text;
    }
    let _ = write!(
        text,
        "\nTo let one statement through, write above it: -- migrate: allow({}, reason = \"...\")\n",
        rule.name
    );
    text
}
