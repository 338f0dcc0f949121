//! Names of columns, and what each may mean.
//!
//! Which tables a name may be of follows from the text alone; whether one of them has it does not.
//! Lowering finds out the first, replay the second. Where lowering cannot tell what else may stand
//! behind a name, it says [`Rows::Unknown`], and replay has nothing to say.

use super::{Ident, Path};
use crate::text::Span;

/// The names of columns in the expressions and queries of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Where names stand, inner ones behind those around them.
    pub scopes: Vec<Scope>,
    /// The columns of the results of queries.
    pub queries: Vec<Vec<Output>>,
    /// The names in the order of reading.
    pub references: Vec<Reference>,
    /// Values for columns, and those that columns are compared with.
    pub values: Vec<Value>,
    /// Sequences that are named by a string: `nextval('s')`.
    pub sequences: Vec<Path>,
    /// Queries where the engine takes none.
    pub misplaced: Vec<Misplaced>,
}

/// A query where the engine takes none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// What it stands in: a default.
    pub inside: &'static str,
    /// Where it stands.
    pub span: Span,
}

/// A part of a statement in which a name means the same wherever it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The scope around it, for names that nothing in this one has.
    pub around: Option<usize>,
    /// What has columns here.
    pub sources: Vec<Source>,
}

/// A table, view or query whose columns may be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is called; empty where it has no name.
    pub alias: String,
    /// Where its columns come from.
    pub rows: Rows,
    /// Other names for the first of them: `t AS u (a, b)`.
    pub columns: Vec<String>,
}

/// Where the columns of a source come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// A table or view.
    Of(Path),
    /// A query of this command.
    Query(usize),
    /// These are its columns.
    Listed(Vec<String>),
    /// It may have any columns: a function, a table of the engine.
    Unknown,
}

/// A column of a result, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// One of that name.
    Named(String),
    /// One that the engine names.
    Unnamed,
    /// All of a scope; those of one source of it where that is named.
    All(usize, Option<String>),
}

/// A name that must be that of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The scope it stands in.
    pub scope: usize,
    /// The table it says it is of.
    pub qualifier: Option<Ident>,
    /// The column; none for all of them.
    pub column: Option<String>,
    /// The query of which it may name a result as well.
    pub or_result: Option<usize>,
    /// Where the column stands, or what stands for all of them.
    pub span: Span,
}

/// A value whose type follows from where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The scope it stands in.
    pub scope: usize,
    /// What gives it its type.
    pub of: Typed,
    /// What it is.
    pub given: Given,
    /// What is done with it.
    pub used: Used,
    /// Where it stands.
    pub span: Span,
}

/// What gives a value its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A column, and the table it is said to be of.
    Column(Option<String>, String),
    /// The column at that place in the one table of its scope.
    At(usize),
    /// A type.
    As(Path),
    /// That something is asked which is true or false.
    Condition,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A literal.
    Text(String),
    /// A number as it is written.
    Number,
    /// A column, and the table it is said to be of.
    Column(Option<String>, String),
    /// What comes of counting: a sum, a product.
    Counted,
    /// `DEFAULT`.
    Default,
    /// Anything else.
    Other,
}

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Used {
    /// It goes into a new row.
    Inserted,
    /// It goes into a new row, in spite of a column that numbers its rows.
    Overriding,
    /// It goes into a row that is there.
    Updated,
    /// A column is compared with it, or it is converted.
    Compared,
}

impl Names {
    /// None.
    pub const NONE: Self = Self {
        scopes: Vec::new(),
        queries: Vec::new(),
        references: Vec::new(),
        values: Vec::new(),
        sequences: Vec::new(),
        misplaced: Vec::new(),
    };

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.references.is_empty()
            && self.values.is_empty()
            && self.sequences.is_empty()
            && self.misplaced.is_empty()
    }

    /// Those that stand within `span`.
    #[must_use]
    pub fn within(&self, span: Span) -> Self {
        let is_within = |at: Span| span.start <= at.start && at.end <= span.end;
        let mut names = Self {
            scopes: Vec::new(),
            queries: Vec::new(),
            references: self.references.iter().filter(|it| is_within(it.span)).cloned().collect(),
            values: self.values.iter().filter(|it| is_within(it.span)).cloned().collect(),
            sequences: self.sequences.iter().filter(|it| is_within(it.span)).cloned().collect(),
            misplaced: self.misplaced.iter().filter(|it| is_within(it.span)).cloned().collect(),
        };
        if !names.is_empty() {
            names.scopes.clone_from(&self.scopes);
            names.queries.clone_from(&self.queries);
        }
        names
    }

    /// Adds a scope.
    pub fn scope(&mut self, around: Option<usize>, sources: Vec<Source>) -> usize {
        self.scopes.push(Scope { around, sources });
        self.scopes.len() - 1
    }

    /// Adds a query whose results are not known yet.
    pub fn query(&mut self) -> usize {
        self.queries.push(Vec::new());
        self.queries.len() - 1
    }
}
