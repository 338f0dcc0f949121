//! What the names of columns in expressions and queries mean.
//!
//! A name is refused when everything that it may be of is known, and none of it has a column of that
//! name. Lowering has said what it may be of ([`Names`]); of what is doubted nothing is said here.

mod routine;
mod value;

use std::borrow::Cow;
use std::rc::Rc;

use super::failure::{Outcome, Refusal};
use super::names::Relation;
use super::work::Work;
use super::{Failure, FailureKind, view};
use crate::command::{Command, Ident, Names, Output, Path, Reference, Rows, Source, What};
use crate::schema::{Name, ObjectKind};
use crate::text::Span;

/// Refuses a command that names a column which is not there. What was refused for that already, at no
/// place of its own, is refused at the name.
pub(super) fn check(work: &Work<'_>, command: &Command, outcome: Outcome) -> Outcome {
    let names = &command.names;
    let is_read = match &outcome {
        // What is left alone (`IF NOT EXISTS`) is not read by the engine either.
        Ok(()) => !work.is_unchanged() || matches!(command.what, What::Data(_)),
        Err(refusal) => {
            let Failure { kind, span, .. } = &refusal.failure;
            *kind == FailureKind::Unknown && *span == command.span
        }
    };
    if !is_read {
        return outcome;
    }
    if let What::CreateObject(create) = &command.what {
        routine::check(work, create)?;
    }
    if names.is_empty() {
        return outcome;
    }
    Resolver::new(work, names, &[]).check_all(outcome)
}

/// What is known of the columns of something.
#[derive(Clone, Debug, Default)]
struct Columns<'w> {
    names: Vec<Cow<'w, str>>,
    /// Whether there may be others.
    is_open: bool,
    /// The tables and views that it hangs on.
    about: Vec<Name>,
}

/// A long list is not searched for what may have been meant.
const NEAREST: usize = 300;

/// No query that is read here results in more.
const WIDEST: usize = 4_096;

#[derive(Clone, Debug)]
enum Results<'w> {
    New,
    /// They hang on themselves: a `WITH RECURSIVE`.
    Busy,
    Known(Rc<Columns<'w>>),
}

struct Resolver<'w, 'r> {
    work: &'w Work<'r>,
    names: &'w Names,
    /// Names that stand for something wherever no column has them: those of a routine and of its
    /// arguments.
    arguments: &'w [&'w str],
    scopes: Vec<Option<Rc<Vec<Columns<'w>>>>>,
    queries: Vec<Results<'w>>,
}

