//! Views, databases and other things that are compared by their text.

use super::cursor::{Cursor, Read};
use super::expression;
use super::reads;
use crate::command::{
    AlterObject, CreateObject, CreateView, DropObjects, DroppedKind, Ident, ObjectChange, Path,
    What,
};
use crate::schema::{ObjectKind, Settings, View};
use crate::sql::lexer::{Token, TokenKind};

/// What may stand between `CREATE` and the kind of thing that is created.
#[derive(Default)]
pub(super) struct Prefix {
    pub(super) or_replace: bool,
    pub(super) temporary: bool,
    pub(super) definer: Option<String>,
    pub(super) algorithm: Option<String>,
    pub(super) is_invoker: bool,
    pub(super) alters: bool,
}

/// Reads all of that.
pub(super) fn prefix(cursor: &mut Cursor<'_>) -> Read<Prefix> {
    let mut prefix =
        Prefix { or_replace: cursor.take_words(&["OR", "REPLACE"]), ..Prefix::default() };
    loop {
        match cursor.word().as_str() {
            "temporary" => {
                prefix.temporary = true;
                cursor.next();
            }
            "algorithm" => {
                cursor.next();
                cursor.expect_symbol("=")?;
                prefix.algorithm = Some(cursor.name()?.name.to_ascii_lowercase());
            }
            "definer" => {
                cursor.next();
                cursor.expect_symbol("=")?;
                prefix.definer = Some(account(cursor)?.name);
            }
            "sql" if cursor.word_ahead(1).as_str() == "security" => {
                cursor.next();
                cursor.next();
                prefix.is_invoker = cursor.at_word("INVOKER");
                if !cursor.take_any(&["DEFINER", "INVOKER"]) {
                    return Err(cursor.error("`DEFINER` or `INVOKER`"));
                }
            }
            "aggregate" => {
                cursor.next();
            }
            _ => return Ok(prefix),
        }
    }
}

/// The name of what lives in a database.
pub(super) fn path(cursor: &mut Cursor<'_>) -> Read<Path> {
    cursor.path()
}

/// An account: `'a'@'%'`, `a`, `CURRENT_USER()`.
pub(super) fn account(cursor: &mut Cursor<'_>) -> Read<Path> {
    let start = cursor.position();
    let mut name = account_part(cursor)?;
    if cursor.at_symbol("(") {
        cursor.group()?;
    }
    if cursor.take_symbol("@") {
        name.push('@');
        name.push_str(&account_part(cursor)?);
    }
    Ok(Path { namespace: None, name, span: cursor.span_since(start) })
}

fn account_part(cursor: &mut Cursor<'_>) -> Read<String> {
    match cursor.peek() {
        Some(token) if token.kind == TokenKind::String => cursor.string(),
        Some(token) if token.kind == TokenKind::Word => {
            cursor.next();
            // A host without quotes may have dots in it.
            let mut name = token.text(cursor.sql).to_owned();
            while cursor.take_symbol(".") {
                name.push('.');
                name.push_str(cursor.next().map_or("", |token| token.text(cursor.sql)));
            }
            Ok(name)
        }
        Some(token) if token.kind == TokenKind::QuotedName => Ok(cursor.name()?.name),
        _ => Err(cursor.error("an account")),
    }
}

/// What follows `VIEW` in a `CREATE` or an `ALTER`.
pub(super) fn view(cursor: &mut Cursor<'_>, prefix: Prefix) -> Read<What> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = cursor.path()?;
    let columns = if cursor.at_symbol("(") {
        cursor.names()?.into_iter().map(|column| column.name).collect()
    } else {
        Vec::new()
    };
    cursor.expect_word("AS")?;
    if cursor.is_at_end() {
        return Err(cursor.error("a query"));
    }
    let mut settings = Settings::new();
    let query = cursor.rest();
    let (query, check) = checked(cursor.sql, query);
    let mut set = |name: &str, value: Option<String>| {
        settings.extend(value.map(|value| (name.to_owned(), value)));
    };
    set("check option", check.map(str::to_owned));
    set("definer", prefix.definer);
    set("algorithm", prefix.algorithm.filter(|algorithm| algorithm != "undefined"));
    set("security", prefix.is_invoker.then(|| "invoker".to_owned()));
    let inside = cursor.within(query);
    Ok(What::CreateView(Box::new(CreateView {
        name,
        view: View {
            columns,
            query: expression::query(cursor.sql, query),
            settings,
            ..View::default()
        },
        reads: reads::tables(inside),
        star: has_star(inside),
        temporary: false,
        if_not_exists,
        or_replace: prefix.or_replace,
        alters: prefix.alters,
    })))
}

