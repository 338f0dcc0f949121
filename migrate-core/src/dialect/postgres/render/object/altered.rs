//! What others are made of or go by, and that is altered for that reason rather than made anew.
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

/// What the first line of a statement calls what it makes: the noun and the name.
pub(super) fn called(made: &str) -> Option<String> {
    let line = steps(made).next()?.lines().next()?.strip_prefix("CREATE ")?;
    let line = ["OR REPLACE ", "TRUSTED ", "DEFAULT "]
        .iter()
        .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
    Some(line.trim_end_matches(';').trim_end_matches(" (").to_owned())
}

/// The statements of which one such text consists.
pub(super) fn steps(made: &str) -> impl Iterator<Item = &str> {
    made.split(";\n")
}

/// A routine is replaced where it takes and gives the same: what is behind its language, and behind the first
/// line of an aggregate.
pub(super) fn routine(old: &str, new: &str) -> Option<Vec<String>> {
    let head = |text: &str| {
        let end =
            ["\n LANGUAGE ", ",\n    SFUNC = "].iter().filter_map(|it| text.find(it)).min()?;
        text.get(..end).map(str::to_owned)
    };
    (head(old)? == head(new)?).then(|| vec![new.to_owned()])
}

/// What is made in steps, of which the first one makes it and the others add to it.
pub(super) fn stepwise(old: &str, new: &str) -> Option<Vec<String>> {
    let (first, added) =
        (steps(new).next()?, steps(new).filter(|it| !steps(old).any(|was| was == *it)));
    if steps(old).next()? != first {
        return None;
    }
    let gone = steps(old).filter(|it| !steps(new).any(|is| is == *it)).map(taken_back);
    let gone = gone.collect::<Option<Vec<_>>>()?;
    Some(gone.into_iter().chain(added.map(|it| format!("{it};"))).collect())
}

/// What takes back `ALTER … ADD MAPPING FOR a WITH b`, `ADD OPERATOR 1 <(a,b)`, `ADD FUNCTION 1 (a, b) c(a,b)`.
fn taken_back(step: &str) -> Option<String> {
    let (alter, added) = step.split_once(" ADD ")?;
    if let Some((mapping, _)) = added.split_once(" WITH ") {
        return Some(format!("{alter} DROP {mapping};"));
    }
    let number = added.match_indices(' ').nth(1)?.0;
    let types = added.get(added.find('(')?..=added.find(')')?)?;
    Some(format!("{alter} DROP {} {types};", added.get(..number)?))
}

/// What each line of an option begins with.
const OPTION: &str = "        ";

/// What differs by its options alone: each of them stands in a line of its own.
pub(super) fn options(old: &str, new: &str) -> Option<Vec<String>> {
    let frame = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim_end_matches(','));
        let lines = lines.filter(|line| !line.starts_with(OPTION));
        lines.filter(|line| !["    OPTIONS (", "    )"].contains(line)).map(str::to_owned).collect()
    };
    if frame(old) != frame(new) {
        return None;
    }
    let (old, now) = (optional(old)?, optional(new)?);
    let called = called(new)?;
    let is_dictionary = called.starts_with("TEXT SEARCH DICTIONARY ");
    let verb = |verb: &'static str| if is_dictionary { "" } else { verb };
    let gone = old.iter().filter(|(name, _)| !now.iter().any(|(it, _)| it == name));
    let gone = gone.map(|(name, _)| format!("{}{name}", verb("DROP ")));
    let put = now.iter().filter(|it| !old.contains(it)).map(|(name, value)| {
        let is_there = old.iter().any(|(it, _)| it == name);
        format!("{}{name} {value}", verb(if is_there { "SET " } else { "ADD " }))
    });
    let all = gone.chain(put).collect::<Vec<_>>().join(", ");
    let word = if is_dictionary { "" } else { "OPTIONS " };
    Some(vec![format!("ALTER {called} {word}({all});")])
}

fn optional(text: &str) -> Option<Vec<(&str, &str)>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(OPTION));
    lines.map(|line| attribute(line.trim_end_matches(','))).collect()
}

