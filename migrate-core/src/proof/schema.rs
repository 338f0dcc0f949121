//! Whether the schema comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::born::Born;
use super::certainty::{self, Certainty, Key};
use super::unmodelled::unmodelled;
use super::{Pair, Place, Reason, hazard, hidden, queue, typed};
use crate::change::Change;
use crate::command::What;
use crate::dialect::Target;
use crate::dialect::rows::orders_triggers;
use crate::replay::{About, Step};
use crate::schema::{Name, ObjectKind, Schema};
use crate::set::name::Direction;

/// Why the schemas that replay arrives at cannot be trusted, as far as they cannot.
#[derive(Debug, Default)]
pub(super) struct Doubtful {
    /// Reasons to distrust all of them.
    pub(super) everything: Vec<Reason>,
    /// Reasons to distrust what they say of one thing.
    pub(super) things: BTreeMap<Name, Reason>,
    /// Differences that may be none to the engine, and statements that it may refuse.
    pub(super) unclear: Vec<Reason>,
}

impl Doubtful {
    /// All reasons, in the order of the scripts and without repetitions.
    pub(super) fn into_reasons(self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.everything;
        reasons.extend(self.things.into_values());
        reasons.extend(self.unclear);
        reasons.sort_by_key(|reason| reason.place);
        let mut seen = BTreeSet::new();
        reasons.retain(|reason| seen.insert((reason.place, reason.text.clone())));
        reasons
    }

    pub(super) fn is_empty(&self) -> bool {
        self.everything.is_empty() && self.things.is_empty() && self.unclear.is_empty()
    }
}

