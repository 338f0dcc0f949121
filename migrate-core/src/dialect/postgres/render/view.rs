//! Views.

use std::collections::BTreeSet;

use super::{index, name, names, parameters, path, spelled};
use crate::dialect::Dialect;
use crate::render::Scene;
use crate::schema::{Name, Settings, View};
use crate::sql::lexer;

/// `CREATE VIEW`; in place of another only where nothing but the query differs, since its columns
/// may be others.
pub(super) fn put(scene: Scene<'_>, of: &Name, view: &View) -> Option<Vec<String>> {
    let is_current = |(relation, columns): &(Name, Vec<String>)| {
        let Some(table) = scene.to.tables.get(relation) else { return false };
        table.columns.iter().map(|column| &column.name).eq(columns)
    };
    // A `*` would stand for other columns than when it was written.
    if !view.frozen.iter().all(is_current) || !says_what_it_uses(view) {
        return None;
    }
    let mut statements = Vec::new();
    if scene.now.views.contains_key(of) {
        statements.extend(drop(scene, of)?);
    }
    statements.push(create(of, view)?);
    statements.extend(view.indexes.iter().flat_map(|(it, index)| index::create(of, it, index)));
    if let Some(owner) = view.settings.get("owner") {
        let kind = kind(view);
        statements.push(format!("ALTER {kind} {} OWNER TO {};", path(of), name(owner)));
    }
    for (key, value) in &view.settings {
        if let Some(column) = key.strip_prefix("default of ") {
            let column = name(column);
            let value = spelled(value);
            statements.push(format!(
                "ALTER VIEW {} ALTER COLUMN {column} SET DEFAULT {value};",
                path(of)
            ));
        }
    }
    Some(statements)
}

/// Whether its text has the names of today: the engine follows a rename, the text that was written does
/// not.
fn says_what_it_uses(view: &View) -> bool {
    let tokens = lexer::significant(&view.query, Dialect::Postgres);
    let words: BTreeSet<String> =
        tokens.iter().map(|token| token.text(&view.query).trim_matches('"').to_owned()).collect();
    let is_said = |name: &String| words.contains(name);
    view.uses
        .iter()
        .all(|(relation, columns)| is_said(&relation.name) && columns.iter().all(is_said))
}

const fn kind(view: &View) -> &'static str {
    if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}

fn create(of: &Name, view: &View) -> Option<String> {
    let known = |key: &str| {
        ["recursive", "check_option", "tablespace", "owner", "populated", "columns"].contains(&key)
            || key.starts_with("default of ")
            || super::is_parameter(key)
    };
    if !view.settings.keys().all(|key| known(key)) {
        return None;
    }
    let recursive = if view.settings.contains_key("recursive") { "RECURSIVE " } else { "" };
    let columns = match &view.columns[..] {
        [] => String::new(),
        columns => format!(" ({})", names(columns)),
    };
    let mut options: Settings = view.settings.clone();
    let check = options.remove("check_option");
    let parameters = parameters(&options);
    let with = if parameters.is_empty() { String::new() } else { format!(" WITH ({parameters})") };
    let check = check.map(|it| format!(" WITH {} CHECK OPTION", it.to_ascii_uppercase()));
    let data = options.remove("populated").map(|_| " WITH NO DATA");
    let space = options.get("tablespace").map(|it| format!(" TABLESPACE {}", name(it)));
    Some(format!(
        "CREATE {recursive}{} {}{columns}{with}{} AS {}{}{};",
        kind(view),
        path(of),
        space.unwrap_or_default(),
        spelled(view.query.trim().trim_end_matches(';')),
        check.unwrap_or_default(),
        data.unwrap_or_default()
    ))
}

/// `DROP VIEW`.
pub(super) fn drop(scene: Scene<'_>, of: &Name) -> Option<Vec<String>> {
    let view = scene.now.views.get(of)?;
    Some(vec![format!("DROP {} {};", kind(view), path(of))])
}
