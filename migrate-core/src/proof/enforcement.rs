//! Whether the rows that refer to a table go with it.

use crate::command::What;
use crate::dialect::Dialect;
use crate::dialect::session::session;
use crate::replay::Step;

/// References as a script meets them. A connection to SQLite enforces none unless the script asks for
/// it, whoever else the connection belongs to: `PRAGMA foreign_keys` is part of the migration.
pub(super) struct Enforcement {
    whole: bool,
    now: bool,
}

impl Enforcement {
    /// Inside of a transaction the pragma does nothing, so that the runner asks before it for what the
    /// script wants as a whole; outside of one it counts from where it stands.
    pub(super) fn of(steps: &[Step<'_>], dialect: Dialect) -> Self {
        let mut asked = steps.iter().filter_map(asked).peekable();
        let forgets = session(dialect).forgets_references();
        Self { whole: !forgets || asked.peek().is_some() && asked.all(|on| on), now: false }
    }

    /// Whether they are enforced at the next step.
    pub(super) fn at(&mut self, step: &Step<'_>) -> bool {
        if let Some(on) = asked(step) {
            self.now = on;
        }
        self.whole || self.now
    }
}

fn asked(step: &Step<'_>) -> Option<bool> {
    let What::Set(setting) = &step.command.what else { return None };
    let value = setting.value.as_deref().filter(|_| setting.name == "foreign_keys")?;
    Some(!["off", "no", "false", "0"].contains(&value))
}
