//! Nothing: what counts are the programs that this depends on.
