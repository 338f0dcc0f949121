//! One command at work.

use super::dependents::Dependents;
use super::doubt::Doubts;
use super::failure::{Outcome, Refusal};
use super::session::{self, Session};
use super::{About, Doubt, Failure, Replay};
use super::{column, index, names, object, sequence, table, types, view};
use crate::change::{ApplyError, Change};
use crate::command::{Command, Data, DataKind, Opaque, Path, Touches, What};
use crate::dialect::rows::counts_in;
use crate::schema::{Name, ObjectKind, ObjectName, Schema, Table};
use crate::text::Span;

/// A command, the database it works on, and what came of it so far.
#[derive(Debug)]
pub(super) struct Work<'r> {
    pub(super) replay: &'r mut Replay,
    pub(super) session: &'r mut Session,
    /// The words of the command.
    pub(super) span: Span,
    conditional: bool,
    pub(super) targets: Vec<Name>,
    changes: Vec<Change>,
    doubts: Vec<Doubt>,
    suspects: Vec<Doubt>,
    /// What it defined or dropped as a whole.
    settled: Vec<Name>,
    renamed: Vec<(Name, Name)>,
}

/// What became of a command.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) targets: Vec<Name>,
    pub(super) changes: Vec<Change>,
    pub(super) failure: Option<Failure>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) suspects: Vec<Doubt>,
    /// Whether the schema is to be as it was, although nothing failed for certain.
    pub(super) is_void: bool,
}

impl<'r> Work<'r> {
    pub(super) fn new(replay: &'r mut Replay, session: &'r mut Session, command: &Command) -> Self {
        Self {
            replay,
            session,
            span: command.span,
            conditional: command.conditional,
            targets: Vec::new(),
            changes: Vec::new(),
            doubts: Vec::new(),
            suspects: Vec::new(),
            settled: Vec::new(),
            renamed: Vec::new(),
        }
    }

    pub(super) fn carry_out(&mut self, what: &What) -> Outcome {
        if let Some(outcome) = (self.replay.engine.carry_out)(self, what) {
            return outcome;
        }
        match what {
            What::CreateNamespace { name, if_not_exists } => {
                names::create_namespace(self, name, *if_not_exists)
            }
            What::DropNamespaces { names, if_exists, cascade } => {
                names::drop_namespaces(self, names, *if_exists, *cascade)
            }
            What::RenameNamespace { from, to } => names::rename_namespace(self, from, to),
            What::CreateTable(create) => table::create(self, create),
            What::DropTables { tables, if_exists, cascade, .. } => {
                table::drop(self, tables, *if_exists, *cascade)
            }
            What::AlterTable(alter) => table::alter(self, alter),
            What::CreateIndex(create) => index::create(self, create),
            What::DropIndexes(drop) => index::drop(self, drop),
            What::AlterIndex(alter) => index::alter(self, alter),
            What::CreateView(create) => view::create(self, create),
            What::DropViews { views, materialized, if_exists, cascade } => {
                view::of_kind(self, views, *materialized)?;
                view::drop(self, views, *if_exists, *cascade)
            }
            What::AlterView { view, if_exists, change, .. } => {
                view::alter(self, view, *if_exists, change)
            }
            What::CreateEnum { name, values, if_not_exists } => {
                types::create_enum(self, name, values, *if_not_exists)
            }
            What::AlterEnum { name, change } => types::alter_enum(self, name, change),
            What::CreateSequence(create) => sequence::create(self, create),
            What::AlterSequence { name, if_exists, change } => {
                sequence::alter(self, name, *if_exists, change)
            }
            What::CreateObject(create) => object::create(self, create),
            What::DropObjects(drop) => object::drop(self, drop),
            What::AlterObject(alter) => object::alter(self, alter),
            What::Comment { kind, on, text } => object::comment(self, kind, on, text.as_deref()),
            What::Grant(grant) => object::grant(self, grant),
            What::Data(data) => self.data(data),
            What::Transaction(transaction) => session::transaction(self, transaction),
            What::Set(setting) => session::set(self, setting),
            What::Maintenance(maintenance) => {
                self.mention(&maintenance.on)?;
                view::refresh(self, maintenance)
            }
            What::Lock { tables, .. } => self.mention(tables),
            What::Nothing => Ok(()),
            What::Opaque(opaque) => self.opaque(opaque),
        }
    }

