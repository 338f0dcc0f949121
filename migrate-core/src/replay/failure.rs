//! Refusals: what the engine says no to, in one wording.

use std::fmt;

use super::{Failure, FailureKind};
use crate::schema::Name;
use crate::text::{self, Span};

/// A refusal, and the things whose definition decides it. Where one of them is doubted, the engine
/// may do what was asked.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) failure: Failure,
    pub(super) about: Vec<Name>,
}

/// What a command comes to.
pub(super) type Outcome<T = ()> = Result<T, Box<Refusal>>;

impl Refusal {
    fn new(kind: FailureKind, message: String, span: Span) -> Box<Self> {
        let failure = Failure { kind, message, span, notes: Vec::new() };
        Box::new(Self { failure, about: Vec::new() })
    }

    /// Something that is not there.
    pub(super) fn unknown(what: impl fmt::Display, span: Span) -> Box<Self> {
        Self::new(FailureKind::Unknown, format!("{what} does not exist"), span)
    }

    /// Something that is there already.
    pub(super) fn duplicate(what: impl fmt::Display, span: Span) -> Box<Self> {
        Self::new(FailureKind::Duplicate, format!("{what} already exists"), span)
    }

    /// Something that others depend on, which are named one by one.
    pub(super) fn dependents(
        what: impl fmt::Display,
        others: impl IntoIterator<Item = String>,
        span: Span,
    ) -> Box<Self> {
        let message = format!("{what} cannot go: other things depend on it");
        let mut refusal = Self::new(FailureKind::Dependents, message, span);
        refusal.failure.notes = others.into_iter().collect();
        refusal
    }

    /// Something that the engine does not do.
    pub(super) fn refused(message: impl Into<String>, span: Span) -> Box<Self> {
        Self::new(FailureKind::Refused, message.into(), span)
    }

    /// The same, where the definition of `name` decides it.
    pub(super) fn about(mut self: Box<Self>, name: &Name) -> Box<Self> {
        self.about.push(name.clone());
        self
    }

    /// The same with something else to know.
    pub(super) fn note(mut self: Box<Self>, note: impl Into<String>) -> Box<Self> {
        self.failure.notes.push(note.into());
        self
    }

    /// The same with the name that was probably meant.
    pub(super) fn nearest<'a>(
        self: Box<Self>,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Box<Self> {
        match text::nearest(written, candidates) {
            Some(meant) => self.note(format!("did you mean `{meant}`?")),
            None => self,
        }
    }
}
