//! What the server says of what the model keeps as text: a whole statement of some, and of others what there
//! is to compare.

use super::{altered, dropped, granted, name, path};
use crate::schema::{Object, ObjectKind, ObjectName};

/// The kinds of which some are made in several steps.
const STEPWISE: [ObjectKind; 4] = [
    ObjectKind::Operator,
    ObjectKind::TextSearch,
    ObjectKind::EventTrigger,
    ObjectKind::Statistics,
];

/// What makes it, as the server says it.
pub(super) fn put(of: &ObjectName, object: &Object, old: Option<&Object>) -> Option<Vec<String>> {
    let made = made(of, object).filter(|it| !it.ends_with(UNSAID))?;
    let anew = |made: &str| match STEPWISE.contains(&of.kind) {
        true => altered::steps(made.trim_end_matches(';')).map(|it| format!("{it};")).collect(),
        false => vec![made.to_owned()],
    };
    let Some(old) = old else { return Some(anew(&made)) };
    let altered = match of.kind {
        // Of a comment and of an owner there is one, and the text of a language says `OR REPLACE`.
        ObjectKind::Comment | ObjectKind::Owner | ObjectKind::Language => Some(vec![made.clone()]),
        ObjectKind::Cast if of.name.name.starts_with("transform ") => Some(vec![made.clone()]),
        ObjectKind::Routine => altered::routine(&old.text, &made),
        ObjectKind::Grant | ObjectKind::DefaultPrivileges => Some(vec![granted::changed(&made)?]),
        ObjectKind::Domain => return altered::domain(of, &old.text, &object.text),
        ObjectKind::Type => return altered::composite(of, &old.text, &object.text),
        // Columns are made of these, and what an extension brings is used by anything.
        ObjectKind::Extension => return None,
        ObjectKind::Collation if !of.name.name.starts_with(CONVERSION) => return None,
        ObjectKind::Publication => altered::publication(&old.text, &object.text),
        ObjectKind::Operator => altered::stepwise(&old.text, &object.text),
        ObjectKind::TextSearch => altered::stepwise(&old.text, &object.text)
            .or_else(|| altered::options(&old.text, &object.text)),
        ObjectKind::Foreign => altered::options(&old.text, &object.text),
        _ => None,
    };
    if altered.is_some() {
        return altered;
    }
    Some([drop(of, old)?].into_iter().chain(anew(&made)).collect())
}

/// Where a secret would stand.
const UNSAID: &str = "OPTIONS (…);";

/// What the name of a conversion begins with, which is of one kind with collations.
const CONVERSION: &str = "conversion ";

fn made(of: &ObjectName, object: &Object) -> Option<String> {
    let verbs: &[&str] = match of.kind {
        ObjectKind::Extension => return Some(extension(of, object)),
        ObjectKind::Grant => &["GRANT ", "REVOKE "],
        ObjectKind::DefaultPrivileges | ObjectKind::Owner => &["ALTER "],
        ObjectKind::Comment => &["COMMENT ON "],
        _ => &["CREATE "],
    };
    let text = object.text.trim().trim_end_matches(';');
    verbs.iter().any(|verb| text.starts_with(verb)).then(|| format!("{text};"))
}

/// The schema stands in front of the version.
fn extension(of: &ObjectName, object: &Object) -> String {
    let called = name(&of.name.name);
    let schema = object.text.split(' ').next().unwrap_or_default();
    format!("CREATE EXTENSION {called} SCHEMA {};", name(schema))
}

