//! What an engine keeps beside a definition.

use std::collections::BTreeMap;

/// Attributes by the engine's own name for them: a fill factor, a tablespace, a statistics target.
///
/// They are few, rarely set, and different in each engine; no rule and no reader needs more of them
/// than their name and value in normal spelling, so they have no fields of their own.
pub type Settings = BTreeMap<String, String>;