    /// Sums up. Where something that the outcome hangs on is doubted, a refusal is none, and what the
    /// command would have changed is doubted instead.
    pub(super) fn finish(mut self, outcome: Outcome, before: &Doubts) -> Done {
        let mut failure = None;
        let mut is_void = false;
        if let Err(refusal) = outcome {
            let why = self.conditional.then(|| "it depends on a condition".to_owned());
            let doubted =
                refusal.about.iter().chain(&self.targets).find_map(|name| before.about(name));
            match why.or_else(|| doubted.map(|doubt| doubt.reason.clone())) {
                None => failure = Some(refusal.failure),
                Some(reason) => {
                    is_void = true;
                    let names: Vec<Name> =
                        refusal.about.iter().chain(&self.targets).cloned().collect();
                    names.iter().for_each(|name| self.doubt(name, &reason));
                }
            }
            self.changes.clear();
        } else if self.conditional {
            for name in self.changed() {
                self.doubt(&name, "what it is depends on a condition");
            }
        } else {
            self.settle();
        }
        for name in self.changed().into_iter().chain(self.settled.clone()) {
            if let Some(doubt) = before.about(&name)
                && !self.suspects.contains(doubt)
            {
                self.suspects.push(doubt.clone());
            }
        }
        Done {
            targets: self.targets,
            changes: self.changes,
            failure,
            doubts: self.doubts,
            suspects: self.suspects,
            is_void,
        }
    }

    fn settle(&mut self) {
        for (from, to) in &self.renamed {
            self.replay.doubts.rename(from, to);
        }
        for name in &self.settled {
            self.replay.doubts.settle(name);
        }
    }

