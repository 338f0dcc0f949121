//! The texts of a new migration: comments to begin with, or what follows from what is known.

use migrate_core::dialect::Target;
use migrate_core::propose::{self, Proposal};
use migrate_core::replay::Replay;
use migrate_core::set::directive::{self, Directive};
use migrate_core::sql::{self, lexer};

/// The up of a new migration before anybody has written it.
pub(crate) fn empty_up(words: &str) -> String {
    format!(
        "-- Up: {}\n\
         --\n\
         -- Write the statements here. The build refuses this migration until there is one.\n",
        one_line(words)
    )
}

/// The file of a new migration in Rust before anybody has written it.
pub(crate) fn empty_code(words: &str) -> String {
    let function = |name: &str, what: &str| {
        format!(
            "\n// {what}\n#[migration]\n\
             pub async fn {name}(_connection: &mut Connection<'_>) -> Result<(), CodeError> {{\n    \
             Ok(())\n}}\n"
        )
    };
    format!(
        "//! {}\n//!\n//! Write both functions. The build refuses this migration until each does something.\n\n\
         use migrate_runtime::{{CodeError, Connection, migration}};\n{}{}",
        one_line(words),
        function("up", "Up."),
        function("down", "Down."),
    )
}

/// A repeatable script before anybody has written it.
pub(crate) fn empty_repeatable(words: &str) -> String {
    format!(
        "-- {}: runs behind the migrations whenever this text has changed\n\
         --\n\
         -- Write the statements here, so that they can run over what they made the last time:\n\
         -- `CREATE OR REPLACE VIEW`, or `DROP VIEW IF EXISTS` above `CREATE VIEW`. The build refuses\n\
         -- this file until there is one.\n",
        one_line(words)
    )
}

/// The up that a proposal makes.
pub(crate) fn up(words: &str, proposal: &Proposal) -> String {
    format!("-- Up: {}\n{}", one_line(words), body(proposal))
}

/// The down for an up.
pub(crate) enum Draft {
    /// The up says that there is none.
    Irreversible,
    /// The up says nothing yet, and neither does this.
    Empty(String),
    /// What follows from the up, with what does not.
    Proposed(String, Proposal),
}

impl Draft {
    /// The down for the up `sql` of a migration that `words` describe, behind what `before` knows.
    pub(crate) fn of(words: &str, sql: &str, before: &Replay) -> Self {
        if is_irreversible(sql, before.target()) {
            return Self::Irreversible;
        }
        if sql::read(sql, before.target()).statements.is_empty() {
            return Self::Empty(empty_down(words, &[]));
        }
        let proposal = propose::down(before, sql);
        let text = if proposal.statements.is_empty() {
            empty_down(words, &proposal.left)
        } else {
            format!("-- Down: undoes \"{}\"\n{}", one_line(words), body(&proposal))
        };
        Self::Proposed(text, proposal)
    }

    /// The text of the down, if there is to be one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Irreversible => None,
            Self::Empty(text) | Self::Proposed(text, _) => Some(text),
        }
    }
}

fn is_irreversible(sql: &str, target: Target) -> bool {
    let tokens = lexer::tokens(sql, target.dialect);
    let (directives, _) = directive::directives(sql, &tokens, target.dialect);
    directives.iter().any(|placed| matches!(placed.directive, Directive::Irreversible { .. }))
}

fn body(proposal: &Proposal) -> String {
    let statements = proposal.statements.iter().map(|statement| format!("{statement}\n"));
    statements.chain([left(&proposal.left)]).collect()
}

fn left(sentences: &[String]) -> String {
    sentences.iter().map(|left| format!("-- Left to you: {}\n", one_line(left))).collect()
}

fn empty_down(words: &str, sentences: &[String]) -> String {
    format!(
        "-- Down: undoes \"{}\"\n\
         --\n\
         -- Write the statements that bring back the schema as it was before the up.\n\
         -- If there is no way back, delete this file and let the up begin with:\n\
         --     -- migrate: irreversible(reason = \"...\")\n{}",
        one_line(words),
        left(sentences)
    )
}

/// A title may hold line ends, and a comment ends with its line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
