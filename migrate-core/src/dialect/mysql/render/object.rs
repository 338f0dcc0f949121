//! Views, and what the model keeps as text.

use super::{name, names, path, spelled};
use crate::render::{Scene, Words};
use crate::schema::{Name, Object, ObjectKind, ObjectName, Sequence, View};

/// `CREATE VIEW`, in place of another if there is one.
pub(super) fn put_view(of: &Name, view: &View) -> Option<Vec<String>> {
    let columns = match &view.columns[..] {
        [] => String::new(),
        columns => format!(" ({})", names(columns)),
    };
    let setting = |key: &str| view.settings.get(key);
    let algorithm = setting("algorithm").map(|it| format!("ALGORITHM = {} ", it.to_uppercase()));
    let definer = match setting("definer") {
        Some(account) => format!("DEFINER = {} ", written(account)?),
        None => String::new(),
    };
    let security = setting("security").map(|it| format!("SQL SECURITY {} ", it.to_uppercase()));
    let check = setting("check option");
    let check = check.map(|it| format!(" WITH {} CHECK OPTION", it.to_uppercase()));
    Some(vec![format!(
        "CREATE OR REPLACE {}{definer}{}VIEW {}{columns} AS {}{};",
        algorithm.unwrap_or_default(),
        security.unwrap_or_default(),
        path(of),
        spelled(&view.query),
        check.unwrap_or_default()
    )])
}

/// An account as SQL: user and host are names of their own.
fn written(account: &str) -> Option<String> {
    if account.eq_ignore_ascii_case("current_user") {
        return Some("CURRENT_USER".to_owned());
    }
    let (user, host) = account.rsplit_once('@')?;
    Some(format!("{}@{}", super::literal(user), super::literal(host)))
}

/// What a thing is called in `CREATE` and `DROP`.
pub(in crate::dialect::mysql) fn called(of: &ObjectName) -> Option<String> {
    let place = |own: &str| path(&of.name.beside(own));
    let text = match of.kind {
        ObjectKind::Trigger => format!("TRIGGER {}", path(&of.name)),
        ObjectKind::Event => format!("EVENT {}", path(&of.name)),
        ObjectKind::Routine => match of.name.name.split_once(' ')? {
            ("procedure", own) => format!("PROCEDURE {}", place(own)),
            ("function", own) => format!("FUNCTION {}", place(own)),
            _ => return None,
        },
        ObjectKind::Role => format!("ROLE {}", name(&of.name.name)),
        _ => return None,
    };
    Some(text)
}

/// `CREATE` behind a `DROP` of the one that was there.
pub(super) fn put(scene: Scene<'_>, of: &ObjectName, object: &Object) -> Option<Vec<String>> {
    if of.kind == ObjectKind::Role {
        return None;
    }
    let called = called(of)?;
    let old = scene.now.objects.contains_key(of).then(|| drop(of)).flatten();
    let created = match scene.words {
        // What the catalog has of them is told apart by column, and is no statement.
        Words::Engine if !object.text.starts_with("CREATE ") => return None,
        Words::Engine => format!("{};", object.text),
        Words::Author => written_by_author(of, object, &called)?,
    };
    Some(old.into_iter().chain([created]).collect())
}

fn written_by_author(of: &ObjectName, object: &Object, called: &str) -> Option<String> {
    let (definer, text) = match object.text.strip_prefix("definer ") {
        Some(rest) => {
            let (account, text) = rest.split_once(' ')?;
            (format!("DEFINER = {} ", written(account)?), text)
        }
        None => (String::new(), object.text.as_str()),
    };
    let blank = if of.kind == ObjectKind::Routine { "" } else { " " };
    Some(format!("CREATE {definer}{called}{blank}{};", spelled(text)))
}

/// `DROP`.
pub(super) fn drop(of: &ObjectName) -> Option<String> {
    Some(format!("DROP {};", called(of)?))
}

/// `CREATE SEQUENCE`, or `ALTER SEQUENCE` where there is one (MariaDB).
pub(super) fn put_sequence(of: &Name, sequence: &Sequence, is_there: bool) -> String {
    let Sequence { start, increment, minimum, maximum, .. } = sequence;
    let verb = if is_there { "ALTER" } else { "CREATE" };
    let cycle = if sequence.cycle { "CYCLE" } else { "NOCYCLE" };
    let cache = sequence.settings.get("cache").map_or("1000", String::as_str);
    format!(
        "{verb} SEQUENCE {} START WITH {start} INCREMENT BY {increment} MINVALUE {minimum} \
         MAXVALUE {maximum} CACHE {cache} {cycle};",
        path(of)
    )
}