/// `ALTER PUBLICATION`, which those who subscribe to it need not notice; none where it is of all tables or of
/// none on one side.
pub(super) fn publication(old: &str, new: &str) -> Option<Vec<String>> {
    let lines =
        |text: &str| -> Vec<String> { text.split(LINE).skip(1).map(str::to_owned).collect() };
    let (old, lines) = (lines(old), lines(new));
    let others: Vec<&String> = lines.iter().filter(|line| !old.contains(line)).collect();
    let is_listed = |line: &&String| line.starts_with("FOR TABLE");
    if old.len() != lines.len()
        || others.iter().any(is_listed) && !old.iter().any(|it| is_listed(&it))
        || others.iter().any(|line| line.as_str() == "FOR ALL TABLES")
    {
        return None;
    }
    let called = called(new)?;
    let set = others.iter().map(|line| line.trim_start_matches("FOR ").trim_start_matches("WITH "));
    Some(set.map(|line| format!("ALTER {called} SET {line};")).collect())
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

    #[test]
    fn what_is_added_in_steps_is_taken_back() {
        let made = |steps: &[&str]| {
            let steps =
                steps.iter().map(|it| format!(";\nALTER OPERATOR FAMILY f USING m ADD {it}"));
            "CREATE OPERATOR FAMILY f USING m".to_owned() + &steps.collect::<String>()
        };
        let both =
            made(&["OPERATOR 1 <(integer,bigint) FOR ORDER BY x", "FUNCTION 1 (a, b) s.c(a,b)"]);
        assert_eq!(
            stepwise(&both, &made(&["OPERATOR 2 <=(a,b)"])).unwrap(),
            [
                "ALTER OPERATOR FAMILY f USING m DROP OPERATOR 1 (integer,bigint);",
                "ALTER OPERATOR FAMILY f USING m DROP FUNCTION 1 (a, b);",
                "ALTER OPERATOR FAMILY f USING m ADD OPERATOR 2 <=(a,b);",
            ]
        );
        let mapped = "CREATE TEXT SEARCH CONFIGURATION c (\n    PARSER = p\n)";
        let more =
            format!("{mapped};\nALTER TEXT SEARCH CONFIGURATION c ADD MAPPING FOR word WITH a, b");
        assert_eq!(
            stepwise(&more, mapped).unwrap(),
            ["ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING FOR word;"]
        );
        assert_eq!(
            stepwise(&more, "CREATE TEXT SEARCH CONFIGURATION c (\n    PARSER = q\n)"),
            None
        );
    }

    #[test]
    fn options_are_added_set_and_dropped() {
        let bare = "CREATE SERVER s\n    FOREIGN DATA WRAPPER w";
        let has = |options: &str| format!("{bare}\n    OPTIONS ({options}\n    )");
        let (old, new) =
            (has("\n        a 'x',\n        b 'y'"), has("\n        b 'z',\n        c 'o'"));
        assert_eq!(
            options(&old, &new).unwrap(),
            ["ALTER SERVER s OPTIONS (DROP a, SET b 'z', ADD c 'o');"]
        );
        assert_eq!(options(&old, bare).unwrap(), ["ALTER SERVER s OPTIONS (DROP a, DROP b);"]);
        assert_eq!(options(bare, &bare.replace('w', "v")), None);
        let dictionary =
            |rest: &str| format!("CREATE TEXT SEARCH DICTIONARY d (\n    TEMPLATE = t{rest}\n)");
        assert_eq!(
            options(&dictionary(",\n        a = 'x'"), &dictionary(",\n        b = 'y'")).unwrap(),
            ["ALTER TEXT SEARCH DICTIONARY d (a, b = 'y');"]
        );
    }

    #[test]
    fn a_publication_gets_other_tables() {
        let made =
            |tables: &str, with: &str| format!("CREATE PUBLICATION p{tables}\n    WITH ({with})");
        let one = made("\n    FOR TABLE ONLY a", "x");
        assert_eq!(
            publication(&one, &made("\n    FOR TABLES IN SCHEMA s", "y")).unwrap(),
            ["ALTER PUBLICATION p SET TABLES IN SCHEMA s;", "ALTER PUBLICATION p SET (y);"]
        );
        let all = made("\n    FOR ALL TABLES", "x");
        for (old, new) in [(&one, &all), (&all, &one), (&one, &made("", "x"))] {
            assert_eq!(publication(old, new), None);
        }
    }

    #[test]
    fn a_routine_that_gives_something_else_is_no_replacement() {
        let made = |gives: &str, body: &str| {
            format!("CREATE OR REPLACE FUNCTION f()\n RETURNS {gives}\n LANGUAGE sql\n{body}")
        };
        let new = made("integer", "b");
        assert_eq!(routine(&made("integer", "a"), &new), Some(vec![new.clone()]));
        assert_eq!(routine(&made("text", "a"), &new), None);
    }
}
