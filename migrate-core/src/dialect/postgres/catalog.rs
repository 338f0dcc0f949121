//! The catalog as a schema: what to ask a server, and what its answers mean.
//!
//! Every value is text, whatever its type: the server prints it where the protocol is the simple one.
//! Expressions are spelled as the engine prints them, which no file does: who compares with what was
//! replayed compares names, types and shapes. Names in that text have their namespace unless the
//! session's `search_path` reaches it: two inspections that are compared need the same one.

mod array;
mod assemble;
mod questions;
mod relations;
mod watch;

use std::collections::BTreeSet;

use crate::dialect::catalog::{Catalog, CatalogError, Row, Scope};
use crate::schema::{Name, Schema};

pub(in crate::dialect::postgres) use assemble::NOT_NULL;
pub(in crate::dialect::postgres) use questions::with_rights;
use questions::{ENUMS, NAMESPACES, SEQUENCES};
use relations::Answers;

/// What separates the elements of a list within a column.
const LIST: char = '\u{1d}';

/// What separates the parts of such an element.
const PART: char = '\u{19}';

/// For one text, in front of which it is sent. PostgreSQL takes a view of all that is published for so
/// dear that it compiles the query for it, which takes eight seconds where the answer takes 20 ms (measured on
/// 15.18), and a large catalog would make it do so without any publication.
const INTERPRETED: &str = "SET LOCAL jit = off";

/// The schema that the answers tell of.
fn schema(answers: &Answers<'_>) -> Schema {
    let mut schema = Schema::default();
    for row in answers.rows(NAMESPACES) {
        schema.namespaces.insert(row.text(0).to_owned(), ());
    }
    for row in answers.rows(SEQUENCES) {
        schema.sequences.insert(row.name(1), assemble::sequence(row, answers));
    }
    for row in answers.rows(ENUMS) {
        schema.enums.insert(row.name(0), assemble::values(row));
    }
    for (_, name, object) in answers.objects() {
        schema.objects.insert(name, object);
    }
    answers.put_into(&mut schema);
    schema
}

/// The columns of a row.
#[derive(Clone, Copy)]
struct Cells<'a>(&'a Row);

impl<'a> Cells<'a> {
    fn get(self, at: usize) -> Option<&'a str> {
        self.0.get(at).and_then(Option::as_deref)
    }

    fn text(self, at: usize) -> &'a str {
        self.get(at).unwrap_or_default()
    }

    fn owned(self, at: usize) -> Option<String> {
        self.get(at).map(ToOwned::to_owned)
    }

    fn is(self, at: usize) -> bool {
        matches!(self.text(at), "t" | "true")
    }

    /// The elements of a list; none for an empty one.
    fn elements(self, at: usize) -> impl Iterator<Item = &'a str> {
        self.get(at).filter(|text| !text.is_empty()).into_iter().flat_map(|text| text.split(LIST))
    }

    fn list(self, at: usize) -> Vec<String> {
        self.elements(at).map(ToOwned::to_owned).collect()
    }

    /// The numbers of an array or a vector, as the server prints one.
    fn numbers(self, at: usize) -> impl Iterator<Item = &'a str> {
        self.text(at).split(['{', ',', ' ', '}']).filter(|number| !number.is_empty())
    }

    /// The elements of a list of pairs.
    fn pairs(self, at: usize) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.elements(at).filter_map(|element| element.split_once(PART))
    }

    /// The elements of a list of options: `fillfactor=70`.
    fn options(self, at: usize) -> impl Iterator<Item = (String, String)> {
        let options = self.elements(at).filter_map(|option| option.split_once('='));
        options.map(|(name, value)| {
            let value = match value {
                "on" | "yes" => "true",
                "off" | "no" => "false",
                other => other,
            };
            (name.to_owned(), value.to_owned())
        })
    }

    fn number(self, at: usize) -> i64 {
        self.text(at).parse().unwrap_or_default()
    }

    /// A name from the namespace at `at` and what follows it.
    fn name(self, at: usize) -> Name {
        name(self.text(at), self.text(at + 1))
    }
}

/// A name; `public` is the default namespace.
fn name(namespace: &str, name: &str) -> Name {
    let namespace = if namespace == "public" { "" } else { namespace };
    Name::new(namespace, name)
}

/// What was read of a database so far, and where an inspection stands.
#[derive(Clone, Debug, Default)]
pub struct Postgres {
    schema: Schema,
    known: watch::Known,
    /// The answers of which nothing is in `known` yet: most who look once never ask for it.
    unlearnt: Vec<Vec<Row>>,
    stage: Stage,
    watch: Watch,
    /// Whether the last inspection came to its end.
    complete: bool,
}

