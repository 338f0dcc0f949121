//! What is said to a server about its databases, for throwaway ones beside those it has.

use std::fmt::Debug;

/// What one engine is told. Names of databases are made of `a-z`, `0-9` and `_`.
pub trait Databases: Debug + Sync {
    /// Creates an empty database, whatever this server puts into new ones.
    fn create(&self, name: &str) -> String;
    /// Creates a copy of one that nobody is connected to; none where the engine makes none.
    fn copy(&self, _name: &str, _of: &str) -> Option<String> {
        None
    }
    /// Gives one that nobody is connected to another name; none where the engine does not.
    fn rename(&self, _name: &str, _to: &str) -> Option<String> {
        None
    }
    /// Removes one, whoever is still connected to it.
    fn remove(&self, name: &str) -> String;
    /// Lists those whose names begin with `prefix`.
    fn list(&self, prefix: &str) -> String;
    /// Names a few relations that users made in the database of the connection.
    fn relations(&self) -> &'static str;
    /// Asks the database of the connection for the statement that makes another one give to new tables what
    /// it gives to those that do not say it; none where all databases give the same.
    fn likeness(&self) -> Option<&'static str> {
        None
    }
    /// The name of the database of the connection; none where it has none.
    fn current(&self) -> &'static str;
    /// Whether an error says that the user may not create databases.
    fn is_forbidden(&self, code: &str) -> bool;
}
