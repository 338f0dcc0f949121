//! Finding out what statements cost a throwaway database, without running them: what to ask before and
//! after, and what the answers mean.
//!
//! An engine either tells afterwards which locks a transaction holds (PostgreSQL), or it takes a demand
//! along with a statement, and refuses what it cannot do that way (MySQL, MariaDB). `dialect/*/meter`
//! knows which; [`Session::meter`] gives it.
//!
//! [`Session::meter`]: super::session::Session::meter

use std::collections::BTreeSet;
use std::fmt::Debug;

use super::Target;
use super::catalog::Row;
use crate::impact::Impact;
use crate::schema::{Name, Schema};
use crate::sql::split::Statement;

/// What a script is about to run on.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The server that is there, which need not be the one that the scripts are written for.
    pub server: Target,
    /// Whether the database was made to tell what happens to it ([`Catalog::watch`]).
    ///
    /// [`Catalog::watch`]: super::catalog::Catalog::watch
    pub watched: bool,
    /// What is there.
    pub schema: &'a Schema,
    /// The tables that the script can reach.
    pub reached: &'a BTreeSet<Name>,
}

/// What finds out the cost of the statements of one script.
pub trait Meter: Debug + Send {
    /// What to ask in front of the first statement of a script that is asked about.
    fn before(&self) -> String {
        String::new()
    }

    /// Takes the answer to [`Meter::before`]: what the statements before it have cost already.
    fn begun(&mut self, _rows: Vec<Row>) -> Impact {
        Impact::default()
    }

    /// How to measure a statement of the script `sql`.
    fn way(&self, sql: &str, statement: &Statement) -> Way;

    /// Takes the answer to what is asked behind a statement ([`Way::Ask`]); none where that cannot be
    /// seen any more.
    fn told(&mut self, _rows: Vec<Row>) -> Option<Impact> {
        None
    }

    /// Whether the engine refuses a demand with that code, and would do the same without it.
    fn refuses(&self, _code: &str) -> bool {
        false
    }
}

/// How a statement is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is not: nobody waits for what it does.
    Nothing,
    /// By what the engine answers to this query after it.
    Ask(&'static str),
    /// By the first of these that the engine does not refuse; where it refuses all, by itself.
    Demand(Vec<Demand>, Box<Impact>),
}

/// A statement with a demand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The text to send.
    pub sql: String,
    /// What it costs where the engine takes it.
    pub impact: Impact,
}