#[derive(Clone, Debug, Default)]
enum Stage {
    #[default]
    Done,
    /// What there is at all.
    Everything,
    /// What that is: the answer to the former.
    Whole(Vec<Row>),
    /// The statements that the others execute are prepared.
    Preparing,
    /// Which relations were touched.
    Touched,
    /// What these relations are now, of which the former are there.
    Parts { there: BTreeSet<String>, touched: BTreeSet<String> },
}

/// Whether the database tells what is touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Watch {
    #[default]
    Off,
    On,
    Prepared,
}

impl Catalog for Postgres {
    fn watch(&self) -> &'static str {
        watch::WATCH
    }

    fn watched(&mut self, rows: &[Row]) {
        self.watch = if rows.is_empty() { Watch::Off } else { Watch::On };
    }

    fn refresh(&mut self, scope: Scope<'_>) {
        if let (Watch::Prepared, Scope::Script(sql)) = (self.watch, scope)
            && watch::forgets(sql)
        {
            self.watch = Watch::On;
        }
        self.stage = match (scope, self.watch) {
            _ if !self.complete => Stage::Everything,
            (Scope::Everything, _) | (_, Watch::Off) => Stage::Everything,
            (Scope::Script(sql), _) if watch::is_out_of_sight(sql) => Stage::Everything,
            (_, Watch::On) => Stage::Preparing,
            (_, Watch::Prepared) => Stage::Touched,
        };
        self.complete = false;
    }

    fn query(&self) -> Option<String> {
        match &self.stage {
            Stage::Done => None,
            Stage::Everything => {
                let first = if self.watch == Watch::Off { INTERPRETED } else { watch::DRAIN };
                Some(format!("{first}; {}", questions::conditions_asked()))
            }
            Stage::Whole(there) => {
                Some(format!("{INTERPRETED}; {}", questions::about_everything(there)))
            }
            Stage::Preparing => Some(watch::prepare()),
            Stage::Touched => Some(watch::touched()),
            Stage::Parts { there, .. } => Some(watch::parts(there)),
        }
    }

    fn feed(&mut self, rows: Vec<Row>) -> Result<(), CatalogError> {
        match std::mem::take(&mut self.stage) {
            Stage::Done => return Err(CatalogError::Unasked),
            Stage::Everything => self.stage = Stage::Whole(rows),
            Stage::Whole(_) => {
                self.known = watch::Known::default();
                self.unlearnt = questions::sorted(rows);
                self.schema = schema(&Answers::new(&self.unlearnt, &self.known));
            }
            Stage::Preparing => {
                self.watch = Watch::Prepared;
                self.stage = Stage::Touched;
            }
            Stage::Touched => match self.touched(&rows) {
                Stage::Parts { there, touched } if there.is_empty() => {
                    self.replace(&touched, Vec::new());
                }
                stage => self.stage = stage,
            },
            Stage::Parts { touched, .. } => self.replace(&touched, rows),
        }
        self.complete = matches!(self.stage, Stage::Done);
        Ok(())
    }

    fn schema(&self) -> &Schema {
        &self.schema
    }
}

impl Postgres {
    /// What to ask about what was touched.
    fn touched(&mut self, rows: &[Row]) -> Stage {
        self.learn();
        let (mut there, mut touched) = (BTreeSet::new(), BTreeSet::new());
        for row in rows.iter().map(Cells) {
            let number = row.text(0);
            if number == "0" || self.known.is_brought(number) {
                return Stage::Everything;
            }
            let relation = self.known.relation(number);
            let relation = relation.or_else(|| row.is(1).then_some(number));
            let Some(relation) = relation else { continue };
            touched.insert(relation.to_owned());
            touched.extend(self.known.sequences(relation).iter().cloned());
            there.extend(self.known.sequences(relation).iter().cloned());
            if row.is(1) || relation != number {
                there.insert(relation.to_owned());
            }
        }
        if touched.is_empty() { Stage::Done } else { Stage::Parts { there, touched } }
    }

    fn learn(&mut self) {
        let rows = std::mem::take(&mut self.unlearnt);
        let new = watch::Known::of(&Answers::new(&rows, &self.known));
        self.known.learn(new);
    }

    /// Puts what relations are now in the place of what they were.
    fn replace(&mut self, touched: &BTreeSet<String>, rows: Vec<Row>) {
        touched.iter().for_each(|relation| self.known.forget(relation, &mut self.schema));
        let rows = questions::sorted(rows);
        let answers = Answers::new(&rows, &self.known);
        let (now, new) = (schema(&answers), watch::Known::of(&answers));
        self.known.learn(new);
        for (name, table) in now.tables.iter() {
            self.schema.tables.insert(name.clone(), table.clone());
        }
        for (name, view) in now.views.iter() {
            self.schema.views.insert(name.clone(), view.clone());
        }
        for (name, sequence) in now.sequences.iter() {
            self.schema.sequences.insert(name.clone(), sequence.clone());
        }
        for (name, object) in now.objects.iter() {
            self.schema.objects.insert(name.clone(), object.clone());
        }
    }
}