/// Follows a pair and notes whatever the model may be wrong about.
pub(super) struct Judge<'a> {
    target: Target,
    before: &'a Schema,
    certainty: Certainty,
    born: Born,
    /// What was there before the up and was dropped since.
    dropped: BTreeSet<Key>,
    /// Settings of the session that decide what new definitions mean.
    settings: BTreeMap<String, Place>,
    /// Where something from before was taken away or altered.
    destroys: bool,
    found: Doubtful,
    /// The tables from which the current step drops a column that the pair added.
    own_columns: Vec<Name>,
    /// Parts from before that are gone and took along what the model does not follow.
    lost: Vec<(hidden::Lost, Place)>,
    /// Where the rights of future objects are changed.
    default_privileges: Option<Place>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(pair: &Pair<'a>) -> Self {
        Self {
            target: pair.target,
            before: pair.before,
            certainty: pair.certainty.clone(),
            born: Born::default(),
            dropped: BTreeSet::new(),
            settings: BTreeMap::new(),
            destroys: false,
            found: Doubtful::default(),
            own_columns: Vec::new(),
            lost: Vec::new(),
            default_privileges: None,
        }
    }

    /// Takes in the steps of one script.
    pub(super) fn follow(&mut self, steps: &[Step<'_>], direction: Direction) {
        for step in steps {
            let place = Place { direction, span: step.command.span };
            self.step(step, place);
            self.certainty.absorb(step);
        }
    }

    fn step(&mut self, step: &Step<'_>, place: Place) {
        let reason = |text: String| Reason { text, place: Some(place) };
        if let Some(text) = hazard::of(step).or_else(|| self.target.dialect.refuses(step)) {
            self.found.everything.push(reason(text));
        }
        if self.target.dialect.keeps_more_than_the_model()
            && let Some(text) = hidden::of(step, &self.born)
        {
            self.found.everything.push(reason(text));
        }
        if place.direction == Direction::Down
            && self.target.dialect.is_strict_about_types()
            && let Some(text) = typed::doubt(step, self.before)
        {
            self.found.unclear.push(reason(text));
        }
        if let What::Set(setting) = &step.command.what
            && hazard::shapes_definitions(&setting.name)
        {
            self.settings.insert(setting.name.clone(), place);
        }
        self.own_columns = own_columns(step, &self.born);
        self.premises(step, place);
        for change in &step.changes {
            self.change(change, step, place);
        }
        // What came with an extension of this very pair goes with it, and nothing else is there to use it.
        if drops_extension(step) && is_back(step, self.before) {
            return;
        }
        for doubt in &step.doubts {
            match &doubt.about {
                About::Everything => self.found.everything.push(reason(doubt.reason.clone())),
                // What comes with `ADD COLUMN` is written at the column, and goes with it.
                About::Thing(name) if self.own_columns.contains(name) => {}
                // Whether it is refused is whether the script gets any further.
                About::Thing(_) if may_be_refused(step) => {
                    self.found.everything.push(reason(doubt.reason.clone()));
                }
                About::Thing(name) => self.doubt(name, reason(doubt.reason.clone())),
            }
        }
        if let Some(text) = unmodelled(step) {
            for target in step.targets.iter().filter(|target| !self.born.has_table(target)) {
                self.found.things.entry(target.clone()).or_insert_with(|| reason(text.clone()));
            }
        }
    }

    fn doubt(&mut self, name: &Name, reason: Reason) {
        self.found.things.entry(name.clone()).or_insert(reason);
    }

    /// What the command does depends on what is there; that may be what is not known.
    fn premises(&mut self, step: &Step<'_>, place: Place) {
        let what = &step.command.what;
        let conditional = certainty::only_if_missing(what)
            || certainty::only_if_there(what)
            || certainty::replaces(what)
            || certainty::cascades(what);
        let idle = step.changes.is_empty() && step.failure.is_none() && hazard::defines(what);
        if !(conditional || idle || certainty::drops(what) || certainty::names_itself(what)) {
            return;
        }
        let own = !step.changes.is_empty() && step.changes.iter().all(|it| self.born.covers(it));
        if own {
            return;
        }
        for target in &step.targets {
            let key = Key::Relation(target.clone());
            if self.born.has(&key) {
                continue;
            }
            if let Some(why) = self.certainty.doubt(&key) {
                let text = format!("what `{target}` was before is not known: {why}");
                self.found
                    .things
                    .entry(target.clone())
                    .or_insert(Reason { text, place: Some(place) });
            }
        }
    }

    fn change(&mut self, change: &Change, step: &Step<'_>, place: Place) {
        let key = Key::of(change);
        let existed = existed(change, &step.before);
        if key_of_default_privileges(&key) {
            self.default_privileges.get_or_insert(place);
        }
        if !adds(change, existed) && !self.born.covers(change) {
            if self.target.dialect.keeps_more_than_the_model() {
                self.lost.extend(hidden::lost(change, self.before).map(|lost| (lost, place)));
            }
            self.destroys = true;
            self.destroyed(&key, change, step, place);
        }
        self.born.absorb(change, existed);
        let Some(gone) = gone(change) else { return };
        // With a thing that the pair made itself goes whatever was doubtful about it.
        if !self.dropped.contains(&key) {
            self.found.things.remove(gone);
        }
    }

    fn destroyed(&mut self, key: &Key, change: &Change, step: &Step<'_>, place: Place) {
        if gone(change).is_some() {
            self.dropped.insert(key.clone());
        }
        let table = match key {
            Key::Object(name) => {
                step.before.objects.get(name).and_then(|object| object.table.clone())
            }
            _ => None,
        };
        let of_table = || self.certainty.doubt(&Key::Relation(table?));
        if let Some(why) = self.certainty.doubt(key).or_else(of_table) {
            let name = named(key);
            let text = format!("what {name} was before is not known: {why}");
            self.found.everything.push(Reason { text, place: Some(place) });
        }
    }

    /// The judgement, given the schema after the down.
    pub(super) fn finish(mut self, after: &Schema) -> Doubtful {
        let recreated: Vec<Key> =
            self.dropped.iter().filter(|key| is_there(key, after)).cloned().collect();
        if self.destroys {
            for (name, place) in std::mem::take(&mut self.settings) {
                let text = format!("`SET {name}` changes what definitions mean");
                self.found.everything.push(Reason { text, place: Some(place) });
            }
        }
        for (lost, place) in std::mem::take(&mut self.lost) {
            if lost.is_back(after) {
                let text = format!("what hung on {} does not come back with it", lost.words());
                self.found.everything.push(Reason { text, place: Some(place) });
            }
        }
        if !recreated.is_empty() {
            if let Some(place) = self.default_privileges {
                let text = "what is created again gets the rights that are the default then";
                let text = text.to_owned();
                self.found.everything.push(Reason { text, place: Some(place) });
            }
            self.silent_partners(&recreated);
            let ordered = orders_triggers(self.target.dialect);
            let moved =
                recreated.iter().filter(|_| ordered).find_map(|key| queue::left(key, self.before));
            self.found.everything.extend(moved.map(|text| Reason { text, place: None }));
        }
        let watched = self.before.objects.keys().any(|name| name.kind == ObjectKind::EventTrigger);
        if watched {
            let text = "an event trigger may act on every statement".to_owned();
            self.found.everything.push(Reason { text, place: None });
        }
        self.found
    }

    /// What hangs on a thing without being part of it: lost with the thing, and not brought back by
    /// creating it anew.
    fn silent_partners(&mut self, recreated: &[Key]) {
        for (object, definition) in &self.before.objects {
            let shared = matches!(
                object.kind,
                ObjectKind::DefaultPrivileges | ObjectKind::Publication | ObjectKind::Subscription
            );
            let hangs = recreated.iter().any(|key| match key {
                Key::Relation(name) => {
                    definition.table.as_ref() == Some(name)
                        || object.name == *name && hangs_by_name(object.kind)
                }
                Key::Enum(name) => object.name == *name && hangs_by_name(object.kind),
                _ => false,
            });
            let survives = hangs && !self.dropped.contains(&Key::Object(object.clone()));
            if shared || survives {
                let text = format!(
                    "what was dropped and created again may have lost its part in {object}"
                );
                self.found.everything.push(Reason { text, place: None });
            }
        }
    }
}

