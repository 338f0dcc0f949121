//! Whether references are enforced while a statement runs, as this framework's runner does it.
//!
//! In a transaction the runner sets `PRAGMA foreign_keys` before it begins, because it cannot change
//! afterwards: on when the script switches it on and never off, off otherwise. Outside a transaction
//! it begins as off and each pragma counts from where it stands, unless a transaction of the script is
//! open.

use crate::command::{Setting, Transaction, What};
use crate::replay::Step;
use crate::rule::Context;
use crate::rules::rebuild::precedes;

/// Whether references are enforced while `at` runs.
pub(super) fn enforced(context: &Context<'_>, at: &Step<'_>) -> bool {
    if context.transaction {
        let mut asked = context.steps.iter().filter_map(asks).peekable();
        return asked.peek().is_some() && asked.all(|on| on);
    }
    let (mut on, mut open) = (false, false);
    for step in context.steps.iter().filter(|step| precedes(step, at)) {
        match &step.command.what {
            What::Transaction(Transaction::Begin) => open = true,
            What::Transaction(Transaction::Commit | Transaction::Rollback) => open = false,
            _ if !open => on = asks(step).unwrap_or(on),
            _ => {}
        }
    }
    on
}

/// What a step sets `foreign_keys` to.
pub(super) fn asks(step: &Step<'_>) -> Option<bool> {
    let What::Set(Setting { name, value: Some(value), .. }) = &step.command.what else {
        return None;
    };
    let is_on = || match &**value {
        "on" | "yes" | "true" => Some(true),
        "off" | "no" | "false" => Some(false),
        number => number.parse::<i64>().ok().map(|number| number != 0),
    };
    (name == "foreign_keys").then(is_on).flatten()
}
