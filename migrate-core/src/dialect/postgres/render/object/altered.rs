//! Types that columns are made of, and that are altered for that reason rather than made anew.
//!
//! Both sides are statements as `created.sql` writes them: each of what can be altered in a line of its own.

use super::path;
use crate::schema::ObjectName;

/// What each line of such a statement begins with, behind the first one.
const LINE: &str = "\n    ";

/// `ALTER DOMAIN`; none where it is one of another type.
pub(super) fn domain(of: &ObjectName, old: &str, new: &str) -> Option<Vec<String>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split(LINE).collect(), new.split(LINE).collect());
    let (one, other) = (old.first()?, new.first()?);
    if one != other || !one.starts_with("CREATE DOMAIN ") {
        return None;
    }
    let gone = old.iter().filter(|line| !new.contains(line));
    let put = new.iter().filter(|line| !old.contains(line));
    let is_replaced = |line: &str| {
        line.starts_with("DEFAULT ") && new.iter().any(|it| it.starts_with("DEFAULT "))
    };
    let gone = gone.filter(|line| !is_replaced(line)).map(|line| {
        let name = line.strip_prefix("CONSTRAINT ").and_then(|it| it.split(" CHECK (").next());
        match name {
            Some(name) => format!("DROP CONSTRAINT {name}"),
            None if line.starts_with("DEFAULT ") => "DROP DEFAULT".to_owned(),
            None => format!("DROP {line}"),
        }
    });
    let put = put.map(|line| match line.starts_with("CONSTRAINT ") {
        true => format!("ADD {line}"),
        false => format!("SET {line}"),
    });
    let domain = path(&of.name);
    Some(gone.chain(put).map(|it| format!("ALTER DOMAIN {domain} {it};")).collect())
}

/// `ALTER TYPE`, of a composite one; none where its attributes come in another order.
pub(super) fn composite(of: &ObjectName, old: &str, new: &str) -> Option<Vec<String>> {
    let (old, new) = (attributes(old)?, attributes(new)?);
    let named = |all: &[(&str, &str)], name: &str| all.iter().any(|(it, _)| *it == name);
    let mut behind: Vec<&str> =
        old.iter().map(|(name, _)| *name).filter(|it| named(&new, it)).collect();
    let mut parts = Vec::new();
    for (name, _) in old.iter().filter(|(name, _)| !named(&new, name)) {
        parts.push(format!("DROP ATTRIBUTE {name}"));
    }
    for (name, kind) in &new {
        match old.iter().find(|(it, _)| it == name) {
            Some((_, before)) if before == kind => {}
            Some(_) => parts.push(format!("ALTER ATTRIBUTE {name} TYPE {kind}")),
            None => {
                behind.push(name);
                parts.push(format!("ADD ATTRIBUTE {name} {kind}"));
            }
        }
    }
    let is_in_order = behind.iter().eq(new.iter().map(|(name, _)| name));
    is_in_order.then(|| vec![format!("ALTER TYPE {} {};", path(&of.name), parts.join(", "))])
}

/// The names of the attributes with their types; none where it is a type of another kind.
fn attributes(text: &str) -> Option<Vec<(&str, &str)>> {
    let (head, body) = text.split_once(" AS (")?;
    if !head.starts_with("CREATE TYPE ") {
        return None;
    }
    let lines = body.trim_end_matches("\n)").split(LINE).skip(1);
    lines.map(|line| attribute(line.trim_end_matches(','))).collect()
}

/// A name may have blanks, in quotes.
fn attribute(line: &str) -> Option<(&str, &str)> {
    let end = match line.strip_prefix('"') {
        Some(rest) => rest.replace("\"\"", "__").find('"')? + 2,
        None => line.find(' ')?,
    };
    Some((line.get(..end)?, line.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Name, ObjectKind};

    fn of(kind: ObjectKind) -> ObjectName {
        ObjectName { kind, name: Name::bare("it") }
    }

    #[test]
    fn a_domain_is_altered_line_by_line() {
        let old = "CREATE DOMAIN it AS integer\n    DEFAULT 1\n    CONSTRAINT \"a b\" CHECK ((VALUE > 0))";
        let new = "CREATE DOMAIN it AS integer\n    DEFAULT 2\n    NOT NULL";
        let altered = |old, new| domain(&of(ObjectKind::Domain), old, new);
        let forth = [
            "ALTER DOMAIN it DROP CONSTRAINT \"a b\";",
            "ALTER DOMAIN it SET DEFAULT 2;",
            "ALTER DOMAIN it SET NOT NULL;",
        ];
        assert_eq!(altered(old, new).unwrap(), forth);
        let bare = ["ALTER DOMAIN it DROP DEFAULT;", "ALTER DOMAIN it DROP NOT NULL;"];
        assert_eq!(altered(new, "CREATE DOMAIN it AS integer").unwrap(), bare);
        assert_eq!(altered(new, "CREATE DOMAIN it AS text"), None);
    }

    #[test]
    fn a_composite_type_is_altered_by_its_attributes() {
        let made = |attributes: &str| format!("CREATE TYPE it AS (\n    {attributes}\n)");
        let altered =
            |old: &str, new: &str| composite(&of(ObjectKind::Type), &made(old), &made(new));
        let (old, new) = ("\"a \"\" b\" integer,\n    c numeric(3,1)", "c text,\n    d integer");
        assert_eq!(
            altered(old, new).unwrap(),
            [
                "ALTER TYPE it DROP ATTRIBUTE \"a \"\" b\", ALTER ATTRIBUTE c TYPE text, ADD ATTRIBUTE d integer;"
            ]
        );
        assert_eq!(altered("a integer", "b integer,\n    a integer"), None, "it comes first");
    }
}
