//! Rights.

use crate::change::Change;
use crate::command::Grant;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::schema::{Name, Object, ObjectKind, ObjectName, Schema};

/// `GRANT`, `REVOKE`, `ALTER DEFAULT PRIVILEGES`. One object for each right of each grantee: what a
/// `REVOKE` takes away is then gone, however it was granted.
pub(in crate::replay) fn grant(work: &mut Work<'_>, grant: &Grant) -> Outcome {
    let mut tables = Vec::with_capacity(grant.tables.len());
    for path in &grant.tables {
        match work.find_relation(path) {
            Some(name) => {
                work.targets.push(name.clone());
                tables.push(name);
            }
            None => return Err(work.unknown_relation(path)),
        }
    }
    if let Some(namespace) = grant.on.strip_prefix("all tables in schema ") {
        tables.extend(all_of(work, namespace));
        if tables.is_empty() {
            return Ok(());
        }
    } else if grant.revoke && grant.on.starts_with("all ") && has_any(work) {
        work.doubt_everything("rights that were given one by one go with those to all");
    }
    let kind = if grant.default { ObjectKind::DefaultPrivileges } else { ObjectKind::Grant };
    for grantee in &grant.grantees {
        for privilege in grant.privileges.iter().flat_map(|it| one_by_one(it)) {
            let privilege = &privilege;
            let right = Right { kind, grant, privilege, grantee: &grantee.name };
            if tables.is_empty() {
                right.give(work, &grant.on, None)?;
            }
            for table in &tables {
                right.give(work, "", Some(table))?;
            }
        }
    }
    Ok(())
}

/// A right to some columns is one to each: they may be taken away one by one.
fn one_by_one(privilege: &str) -> Vec<String> {
    let columns = privilege.split_once(" ( ").and_then(|(right, rest)| {
        let columns = rest.strip_suffix(" )")?.split(" , ");
        Some(columns.map(|column| format!("{right} ( {column} )")).collect())
    });
    columns.unwrap_or_else(|| vec![privilege.to_owned()])
}

/// The tables and views of schemas, as `ON ALL TABLES` means them.
fn all_of(work: &Work<'_>, namespaces: &str) -> Vec<Name> {
    let schema = work.schema();
    let names = namespaces.split(',').map(|name| name.trim().trim_matches('"'));
    let names: Vec<&str> = names.map(|name| work.replay.engine.namespace(name)).collect();
    let all = schema.tables.keys().chain(schema.views.keys());
    all.filter(|name| names.contains(&name.namespace.as_str())).cloned().collect()
}

fn has_any(work: &Work<'_>) -> bool {
    let first = ObjectName { kind: ObjectKind::Grant, name: Name::default() };
    work.schema().objects.from(&first).next().is_some_and(|(it, _)| it.kind == ObjectKind::Grant)
}

struct Right<'a> {
    kind: ObjectKind,
    grant: &'a Grant,
    privilege: &'a str,
    grantee: &'a str,
}

