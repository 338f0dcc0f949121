//! Sequences.

use super::{name, path};
use crate::dialect::postgres::types::counting;
use crate::render::{Scene, numbers};
use crate::schema::{Name, Sequence, Settings};

/// `CREATE SEQUENCE`, or `ALTER SEQUENCE` for what differs.
pub(super) fn put(scene: Scene<'_>, of: &Name, to: &Sequence) -> Option<Vec<String>> {
    let old = scene.now.sequences.get(of);
    match (old, &to.owned_by) {
        (None, Some((table, column))) if numbers(to, scene.to) => {
            let made = table.beside(format!("{}_{column}_seq", table.name));
            let like = Sequence { owned_by: to.owned_by.clone(), ..counting(&to.data_type) };
            let mut statements = alter(&made, &like, to)?;
            if made.namespace == of.namespace && made.name != of.name {
                statements.push(format!(
                    "ALTER SEQUENCE {} RENAME TO {};",
                    path(&made),
                    name(&of.name)
                ));
            }
            Some(statements)
        }
        (None, _) => create(of, to),
        (Some(old), _) => alter(of, old, to),
    }
}

/// What makes it somebody's, where it is another's; whoever compares would have created it.
fn owner(of: &Name, old: &Settings, to: &Settings) -> Option<String> {
    let (old, to) = (old.get("owner"), to.get("owner"));
    let owner = to.map_or_else(|| "CURRENT_USER".to_owned(), |owner| name(owner));
    (old != to).then(|| format!("ALTER SEQUENCE {} OWNER TO {owner};", path(of)))
}

fn create(of: &Name, to: &Sequence) -> Option<Vec<String>> {
    let unlogged = if to.settings.contains_key("persistence") { "UNLOGGED " } else { "" };
    let head = format!("CREATE {unlogged}SEQUENCE {} AS {}", path(of), to.data_type);
    let bare = counting(&to.data_type);
    let mut settings = to.settings.clone();
    settings.remove("persistence");
    let owner = owner(of, &Settings::new(), &settings);
    let options = options(&bare, &Sequence { settings, ..to.clone() })?;
    let options: Vec<String> = options.into_iter().map(|option| format!(" {option}")).collect();
    Some([format!("{head}{};", options.concat())].into_iter().chain(owner).collect())
}

fn alter(of: &Name, old: &Sequence, to: &Sequence) -> Option<Vec<String>> {
    let mut options = options(old, to)?;
    if old.data_type != to.data_type {
        options.insert(0, format!("AS {}", to.data_type));
    }
    let altered = format!("ALTER SEQUENCE {} {};", path(of), options.join(" "));
    let altered = (!options.is_empty()).then_some(altered).into_iter();
    Some(altered.chain(owner(of, &old.settings, &to.settings)).collect())
}

/// The options that differ; none where one has no clause.
fn options(old: &Sequence, to: &Sequence) -> Option<Vec<String>> {
    let mut options = Vec::new();
    if old.increment != to.increment {
        options.push(format!("INCREMENT BY {}", to.increment));
    }
    if old.minimum != to.minimum {
        options.push(format!("MINVALUE {}", to.minimum));
    }
    if old.maximum != to.maximum {
        options.push(format!("MAXVALUE {}", to.maximum));
    }
    if old.start != to.start {
        options.push(format!("START WITH {}", to.start));
    }
    if old.cycle != to.cycle {
        options.push(if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    let keys = old.settings.keys().chain(to.settings.keys());
    for key in keys.filter(|key| old.settings.get(*key) != to.settings.get(*key)) {
        match (key.as_str(), to.settings.get(key)) {
            ("cache", value) => {
                options.push(format!("CACHE {}", value.map_or("1", String::as_str)));
            }
            ("owner", _) => {}
            _ => return None,
        }
    }
    if old.owned_by != to.owned_by {
        options.push(match &to.owned_by {
            Some((table, column)) => format!("OWNED BY {}.{}", path(table), name(column)),
            None => "OWNED BY NONE".to_owned(),
        });
    }
    Some(options)
}

/// `DROP SEQUENCE`, unless it went with its column.
pub(super) fn drop(scene: Scene<'_>, of: &Name) -> Vec<String> {
    let owner = scene.from.sequences.get(of).and_then(|old| old.owned_by.as_ref());
    let column_in = |schema: &crate::schema::Schema| {
        let (table, column) = owner?;
        schema.tables.get(table)?.column(column).cloned()
    };
    let went = owner.is_some() && column_in(scene.now).is_none();
    let was_identity = column_in(scene.from).is_some_and(|column| column.identity.is_some());
    if went || was_identity {
        return Vec::new();
    }
    vec![format!("DROP SEQUENCE {};", path(of))]
}