    /// The things that were changed, each once.
    fn changed(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for name in self.changes.iter().filter_map(Change::subject) {
            if names.last() != Some(name) && !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Makes a change, and keeps the indexes over the schema in step: the only place that does either.
    pub(super) fn emit(&mut self, change: Change) -> Outcome {
        let Replay { schema, dependents, memory, .. } = &mut *self.replay;
        memory.note(schema, &change);
        dependents.leave(schema, &change);
        let applied = schema.apply(&change);
        dependents.enter(schema, &change);
        self.changes.push(change);
        applied.map_err(|error| self.misfit(&error))
    }

    fn misfit(&self, error: &ApplyError) -> Box<Refusal> {
        Refusal::refused(error.to_string(), self.span)
    }

    /// Checks what a statement leaves behind, once its last action is done.
    pub(super) fn check_statement(&mut self, is_last: bool) -> Outcome {
        self.session.note_dropped(&self.changes, self.span);
        if !is_last {
            return Ok(());
        }
        let outcome = (self.replay.engine.check_statement)(self);
        self.session.dropped.clear();
        outcome
    }

    /// Notes that `name` is now what this command makes of it, whatever it was.
    pub(super) fn settled(&mut self, name: &Name) {
        self.settled.push(name.clone());
    }

    /// Notes that `from` is called `to`.
    pub(super) fn renamed(&mut self, from: &Name, to: &Name) {
        self.renamed.push((from.clone(), to.clone()));
    }

    /// Notes that `name` lives no longer than the session.
    pub(super) fn temporary(&mut self, name: &Name) {
        self.session.add_temporary(name);
    }

    /// Notes that something was left alone because nothing has its name. That much is now known of
    /// it, whatever else was doubted.
    pub(super) fn missing(&mut self, path: &Path) {
        let name = self.first_place(path);
        if self.replay.is_doubted(&name).is_some() {
            self.settled(&name);
        }
    }

    /// Does something of which other words of the command are the cause.
    pub(super) fn at(&mut self, span: Span, part: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let whole = std::mem::replace(&mut self.span, span);
        let outcome = part(self);
        self.span = whole;
        outcome
    }

    /// Whether the table is one that this command creates.
    pub(super) fn is_new(&self, table: &Name) -> bool {
        self.changes
            .iter()
            .any(|change| matches!(change, Change::CreateTable(name, _) if name == table))
    }

    /// Whether the schema is what it was before this command.
    pub(super) const fn is_unchanged(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn doubt(&mut self, name: &Name, reason: &str) {
        let about = About::Thing(name.clone());
        let doubt = Doubt { about, reason: reason.to_owned(), span: self.span };
        if !self.doubts.iter().any(|other| other.about == doubt.about) {
            self.doubts.push(doubt);
        }
    }

    pub(super) fn doubt_everything(&mut self, reason: &str) {
        let about = About::Everything;
        self.doubts.push(Doubt { about, reason: reason.to_owned(), span: self.span });
    }

    pub(super) const fn schema(&self) -> &Schema {
        &self.replay.schema
    }

    pub(super) fn dependents(&self) -> &Dependents {
        self.replay.dependents.get()
    }

    /// The table of that name, which is known to be there.
    pub(super) fn table_at(&self, name: &Name) -> Outcome<&Table> {
        let missing = || Refusal::unknown(format_args!("table `{name}`"), self.span).about(name);
        self.replay.schema.tables.get(name).map(|table| &**table).ok_or_else(missing)
    }

    /// Replaces the changes of a new table by one that creates it as it is now.
    pub(super) fn as_one(&mut self, name: &Name) {
        let Some(table) = self.replay.schema.tables.get(name) else { return };
        let mut whole = Some(Change::CreateTable(name.clone(), Table::clone(table)));
        self.changes.retain_mut(|change| match change {
            Change::CreateTable(of, _) if of == name => match whole.take() {
                Some(whole) => {
                    *change = whole;
                    true
                }
                None => false,
            },
            // One that was there before went first.
            Change::DropTable(of) if of == name => whole.is_some(),
            other => !is_inside(other, name),
        });
    }

    /// Drops what went with the session, with no step to say so.
    pub(super) fn forget_temporary(&mut self, names: &[Name]) {
        for name in names {
            if self.schema().tables.contains_key(name) {
                drop(table::drop_one(self, name, &[], true));
            } else if self.schema().views.contains_key(name) {
                drop(self.emit(Change::DropView(name.clone())));
            } else if self.schema().sequences.contains_key(name) {
                drop(self.emit(Change::DropSequence(name.clone())));
            }
            for kind in [ObjectKind::Trigger, ObjectKind::VirtualTable] {
                let object = ObjectName { kind, name: name.clone() };
                if self.schema().objects.contains_key(&object) {
                    drop(self.emit(Change::DropObject(object)));
                }
            }
        }
    }

    /// Rows change no schema; the tables are resolved for those who judge.
    fn data(&mut self, data: &Data) -> Outcome {
        let dialect = self.replay.engine.dialect;
        let is_own = |path: &Path| self.is_own(path) && !counts_in(dialect, &path.name);
        if data.kind != DataKind::Select && data.tables.iter().any(is_own) {
            self.doubt_everything("it writes to the engine's own catalog");
            return Ok(());
        }
        let mentioned = self.mention(&data.tables);
        for read in &data.reads {
            if let Some(name) = self.find_relation(read) {
                self.targets.push(name);
            }
        }
        mentioned?;
        column::check_listed(self, data)
    }

    /// Resolves tables or views that are worked on and not changed.
    fn mention(&mut self, paths: &[Path]) -> Outcome {
        for path in paths {
            match self.find_relation(path) {
                Some(name) => self.targets.push(name),
                None if self.is_own(path) => {}
                None => return Err(self.unknown_relation(path)),
            }
        }
        Ok(())
    }

    fn opaque(&mut self, opaque: &Opaque) -> Outcome {
        match &opaque.touches {
            Touches::Everything => self.doubt_everything(&opaque.reason),
            Touches::Rows => {}
            Touches::Only(paths) => {
                for path in paths {
                    let name = self.find_relation(path).unwrap_or_else(|| self.first_place(path));
                    self.targets.push(name.clone());
                    self.doubt(&name, &opaque.reason);
                }
            }
        }
        Ok(())
    }
}

fn is_inside(change: &Change, table: &Name) -> bool {
    change.inside() == Some(table)
}
