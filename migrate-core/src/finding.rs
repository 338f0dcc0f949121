//! Findings: what is wrong with a migration, as plain data.

pub mod render;

use crate::rule::{Level, Rule};
use crate::schema::Name;
use crate::text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It does not compile.
    Error,
    /// It compiles, and the compiler says so.
    Warning,
    /// Worth knowing; the compiler says nothing.
    Note,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How much it weighs here: the rule's level, unless the project says otherwise.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, the main place first.
    pub labels: Vec<Label>,
    /// Why it matters, and what else to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// The safe way with the user's own names.
    pub rewrite: Option<Rewrite>,
    /// What makes it moot when a later migration does it.
    pub until: Option<Until>,
}

/// What a later migration may do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// An index of the table that begins with these columns.
    Indexed(Name, Vec<String>),
}

/// What to write instead, ready to paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// What it is, as the head of the text: “in a migration of its own that says no-transaction”.
    pub title: String,
    /// The SQL.
    pub sql: String,
    /// The edits that make it so, where that is mechanical: `cargo migrate check --fix` applies
    /// them. Empty where a person must choose.
    pub edits: Vec<Edit>,
}

/// A replacement of a part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file as shown to the user.
    pub path: String,
    /// The part; empty where text is only added.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// A place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file as shown to the user.
    pub path: String,
    /// The place in its text; none when the file as a whole is meant.
    pub span: Option<Span>,
    /// What is there.
    pub text: String,
}

impl Finding {
    /// A violation of `rule` about the file at `path`.
    #[must_use]
    pub fn new(rule: &'static Rule, path: impl Into<String>, message: impl Into<String>) -> Self {
        let label = Label { path: path.into(), span: None, text: String::new() };
        let severity = if rule.level == Level::Deny { Severity::Error } else { Severity::Warning };
        Self {
            rule,
            severity,
            message: message.into(),
            labels: vec![label],
            notes: Vec::new(),
            help: Vec::new(),
            rewrite: None,
            until: None,
        }
    }

    /// The same finding, pointing at `span` of the file and saying `text` there.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.last_mut() {
            label.span = Some(span);
            label.text = text.into();
        }
        self
    }

    /// The same finding, with another file that has part in it.
    #[must_use]
    pub fn also(mut self, path: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.into(), span: None, text: String::new() });
        self
    }

    /// The same finding with a reason.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// The same finding, with another place that has part in it.
    #[must_use]
    pub fn also_at(mut self, path: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { path: path.into(), span: Some(span), text: text.into() });
        self
    }

    /// The same finding with what to write instead.
    #[must_use]
    pub fn rewrite(mut self, title: impl Into<String>, sql: impl Into<String>) -> Self {
        self.rewrite = Some(Rewrite { title: title.into(), sql: sql.into(), edits: Vec::new() });
        self
    }

    /// Where it stands among others: by file, then by place in the file.
    #[must_use]
    pub fn place(&self) -> Option<(&str, Option<Span>)> {
        self.labels.first().map(|label| (&*label.path, label.span))
    }

    /// Whether the macro refuses to compile.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
