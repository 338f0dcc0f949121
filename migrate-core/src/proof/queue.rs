//! The order in which triggers of one moment fire.

use super::certainty::Key;
use crate::schema::{ObjectKind, Schema};

/// Why a trigger that was dropped and created again may fire at another place than before.
pub(super) fn left(recreated: &Key, before: &Schema) -> Option<String> {
    let Key::Object(name) = recreated else { return None };
    let trigger = before.objects.get(name).filter(|_| name.kind == ObjectKind::Trigger)?;
    let moment = |text: &str| {
        let words: Vec<String> = text.split(' ').take(2).map(str::to_ascii_lowercase).collect();
        words.join(" ")
    };
    let own = moment(&trigger.text);
    let (other, _) = before.objects.iter().find(|(other, it)| {
        other.kind == ObjectKind::Trigger
            && *other != name
            && it.table == trigger.table
            && moment(&it.text) == own
    })?;
    Some(format!("{name} may fire at another place beside {other} than before"))
}
