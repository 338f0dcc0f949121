//! What cannot be without a function, a type or a part of text search (PostgreSQL). Its text alone says that
//! it may need it, so that nothing is known then, rather than something wrong.

use crate::replay::dependents::User;
use crate::replay::expression;
use crate::replay::work::Work;
use crate::schema::{ObjectKind, ObjectName};

/// What is to be dropped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::replay) enum What {
    Routine,
    Type,
    Other(ObjectKind),
}

/// Notes that something may need what is called `name`: the engine refuses to drop it then, or takes that
/// along.
pub(in crate::replay) fn check(work: &mut Work<'_>, name: &str, what: What) {
    if let Some(user) = user(work, name, what) {
        let reason = format!("{user} may need `{name}`, which cannot be dropped without it");
        work.doubt_everything(&reason);
    }
}

/// What may need what is called `name`.
pub(in crate::replay) fn user(work: &Work<'_>, name: &str, what: What) -> Option<String> {
    if !work.replay.engine.binds {
        return None;
    }
    view(work, name, what).or_else(|| object(work, name, what))
}

fn view(work: &Work<'_>, name: &str, what: What) -> Option<String> {
    let dialect = work.replay.engine.dialect;
    let uses = |query: &str| match what {
        What::Routine => {
            expression::words(query, dialect).iter().any(|word| word.is_called && word.name == name)
        }
        What::Type => query.split(":: ").skip(1).any(|rest| {
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            rest.get(..end.unwrap_or(rest.len())) == Some(name)
        }),
        What::Other(_) => false,
    };
    work.dependents().mentions(name).iter().find_map(|user| match user {
        User::View(view) => {
            let query = &work.schema().views.get(view)?.query;
            uses(query).then(|| format!("view `{view}`"))
        }
        User::Object(_) => None,
    })
}

fn object(work: &Work<'_>, name: &str, what: What) -> Option<String> {
    let kinds: &[ObjectKind] = match what {
        What::Routine => &[
            ObjectKind::Routine,
            ObjectKind::Type,
            ObjectKind::EventTrigger,
            ObjectKind::Operator,
            ObjectKind::Cast,
            ObjectKind::Language,
        ],
        What::Type => {
            &[ObjectKind::Domain, ObjectKind::Type, ObjectKind::Operator, ObjectKind::Cast]
        }
        What::Other(ObjectKind::TextSearch) => &[ObjectKind::TextSearch],
        What::Other(ObjectKind::Operator) => &[ObjectKind::Operator],
        What::Other(ObjectKind::Collation) => &[ObjectKind::Domain, ObjectKind::Type],
        What::Other(_) => &[],
    };
    let objects = &work.schema().objects;
    let has_word = |text: &str| {
        let is_end = |letter: char| letter.is_whitespace() || "(),;.\"[]".contains(letter);
        text.split(is_end).any(|word| word == name)
    };
    kinds.iter().find_map(|kind| {
        let from = ObjectName { kind: *kind, ..ObjectName::default() };
        let mut of_kind = objects.from(&from).take_while(|(other, _)| other.kind == *kind);
        let needs = |other: &ObjectName, text: &str| {
            // The body of a function is read when it runs.
            let is_read = *kind != ObjectKind::Routine || text.starts_with("aggregate ");
            is_read && (has_word(text) || *kind == ObjectKind::Cast && has_word(&other.name.name))
        };
        let found = of_kind.find(|(other, of)| !is_itself(other, name) && needs(other, &of.text));
        found.map(|(other, _)| other.to_string())
    })
}

/// Whether an object is the very one of that name.
fn is_itself(other: &ObjectName, name: &str) -> bool {
    let own = other.name.name.split('(').next().unwrap_or_default();
    own == name || own.rsplit(' ').next() == Some(name)
}
