//! Findings: what is wrong with a migration, as plain data.

pub mod render;

use crate::text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It does not compile.
    Error,
    /// It compiles, and the compiler says so.
    Warning,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something that is checked. Names and codes are stable, and codes are never used again.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `M` and three digits.
    pub code: &'static str,
    /// The name in `kebab-case`.
    pub name: &'static str,
    /// What a violation weighs.
    pub severity: Severity,
}

/// A violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where, the main place first.
    pub labels: Vec<Label>,
    /// Why it matters, and what else to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
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
        Self {
            rule,
            message: message.into(),
            labels: vec![label],
            notes: Vec::new(),
            help: Vec::new(),
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

    /// Where it stands among others: by file, then by place in the file.
    #[must_use]
    pub fn place(&self) -> Option<(&str, Option<Span>)> {
        self.labels.first().map(|label| (&*label.path, label.span))
    }

    /// Whether the macro refuses to compile.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }
}
