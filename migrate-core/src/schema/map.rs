//! The ordered map that schemas are made of.

/// An ordered map whose clones share what they have in common.
///
/// Replay and verification keep a schema before and after every migration. With a plain map that
/// costs a copy of the whole schema for each; here it costs the path that changed, and comparing
/// two versions skips what they share ([`imbl::OrdMap::diff`]).
pub type Map<K, V> = imbl::OrdMap<K, V>;