/// `DROP`, or what takes it back.
pub(super) fn drop(of: &ObjectName, old: &Object) -> Option<String> {
    let noun = match of.kind {
        ObjectKind::Trigger => "TRIGGER",
        ObjectKind::Policy => "POLICY",
        ObjectKind::Rule => "RULE",
        ObjectKind::Routine => "ROUTINE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Type => "TYPE",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::Collation if !of.name.name.starts_with(CONVERSION) => "COLLATION",
        ObjectKind::EventTrigger => "EVENT TRIGGER",
        ObjectKind::Statistics => "STATISTICS",
        ObjectKind::Collation
        | ObjectKind::Publication
        | ObjectKind::Operator
        | ObjectKind::Cast
        | ObjectKind::TextSearch
        | ObjectKind::Foreign
        | ObjectKind::Language => return headed(of, &made(of, old)?),
        ObjectKind::Grant | ObjectKind::DefaultPrivileges => {
            return granted::back(&made(of, old)?);
        }
        ObjectKind::Comment => return comment(of, &made(of, old)?),
        ObjectKind::Owner => return owner(&made(of, old)?),
        _ => return None,
    };
    match &old.table {
        None if of.kind != ObjectKind::Routine => Some(format!("DROP {noun} {};", path(&of.name))),
        _ => dropped(noun, of, old),
    }
}

/// What PostgreSQL says of `public` in every new database.
const STANDARD: &str = "'standard public schema'";

/// An extension comes with a comment that nobody here knows.
fn comment(of: &ObjectName, made: &str) -> Option<String> {
    let (on, _) = made.split_once(" IS ")?;
    match &*of.name.name {
        "schema public" => Some(format!("{on} IS {STANDARD};")),
        name if name.starts_with("extension ") => None,
        _ => Some(format!("{on} IS NULL;")),
    }
}

/// The user that compares is the one who would have created it.
fn owner(made: &str) -> Option<String> {
    let (alter, _) = made.rsplit_once(" OWNER TO ")?;
    Some(format!("{alter} OWNER TO CURRENT_USER;"))
}

/// By how the statement that makes it calls it; which of the operators and of the classes of one name it is
/// stands behind that in ours.
fn headed(of: &ObjectName, made: &str) -> Option<String> {
    let called = altered::called(made)?;
    let name = &*of.name.name;
    let which = match called.split(' ').next()? {
        "OPERATOR" if called.starts_with("OPERATOR FAMILY ") => None,
        "OPERATOR" if called.starts_with("OPERATOR CLASS ") => name.rfind(" using "),
        "OPERATOR" => name.find(" ( "),
        _ => None,
    };
    let which = which.and_then(|at| name.get(at..)).unwrap_or_default();
    Some(format!("DROP {called}{which};"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Name;

    fn gone(kind: ObjectKind, name: &str, text: &str) -> String {
        let of = ObjectName { kind, name: Name::bare(name) };
        drop(&of, &Object { table: None, text: text.to_owned() }).unwrap()
    }

    #[test]
    fn what_is_known_by_its_statement_goes_by_it() {
        let operator = "CREATE OPERATOR s.=== (\n    FUNCTION = eq,\n    RIGHTARG = integer\n)";
        assert_eq!(
            gone(ObjectKind::Operator, "=== ( none , integer )", operator),
            "DROP OPERATOR s.=== ( none , integer );"
        );
        let class = "CREATE OPERATOR CLASS \"a using\"\n    FOR TYPE integer USING btree AS";
        assert_eq!(
            gone(ObjectKind::Operator, "class a using using btree", class),
            "DROP OPERATOR CLASS \"a using\" using btree;"
        );
        let family =
            "CREATE OPERATOR FAMILY f USING btree;\nALTER OPERATOR FAMILY f USING btree ADD x";
        assert_eq!(
            gone(ObjectKind::Operator, "family f using btree", family),
            "DROP OPERATOR FAMILY f USING btree;"
        );
        let conversion = "CREATE DEFAULT CONVERSION c\n    FOR 'LATIN1' TO 'UTF8' FROM f";
        assert_eq!(gone(ObjectKind::Collation, "conversion c", conversion), "DROP CONVERSION c;");
        let language = "CREATE OR REPLACE TRUSTED LANGUAGE \"L\"\n    HANDLER h";
        assert_eq!(gone(ObjectKind::Language, "L", language), "DROP LANGUAGE \"L\";");
    }
}
