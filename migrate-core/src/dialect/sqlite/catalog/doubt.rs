//! Views and triggers that hold double quotes: what these mean depends on the tables.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Entry, Kind, Known};
use crate::dialect::Dialect;
use crate::schema::{Name, ObjectKind, ObjectName, Schema};
use crate::sql::sqlite::resolve;
use crate::sql::{lexer, normal};

/// The texts with something doubtful in them, and what changed since they were last decided.
///
/// A text is decided by the columns of the tables that it names, so it has to be decided anew only
/// when one of these comes, goes or changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubts {
    /// By the kind of the row, triggers first, and its name.
    texts: BTreeMap<(bool, String), Doubt>,
    changed: BTreeSet<String>,
}

#[derive(Clone, Debug)]
struct Doubt {
    text: String,
    mentions: BTreeSet<String>,
    is_settled: bool,
}

impl Doubts {
    /// Takes note that this row changed in some way.
    pub(super) fn changed(&mut self, entry: &Entry) {
        if matches!(entry.kind, Kind::Table | Kind::View) {
            self.changed.insert(entry.name.to_ascii_lowercase());
        }
    }

    pub(super) fn forget(&mut self, entry: &Entry) {
        self.changed(entry);
        self.texts.remove(&key(entry));
    }

    /// Takes the text of a view or trigger in normal spelling.
    pub(super) fn learn(&mut self, entry: &Entry, text: &str) {
        if !text.contains('"') {
            return;
        }
        let tokens = lexer::significant(text, Dialect::Sqlite);
        let name = |token: &lexer::Token| normal::unquoted(token.text(text)).to_ascii_lowercase();
        let mentions = tokens.iter().map(name).collect();
        let doubt = Doubt { text: text.to_owned(), mentions, is_settled: false };
        self.texts.insert(key(entry), doubt);
    }

    /// Decides what can be decided, in `schema`.
    pub(super) fn settle(&mut self, known: &Known, schema: &mut Schema) {
        let changed = std::mem::take(&mut self.changed);
        for ((is_view, name), doubt) in &mut self.texts {
            if doubt.is_settled && doubt.mentions.is_disjoint(&changed) {
                continue;
            }
            doubt.is_settled = true;
            let text = resolve::query(&doubt.text, |table| {
                let name = Name::bare(known.table(table)?.name.as_str());
                schema.tables.get(&name).map(|table| resolve::columns(table))
            });
            let name = Name::bare(name.as_str());
            let place = if *is_view {
                schema.views.get_mut(&name).map(|view| &mut view.query)
            } else {
                let name = ObjectName { kind: ObjectKind::Trigger, name };
                schema.objects.get_mut(&name).map(|object| &mut object.text)
            };
            if let Some(place) = place {
                *place = text;
            }
        }
    }
}

fn key(entry: &Entry) -> (bool, String) {
    (entry.kind == Kind::View, entry.name.clone())
}
