//! Pictures of a schema, of what one migration does to it, and of the migrations themselves: as data,
//! and as text that other programs draw, or browsers.
//!
//! Everything is in a stable order, so that a picture that is committed changes with what it shows.

mod dot;
mod history;
mod layout;
mod mermaid;
mod schema;
mod svg;
#[cfg(test)]
mod tests;

pub use history::history;
pub use schema::{between, of};

/// A picture: boxes, and lines between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Which way it reads.
    pub flow: Flow,
    /// The boxes, in the order of their names or of application.
    pub nodes: Vec<Node>,
    /// The lines.
    pub links: Vec<Link>,
}

/// Which way a picture reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// Tables: those that others refer to stand on the left.
    #[default]
    Right,
    /// Migrations: the oldest stands on top.
    Down,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The name of what it stands for.
    pub name: String,
    /// What that is, where it is no table and no migration: `view`.
    pub kind: Option<&'static str>,
    /// What has become of it.
    pub mark: Mark,
    /// Its lines: the columns of a table, the values of a type.
    pub rows: Vec<Row>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

/// A line in a box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The column.
    pub name: String,
    /// Its type, where it has one.
    pub data_type: String,
    /// Whether it accepts NULL.
    pub nullable: bool,
    /// `PK`, `FK`, `UK`.
    pub keys: Vec<&'static str>,
    /// What has become of it.
    pub mark: Mark,
    /// What it was before.
    pub was: Option<String>,
}

/// A line between two boxes, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What refers, or comes later.
    pub from: usize,
    /// What is referred to, or comes first.
    pub to: usize,
    /// The lines of the first box that it begins at.
    pub rows: Vec<usize>,
    /// The columns that refer.
    pub label: String,
    /// Whether each of the first is for one of the second at most.
    pub single: bool,
    /// Whether one of the first may do without the second.
    pub optional: bool,
    /// What has become of it.
    pub mark: Mark,
}

/// What a migration has made of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    Same,
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It is another.
    Changed,
}

impl Mark {
    /// The word for it; none where nothing has happened.
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Same => None,
            Self::New => Some("new"),
            Self::Gone => Some("dropped"),
            Self::Changed => Some("changed"),
        }
    }

    /// The sign for it, for those who do not tell colours apart.
    const fn sign(self) -> &'static str {
        match self {
            Self::Same => "",
            Self::New => "+ ",
            Self::Gone => "- ",
            Self::Changed => "~ ",
        }
    }
}

impl Node {
    /// Its name, with what it is and what has become of it.
    fn title(&self) -> String {
        let words = self.kind.into_iter().chain(self.mark.word()).collect::<Vec<_>>().join(", ");
        if words.is_empty() { self.name.clone() } else { format!("{} ({words})", self.name) }
    }
}

impl Row {
    /// What there is to say of it beside its name and type.
    fn comment(&self) -> String {
        let nulls = (!self.nullable && !self.data_type.is_empty() && !self.keys.contains(&"PK"))
            .then(|| "NOT NULL".to_owned());
        let was = self.was.as_ref().map(|was| format!("was {was}"));
        let word = self.mark.word().filter(|_| was.is_none()).map(str::to_owned);
        nulls.into_iter().chain(word).chain(was).collect::<Vec<_>>().join(", ")
    }
}

impl Graph {
    /// The text of a Mermaid diagram, as GitHub shows it.
    #[must_use]
    pub fn mermaid(&self) -> String {
        mermaid::text(self)
    }

    /// The text of a DOT graph, as Graphviz draws it.
    #[must_use]
    pub fn dot(&self) -> String {
        dot::text(self)
    }

    /// A drawing.
    #[must_use]
    pub fn svg(&self) -> String {
        svg::text(self)
    }
}
