//! What a migration has to do with others beside its place in their order.

use std::borrow::Cow;
use std::fmt;

use super::name::{self, StemError};
use crate::version::Version;

/// What a migration has to do with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// What a database may have instead of it, as its directives `replaces(…)` say: any one of these,
    /// whole.
    pub replaces: Cow<'static, [Replaced]>,
    /// The newer migrations that it may be applied behind, as `migrate.lock` says: it was written on
    /// another branch, and both orders were shown to make the same schema.
    pub beside: Cow<'static, [Version]>,
}

/// Migrations that together did what another does now, in their order.
pub type Replaced = Cow<'static, [Named]>;

/// A migration that need not be in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its version.
    pub version: Version,
    /// Its title, which tells it from another of the same version.
    pub title: Cow<'static, str>,
}

impl Kin {
    /// Nothing to do with others.
    pub const NONE: Self = Self { replaces: Cow::Borrowed(&[]), beside: Cow::Borrowed(&[]) };

    /// Whether a database may have `named` instead of the migration, or together with others.
    #[must_use]
    pub fn replaces(&self, named: &Named) -> bool {
        self.replaces.iter().any(|replaced| replaced.contains(named))
    }
}

impl Named {
    /// Reads `20260101120000_create_users`.
    ///
    /// # Errors
    ///
    /// When the version or the title is malformed.
    pub fn parse(name: &str) -> Result<Self, StemError> {
        let stem = name::parse_name(name)?;
        Ok(Self { version: stem.version, title: Cow::Owned(stem.title) })
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.version, self.title)
    }
}