/// The query without its `WITH CHECK OPTION`, and how far that reaches.
fn checked<'a>(sql: &str, query: &'a [Token]) -> (&'a [Token], Option<&'static str>) {
    let word = |token: &Token, keyword: &str| token.is_word(sql, keyword);
    match query {
        [rest @ .., with, check, option]
            if word(with, "WITH") && word(check, "CHECK") && word(option, "OPTION") =>
        {
            (rest, Some("cascaded"))
        }
        [rest @ .., with, how, check, option]
            if word(with, "WITH") && word(check, "CHECK") && word(option, "OPTION") =>
        {
            (rest, Some(if word(how, "LOCAL") { "local" } else { "cascaded" }))
        }
        _ => (query, None),
    }
}

/// Whether a `*` stands for columns: behind `SELECT`, a comma, a dot or a modifier.
fn has_star(mut query: Cursor<'_>) -> bool {
    let sql = query.sql;
    while let Some(token) = query.next() {
        let before = token;
        if query.at_symbol("*") {
            let is_factor = before.kind == TokenKind::Number || before.is_symbol(sql, ")");
            let stands = match before.kind {
                TokenKind::Word => ["SELECT", "ALL", "DISTINCT", "DISTINCTROW"]
                    .iter()
                    .any(|word| before.is_word(sql, word)),
                TokenKind::Symbol => before.is_symbol(sql, ",") || before.is_symbol(sql, "."),
                _ => false,
            };
            if stands && !is_factor {
                return true;
            }
        }
    }
    false
}

/// `CREATE` of something that only its text says more about, from its name on.
pub(super) fn create(
    cursor: &mut Cursor<'_>,
    kind: ObjectKind,
    prefix: &Prefix,
    name: fn(&mut Cursor<'_>) -> Read<Path>,
) -> Read<What> {
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = name(cursor)?;
    let text = expression::query(cursor.sql, cursor.rest());
    Ok(What::CreateObject(Box::new(CreateObject {
        kind,
        name,
        table: None,
        text,
        uses: Vec::new(),
        if_not_exists,
        or_replace: prefix.or_replace,
        temporary: false,
        routine: None,
    })))
}

/// `ALTER` of something of that kind, from its name on.
pub(super) fn alter(cursor: &mut Cursor<'_>, kind: ObjectKind, name: Path) -> What {
    let mut ahead = *cursor;
    if kind == ObjectKind::Event
        && ahead.take_words(&["RENAME", "TO"])
        && let Ok(to) = ahead.path()
        && ahead.is_at_end()
        && to.namespace.is_none()
    {
        cursor.rest();
        let change = ObjectChange::Rename(Ident { name: to.name, span: to.span });
        return What::AlterObject(AlterObject {
            kind,
            name,
            table: None,
            if_exists: false,
            change,
        });
    }
    let start = cursor.position();
    let text = expression::query(cursor.sql, cursor.rest());
    let span = cursor.span_since(start);
    let change = ObjectChange::Other { text, span };
    What::AlterObject(AlterObject { kind, name, table: None, if_exists: false, change })
}

/// `DROP` of things of that kind, from `IF EXISTS` on.
pub(super) fn drop(
    cursor: &mut Cursor<'_>,
    kind: DroppedKind,
    name: fn(&mut Cursor<'_>) -> Read<Path>,
) -> Read<What> {
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let mut names = vec![name(cursor)?];
    while cursor.take_symbol(",") {
        names.push(name(cursor)?);
    }
    cursor.take_any(&["RESTRICT", "CASCADE"]);
    cursor.expect_end()?;
    let kinds = vec![kind];
    Ok(What::DropObjects(DropObjects { kinds, names, table: None, if_exists, cascade: false }))
}