impl Right<'_> {
    fn give(&self, work: &mut Work<'_>, on: &str, table: Option<&Name>) -> Outcome {
        let on = match table {
            Some(table) => format!("on {}", table.name),
            None => on.to_owned(),
        };
        let name = Name::new(
            table.map(|table| table.namespace.clone()).unwrap_or_default(),
            format!("{} to {} {on}", self.privilege, self.grantee),
        );
        if self.kind == ObjectKind::Grant && work.replay.engine.binds {
            self.overlap(work, &name)?;
        }
        let object = ObjectName { kind: self.kind, name: name.clone() };
        if let Some(absent) = self.of_everybody(work) {
            return self.switch(work, absent);
        }
        if self.grant.revoke {
            if table.is_some_and(|table| self.is_owner(work, table)) {
                work.doubt_everything("what whoever owns a table may do is taken away from them");
            }
            if let Some(found) = work.schema().objects.get(&object).cloned() {
                // `GRANT OPTION FOR` leaves the right itself.
                if self.grant.grantable && self.kind == ObjectKind::Grant {
                    let text = String::new();
                    return work.emit(Change::PutObject(object, Object { text, ..found }));
                }
                return work.emit(Change::DropObject(object));
            }
            // It may have been there from the beginning, or under a wider name.
            work.doubt(&name, "a right was taken away that was not given here");
            return Ok(());
        }
        // What may be passed on already stays so when it is given once more.
        let passed_on = work.schema().objects.get(&object).is_some_and(|it| !it.text.is_empty());
        let grantable = self.grant.grantable || passed_on;
        let text = if grantable { "grantable" } else { "" }.to_owned();
        work.emit(Change::PutObject(object, Object { table: table.cloned(), text }))
    }

    /// Whether a table belongs to the grantee, who may do everything with it by default.
    fn is_owner(&self, work: &Work<'_>, table: &Name) -> bool {
        let schema = work.schema();
        let of_table = schema.tables.get(table).map(|it| &it.options.settings);
        let settings = of_table.or_else(|| schema.views.get(table).map(|it| &it.settings));
        settings.is_some_and(|it| it.get("owner").is_some_and(|owner| owner == self.grantee))
    }

    /// One right may be part of another: what is taken away from a table is taken from each of its columns,
    /// and all rights are each of them.
    fn overlap(&self, work: &mut Work<'_>, name: &Name) -> Outcome {
        let all = ["ALL", "ALL PRIVILEGES"];
        let Some(tail) = name.name.strip_prefix(self.privilege).map(str::to_owned) else {
            return Ok(());
        };
        let is_all = all.contains(&self.privilege);
        let is_part = |other: &str| {
            other != name.name
                && other.ends_with(&tail)
                && (is_all
                    || other.strip_prefix(self.privilege).is_some_and(|it| it.starts_with(" (")))
        };
        let first = ObjectName { kind: ObjectKind::Grant, name: Name::default() };
        let grants = work.schema().objects.from(&first).map(|(it, _)| it);
        let near = grants
            .take_while(|it| it.kind == ObjectKind::Grant)
            .filter(|it| it.name.namespace == name.namespace);
        let (mut parts, mut is_within_all) = (Vec::new(), false);
        for grant in near {
            is_within_all |=
                !is_all && all.iter().any(|all| grant.name.name == format!("{all}{tail}"));
            if is_part(&grant.name.name) {
                parts.push(grant.clone());
            }
        }
        if is_within_all {
            work.doubt(name, "it is one of all rights, which were given together");
        }
        if !self.grant.revoke {
            return Ok(());
        }
        parts.into_iter().try_for_each(|part| work.emit(Change::DropObject(part)))
    }

    /// That everybody may not use what everybody may use by default, as an object.
    fn of_everybody(&self, work: &Work<'_>) -> Option<ObjectName> {
        let on = &self.grant.on;
        let (kind, right) = (self.kind, Subject::of(on)?.right()?);
        let rights = [right, "ALL", "ALL PRIVILEGES"];
        let is_default = !self.grant.grantable
            && self.grantee.eq_ignore_ascii_case("public")
            && rights.contains(&self.privilege);
        let name = Name::bare(format!("no {right} to public {on}"));
        (is_default && self.is_usual(work)).then_some(ObjectName { kind, name })
    }

    /// Whether a thing of the schema has the rights that everybody has by default.
    fn is_usual(&self, work: &Work<'_>) -> bool {
        if self.kind == ObjectKind::DefaultPrivileges {
            // Those of one schema only add to those of all.
            return !self.grant.on.contains(" schema ");
        }
        let mut objects = work.schema().objects.keys();
        let is_other = objects.any(|it| it.kind == ObjectKind::DefaultPrivileges);
        let subject = Subject::of(&self.grant.on);
        !is_other && subject.is_some_and(|it| it.namesakes(work.schema()) > 0)
    }

    fn switch(&self, work: &mut Work<'_>, absent: ObjectName) -> Outcome {
        let is_there = work.schema().objects.contains_key(&absent);
        match (self.grant.revoke, is_there) {
            (true, false) => {
                let text = String::new();
                work.emit(Change::PutObject(absent, Object { table: None, text }))
            }
            (false, true) => work.emit(Change::DropObject(absent)),
            _ => Ok(()),
        }
    }
}

/// What rights are to that go with it and that no table has.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Subject<'a> {
    class: Class,
    /// Without its schema and its arguments; none where it is whatever is to come.
    name: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Routine,
    Type,
    Schema,
}

/// How a `GRANT` names what each class holds.
const CLASSES: [(&str, Class); 9] = [
    ("function", Class::Routine),
    ("functions", Class::Routine),
    ("procedure", Class::Routine),
    ("routine", Class::Routine),
    ("routines", Class::Routine),
    ("type", Class::Type),
    ("types", Class::Type),
    ("domain", Class::Type),
    ("schema", Class::Schema),
];

