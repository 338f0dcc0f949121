//! A difference between two schemas as SQL: the statements a person would write to make it.

mod order;

use std::collections::BTreeSet;

use crate::change::Change;
use crate::dialect::{Parts, Target};
use crate::diff::diff;
use crate::schema::{ObjectKind, ObjectName, Schema};

pub use order::numbers;

/// SQL, and what no statement does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The statements in the order in which they can run, each with its semicolon.
    pub statements: Vec<String>,
    /// The changes that have no statement: another order of columns, a value that leaves an enumerated
    /// type, things that are known by their text alone and whose text is not a whole definition.
    pub left: Vec<Change>,
}

/// Whose words stand in what the schemas know by its text alone: triggers, routines and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// Those of who wrote the scripts.
    Author,
    /// Those of an engine, which says some as a whole statement and of others what there is to compare.
    Engine,
}

/// What a change is rendered against.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'s> {
    /// What reads the statements.
    pub target: Target,
    /// The schema before the first of the changes.
    pub from: &'s Schema,
    /// The schema right before this one.
    pub now: &'s Schema,
    /// The schema behind the last.
    pub to: &'s Schema,
    /// Whose words they have.
    pub words: Words,
}

/// How a dialect writes one change; none where it has no statement for it.
pub type Write = fn(Scene<'_>, &Change) -> Option<Vec<String>>;

/// The statements that turn `from` into `to`, where both were made of scripts.
#[must_use]
pub fn migration(from: &Schema, to: &Schema, target: Target) -> Rendered {
    rendered(from, to, target, Words::Author)
}

/// The same where both were read of an engine.
#[must_use]
pub fn inspected(from: &Schema, to: &Schema, target: Target) -> Rendered {
    rendered(from, to, target, Words::Engine)
}

fn rendered(from: &Schema, to: &Schema, target: Target, words: Words) -> Rendered {
    let parts = Parts::of(target.dialect);
    if let Some(migration) = parts.migration {
        return migration(from, to, target);
    }
    let mut rendered = Rendered::default();
    let mut now = from.clone();
    let mut lost = BTreeSet::new();
    for change in order::of(diff(from, to), from, to) {
        match (parts.write)(Scene { target, from, now: &now, to, words }, &change) {
            Some(statements) => {
                if let (Change::PutObject(of, _), Some("DROP")) = (&change, first_word(&statements))
                {
                    lost.extend(goes_with(of, from, to));
                }
                rendered.statements.extend(statements);
            }
            None => rendered.left.push(change.clone()),
        }
        // What the order put off is there by now, so that a change always fits; should one not, the
        // statements behind it are still the right ones.
        let _ = now.apply(&change);
    }
    for name in lost {
        let Some(object) = to.objects.get(name) else { continue };
        now.objects.remove(name);
        let put = Change::PutObject(name.clone(), object.clone());
        let again = (parts.write)(Scene { target, from, now: &now, to, words }, &put);
        rendered.statements.extend(again.unwrap_or_default());
    }
    rendered
}

/// What goes with a thing that is made anew: what is said of it, whose it is, and the rights to it.
pub const ATTRIBUTES: [ObjectKind; 3] = [ObjectKind::Comment, ObjectKind::Owner, ObjectKind::Grant];

fn first_word(statements: &[String]) -> Option<&str> {
    statements.first()?.split(' ').next()
}

/// Those of them that are the same on both sides. Their names have all words of its name, as those of a few
/// others may, of which they are true as well.
fn goes_with<'s>(
    of: &ObjectName,
    from: &'s Schema,
    to: &'s Schema,
) -> impl Iterator<Item = &'s ObjectName> {
    let words = of.name.name.split(' ').filter(|word| !["using", "as", "on"].contains(word));
    let words: Vec<String> = words.map(str::to_owned).collect();
    let same = to.objects.iter().filter(|(it, object)| from.objects.get(it) == Some(*object));
    same.map(|(it, _)| it).filter(move |it| {
        ATTRIBUTES.contains(&it.kind) && words.iter().all(|word| it.name.name.contains(word))
    })
}