impl<'w, 'r> Resolver<'w, 'r> {
    fn new(work: &'w Work<'r>, names: &'w Names, arguments: &'w [&'w str]) -> Self {
        Self {
            work,
            names,
            arguments,
            scopes: vec![None; names.scopes.len()],
            queries: vec![Results::New; names.queries.len()],
        }
    }

    /// Refuses what the names of a command cannot mean, or else what it comes to otherwise.
    fn check_all(mut self, outcome: Outcome) -> Outcome {
        let names = self.names;
        if let Some(query) = names.misplaced.first() {
            let message = format!("no query can stand in {}", query.inside);
            return Err(Refusal::refused(message, query.span));
        }
        names.sequences.iter().try_for_each(|path| self.sequence(path))?;
        names.references.iter().try_for_each(|reference| self.check(reference))?;
        outcome?;
        names.values.iter().try_for_each(|value| self.value(value))
    }

    fn sequence(&self, path: &Path) -> Outcome {
        match self.work.relation(path) {
            Some((Relation::Sequence, _)) => Ok(()),
            Some((relation, name)) => {
                let message = format!("`{path}` is no sequence but a {}", relation.words());
                Err(Refusal::refused(message, path.span).about(&name))
            }
            None => {
                let about = self.work.first_place(path);
                let sequences = self.work.schema().sequences.keys().take(NEAREST);
                Err(Refusal::unknown(format_args!("sequence `{path}`"), path.span)
                    .nearest(&path.name, sequences.map(|name| name.name.as_str()))
                    .about(&about))
            }
        }
    }

    fn check(&mut self, reference: &Reference) -> Outcome {
        let names = self.names;
        let mut seen: Vec<(&Source, Columns<'w>)> = Vec::new();
        let mut next = Some(reference.scope);
        // A scope is made before those in it, so that this comes to an end.
        while let Some(at) = next {
            let Some(scope) = names.scopes.get(at) else { break };
            let columns = self.scope(at);
            if self.is_found(reference, &scope.sources, &columns) {
                return Ok(());
            }
            seen.extend(scope.sources.iter().zip(columns.iter().cloned()));
            next = scope.around.filter(|around| *around < at);
        }
        let results = reference.or_result.map(|query| self.query(query));
        if let Some(results) = &results
            && (results.is_open || self.has(results, reference.column.as_deref()))
        {
            return Ok(());
        }
        if seen.iter().flat_map(|(_, columns)| &columns.about).any(|name| self.is_doubted(name)) {
            return Ok(());
        }
        let outermost = reference.qualifier.as_ref().map(|qualifier| qualifier.name.as_str());
        if outermost.or(reference.column.as_deref()).is_some_and(|it| self.arguments.contains(&it))
        {
            return Ok(());
        }
        Err(self.refusal(reference, &seen, results.as_deref()))
    }

    fn is_doubted(&self, name: &Name) -> bool {
        self.work.replay.is_doubted(name).is_some() && !self.work.is_new(name)
    }

    fn same(&self, one: &str, other: &str) -> bool {
        self.work.replay.engine.same(one, other)
    }

    fn has(&self, columns: &Columns<'_>, column: Option<&str>) -> bool {
        column.is_none_or(|column| columns.names.iter().any(|name| self.same(name, column)))
    }

    /// Whether a scope has, or may have, what is named.
    fn is_found(&self, reference: &Reference, sources: &[Source], columns: &[Columns<'_>]) -> bool {
        let column = reference.column.as_deref();
        let is_hidden = || {
            let mut hidden = self.work.replay.engine.hidden_columns.iter();
            column.is_some_and(|column| hidden.any(|it| it.eq_ignore_ascii_case(column)))
        };
        sources.iter().zip(columns).any(|(source, columns)| {
            if columns.is_open && source.alias.is_empty() {
                return true;
            }
            let offers = || columns.is_open || self.has(columns, column) || is_hidden();
            match &reference.qualifier {
                Some(qualifier) => {
                    self.same(&source.alias, &qualifier.name)
                        && (offers() || column.is_some_and(|name| self.is_function(name)))
                }
                // The name of a table stands for its rows.
                None => {
                    let is_row = self.work.replay.engine.rows_are_values
                        && column.is_some_and(|column| self.same(&source.alias, column));
                    is_row || offers()
                }
            }
        })
    }

    /// `t.f` is `f(t)` where `t` has no such column and there is such a function.
    fn is_function(&self, name: &str) -> bool {
        let engine = self.work.replay.engine;
        let is_it = |object: &crate::schema::ObjectName| {
            object.kind == ObjectKind::Routine && object.name.name.split('(').next() == Some(name)
        };
        engine.row_functions.contains(&name)
            || engine.rows_are_values && self.work.schema().objects.keys().any(is_it)
    }

    /// The columns of each source of a scope.
    fn scope(&mut self, at: usize) -> Rc<Vec<Columns<'w>>> {
        if let Some(Some(known)) = self.scopes.get(at) {
            return Rc::clone(known);
        }
        let names = self.names;
        let sources = names.scopes.get(at).map_or(&[][..], |scope| &scope.sources);
        let columns = Rc::new(sources.iter().map(|source| self.source(source)).collect());
        if let Some(known) = self.scopes.get_mut(at) {
            *known = Some(Rc::clone(&columns));
        }
        columns
    }

    fn source(&mut self, source: &'w Source) -> Columns<'w> {
        let mut columns = match &source.rows {
            Rows::Of(path) => match self.work.find_relation(path) {
                Some(name) => match view::columns(self.work, &name) {
                    Some(names) if !names.is_empty() => {
                        Columns { names, is_open: false, about: vec![name] }
                    }
                    _ => Columns { is_open: true, ..Columns::default() },
                },
                None => Columns { is_open: true, ..Columns::default() },
            },
            Rows::Query(query) => (*self.query(*query)).clone(),
            Rows::Listed(names) => {
                let names = names.iter().map(|name| name.as_str().into()).collect();
                Columns { names, ..Columns::default() }
            }
            Rows::Unknown => Columns { is_open: true, ..Columns::default() },
        };
        for (at, name) in source.columns.iter().enumerate() {
            match columns.names.get_mut(at) {
                Some(column) => *column = name.as_str().into(),
                None => columns.names.push(name.as_str().into()),
            }
        }
        columns
    }

    fn query(&mut self, at: usize) -> Rc<Columns<'w>> {
        let open = || Rc::new(Columns { is_open: true, ..Columns::default() });
        match self.queries.get(at) {
            Some(Results::Known(known)) => return Rc::clone(known),
            Some(Results::New) => {}
            Some(Results::Busy) | None => return open(),
        }
        self.queries[at] = Results::Busy;
        let names = self.names;
        let mut results = Columns::default();
        for output in names.queries.get(at).into_iter().flatten() {
            match output {
                Output::Named(name) => results.names.push(name.as_str().into()),
                Output::Unnamed => {
                    // It takes a place, so that a list of other names goes on behind it.
                    results.names.push(Cow::default());
                    results.is_open = true;
                }
                Output::All(scope, alias) => self.all(*scope, alias.as_deref(), &mut results),
            }
        }
        results.is_open |= results.names.len() > WIDEST;
        results.names.truncate(WIDEST);
        let results = Rc::new(results);
        self.queries[at] = Results::Known(Rc::clone(&results));
        results
    }

    fn all(&mut self, scope: usize, alias: Option<&str>, results: &mut Columns<'w>) {
        let names = self.names;
        let columns = self.scope(scope);
        let sources = names.scopes.get(scope).map_or(&[][..], |scope| &scope.sources);
        let mut is_any = false;
        for (source, columns) in sources.iter().zip(columns.iter()) {
            if alias.is_none_or(|alias| self.same(alias, &source.alias)) {
                is_any = true;
                results.names.extend(columns.names.iter().cloned());
                results.is_open |= columns.is_open;
                results.about.extend(columns.about.iter().cloned());
            }
        }
        // It is of a scope around.
        results.is_open |= !is_any;
    }

    fn refusal(
        &self,
        reference: &Reference,
        seen: &[(&Source, Columns<'_>)],
        results: Option<&Columns<'_>>,
    ) -> Box<Refusal> {
        let span = reference.span;
        let column = reference.column.as_deref().unwrap_or("*");
        let of = |qualifier: &str| {
            let is_it = |(source, _): &&(&Source, Columns<'_>)| self.same(&source.alias, qualifier);
            seen.iter().find(is_it)
        };
        let refusal = match &reference.qualifier {
            Some(qualifier) => match of(&qualifier.name) {
                Some((source, columns)) => {
                    let what = format_args!("column `{column}` of {}", words(source));
                    Refusal::unknown(what, span).nearest(column, strs(&columns.names))
                }
                None => not_in_query(qualifier, seen),
            },
            None => {
                let own = |(source, _): &(&Source, Columns<'_>)| words(source);
                let refusal = match seen {
                    [] if results.is_none() => no_columns(column, span),
                    [only] => {
                        Refusal::unknown(format_args!("column `{column}` of {}", own(only)), span)
                    }
                    _ => Refusal::unknown(format_args!("column `{column}`"), span),
                };
                let names = seen.iter().flat_map(|(_, columns)| strs(&columns.names));
                let results = results.into_iter().flat_map(|results| strs(&results.names));
                refusal.nearest(column, names.chain(results))
            }
        };
        let about = seen.iter().flat_map(|(_, columns)| &columns.about);
        about.fold(refusal, Refusal::about)
    }
}

fn strs<'n>(names: &'n [Cow<'_, str>]) -> impl Iterator<Item = &'n str> {
    names.iter().map(Cow::as_ref).filter(|name| !name.is_empty())
}

/// What a column is said to be of.
fn words(source: &Source) -> String {
    match &source.rows {
        Rows::Of(path) => format!("table `{path}`"),
        _ => format!("`{}`", source.alias),
    }
}

fn no_columns(column: &str, span: Span) -> Box<Refusal> {
    let message =
        format!("`{column}` would be the name of a column, and there are no columns here");
    Refusal::refused(message, span)
}

fn not_in_query(qualifier: &Ident, seen: &[(&Source, Columns)]) -> Box<Refusal> {
    let Ident { name, span } = qualifier;
    let message = format!("nothing that is read here is called `{name}`");
    let aliases = seen.iter().map(|(source, _)| source.alias.as_str());
    Refusal::refused(message, *span).nearest(name, aliases.filter(|alias| !alias.is_empty()))
}