impl<'a> Subject<'a> {
    fn of(on: &'a str) -> Option<Self> {
        let named = |(words, class): &(&str, Class)| {
            let rest = on.strip_prefix(words)?;
            let rest = if rest.is_empty() { "" } else { rest.strip_prefix(' ')? };
            Some(Self { class: *class, name: bare(rest) })
        };
        CLASSES.iter().find_map(named)
    }

    /// The one that a right is to: it stands at the end of the name that the right has in the model.
    fn of_right(right: &'a ObjectName) -> Option<Self> {
        let name = right.name.name.as_str();
        name.match_indices(' ').find_map(|(at, _)| Self::of(name.get(at + 1..)?))
    }

    /// What everybody may do with it unless that is taken away.
    const fn right(self) -> Option<&'static str> {
        match self.class {
            Class::Routine => Some("EXECUTE"),
            Class::Type => Some("USAGE"),
            Class::Schema => None,
        }
    }

    /// How many things have that name.
    fn namesakes(self, schema: &Schema) -> usize {
        let kinds: &[ObjectKind] = match self.class {
            Class::Routine => &[ObjectKind::Routine],
            Class::Type => &[ObjectKind::Type, ObjectKind::Domain],
            Class::Schema => &[],
        };
        let is_it = |it: &&ObjectName| kinds.contains(&it.kind) && bare(&it.name.name) == self.name;
        let enums =
            schema.enums.keys().filter(|it| self.class == Class::Type && it.name == self.name);
        schema.objects.keys().filter(is_it).count() + enums.count()
    }
}

/// A name without its schema, its arguments and its quotes.
fn bare(name: &str) -> &str {
    let name = name.split(['(', ' ']).next().unwrap_or_default();
    name.rsplit('.').next().unwrap_or_default().trim_matches('"')
}

/// The rights to a routine, a type or the like go with it; where there are several of one name, it is not
/// told whose they are.
pub(in crate::replay) fn drop_rights(work: &mut Work<'_>, of: &str, gone: &Name) -> Outcome {
    let rights = rights_to(work, of, gone);
    let left = Subject::of(of).map(|it| Subject { name: bare(&gone.name), ..it });
    let is_alone = left.is_none_or(|it| it.namesakes(work.schema()) == 0);
    for right in rights {
        match is_alone {
            true => work.emit(Change::DropObject(right))?,
            false => work.doubt(&right.name, "it is to one of several things of that name"),
        }
    }
    Ok(())
}

/// The rights to a routine or a type go on under its new name, which their own names have at the end.
pub(in crate::replay) fn rename_rights(
    work: &mut Work<'_>,
    of: &str,
    from: &Name,
    to: &Name,
) -> Outcome {
    for right in rights_to(work, of, from) {
        let Some(object) = work.schema().objects.get(&right).cloned() else { continue };
        let name = right.name.beside(renamed(&right.name.name, bare(&to.name)));
        work.emit(Change::PutObject(ObjectName { name, ..right.clone() }, object))?;
        work.emit(Change::DropObject(right))?;
    }
    Ok(())
}

/// The name of a right to something that is now called `new`.
fn renamed(right: &str, new: &str) -> String {
    let own = |(at, _): (usize, &str)| {
        let on = right.get(at + 1..)?;
        CLASSES.iter().find_map(|(words, _)| on.strip_prefix(words)?.strip_prefix(' '))
    };
    let Some(on) = right.match_indices(' ').find_map(own) else { return right.to_owned() };
    let before = right.strip_suffix(on).unwrap_or_default();
    let (name, arguments) = on.split_at(on.find(['(', ' ']).unwrap_or(on.len()));
    let schema = name.rsplit_once('.').map(|(schema, _)| format!("{schema}."));
    format!("{before}{}{new}{arguments}", schema.unwrap_or_default())
}

fn rights_to(work: &Work<'_>, of: &str, name: &Name) -> Vec<ObjectName> {
    let Some(subject) = Subject::of(of).map(|it| Subject { name: bare(&name.name), ..it }) else {
        return Vec::new();
    };
    let first = ObjectName { kind: ObjectKind::Grant, name: Name::default() };
    let rights = work.schema().objects.from(&first);
    let rights = rights.take_while(|(it, _)| it.kind == ObjectKind::Grant).map(|(it, _)| it);
    rights.filter(|right| Subject::of_right(right) == Some(subject)).cloned().collect()
}