fn drops_extension(step: &Step<'_>) -> bool {
    let is_it = |change: &Change| matches!(change, Change::DropObject(name) if name.kind == ObjectKind::Extension);
    step.changes.iter().any(is_it)
}

/// Whether the schema is after the step what it was before the up.
fn is_back(step: &Step<'_>, before: &Schema) -> bool {
    let mut after = step.before.clone();
    step.changes.iter().all(|change| after.apply(change).is_ok()) && after == *before
}

/// What the change drops whole.
const fn gone(change: &Change) -> Option<&Name> {
    match change {
        Change::DropTable(name)
        | Change::DropView(name)
        | Change::DropEnum(name)
        | Change::DropSequence(name) => Some(name),
        Change::DropObject(object) => Some(&object.name),
        _ => None,
    }
}

fn key_of_default_privileges(key: &Key) -> bool {
    matches!(key, Key::Object(name) if name.kind == ObjectKind::DefaultPrivileges)
}

const fn hangs_by_name(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Owner | ObjectKind::Comment | ObjectKind::Label | ObjectKind::Grant)
}

/// Whether a doubt is about the engine carrying the step out at all.
fn may_be_refused(step: &Step<'_>) -> bool {
    use Change::{DropColumn, RenameColumn, RenameTable};
    let mut changes = step.changes.iter();
    changes.any(|it| matches!(it, DropColumn(..) | RenameColumn { .. } | RenameTable { .. }))
}

fn own_columns(step: &Step<'_>, born: &Born) -> Vec<Name> {
    let own = |change: &Change| match change {
        Change::DropColumn(table, _) if born.added(change) => Some(table.clone()),
        _ => None,
    };
    step.changes.iter().filter_map(own).collect()
}

/// Whether it only adds something, and keeps all that was there.
const fn adds(change: &Change, existed: bool) -> bool {
    match change {
        Change::CreateNamespace(_)
        | Change::CreateTable(..)
        | Change::RenameTable { .. }
        | Change::AddColumn(..)
        | Change::RenameColumn { .. }
        | Change::AddConstraint(..)
        | Change::CreateIndex { .. } => true,
        Change::PutView(..)
        | Change::PutEnum(..)
        | Change::PutSequence(..)
        | Change::PutObject(..) => !existed,
        _ => false,
    }
}

fn existed(change: &Change, before: &Schema) -> bool {
    is_there(&Key::of(change), before)
}

fn is_there(key: &Key, schema: &Schema) -> bool {
    match key {
        Key::Namespace(name) => schema.namespaces.contains_key(name),
        Key::Relation(name) => {
            schema.tables.contains_key(name)
                || schema.views.contains_key(name)
                || schema.sequences.contains_key(name)
        }
        Key::Enum(name) => schema.enums.contains_key(name),
        Key::Object(name) => schema.objects.contains_key(name),
    }
}

fn named(key: &Key) -> String {
    match key {
        Key::Namespace(name) => format!("schema `{name}`"),
        Key::Relation(name) => format!("`{name}`"),
        Key::Enum(name) => format!("type `{name}`"),
        Key::Object(name) => name.to_string(),
    }
}
