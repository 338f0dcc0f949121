//! Rights.

use crate::change::Change;
use crate::command::Grant;
use crate::replay::failure::Outcome;
use crate::replay::work::Work;
use crate::schema::{Name, Object, ObjectKind, ObjectName};

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
        let name = Name {
            namespace: table.map(|table| table.namespace.clone()).unwrap_or_default(),
            name: format!("{} to {} {on}", self.privilege, self.grantee),
        };
        if self.kind == ObjectKind::Grant && work.replay.engine.binds {
            self.overlap(work, &name)?;
        }
        let object = ObjectName { kind: self.kind, name: name.clone() };
        if let Some(absent) = self.of_everybody(work) {
            return self.switch(work, absent);
        }
        if self.grant.revoke {
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

    /// That everybody may not call a routine of the schema, as an object: by default everybody may.
    fn of_everybody(&self, work: &Work<'_>) -> Option<ObjectName> {
        let is_default = self.kind == ObjectKind::Grant
            && !self.grant.grantable
            && self.grantee.eq_ignore_ascii_case("public")
            && ["EXECUTE", "ALL", "ALL PRIVILEGES"].contains(&self.privilege);
        let on = &self.grant.on;
        let routine = routine_of(on).filter(|_| is_default)?;
        let bare = |name: &str| name.split('(').next().unwrap_or_default() == routine;
        let mut objects = work.schema().objects.keys();
        let is_other = objects.any(|it| it.kind == ObjectKind::DefaultPrivileges);
        let mut objects = work.schema().objects.keys();
        let is_known = objects.any(|it| it.kind == ObjectKind::Routine && bare(&it.name.name));
        let name = Name::bare(format!("no EXECUTE to public {on}"));
        (is_known && !is_other).then_some(ObjectName { kind: ObjectKind::Grant, name })
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

/// The name of a routine, without its arguments, that rights are to.
fn routine_of(on: &str) -> Option<&str> {
    let kinds = ["function ", "procedure ", "routine "];
    let named = kinds.iter().find_map(|kind| on.strip_prefix(kind))?;
    named.split(['(', ' ']).next()
}

/// The rights to a routine go with it; where there are several of one name, it is not told whose they are.
pub(super) fn drop_rights(work: &mut Work<'_>, routine: &Name) -> Outcome {
    let bare = |name: &str| name.split('(').next().unwrap_or_default().to_owned();
    let own = bare(&routine.name);
    let first = ObjectName { kind: ObjectKind::Grant, name: Name::default() };
    let rights = work.schema().objects.from(&first);
    let rights = rights.take_while(|(it, _)| it.kind == ObjectKind::Grant).map(|(it, _)| it);
    let is_to_it = |right: &&ObjectName| {
        let on = ["function ", "procedure ", "routine "].iter();
        let on = on.filter_map(|kind| right.name.name.rfind(&format!(" {kind}"))).max();
        let on = on.and_then(|at| right.name.name.get(at + 1..)).and_then(routine_of);
        on.is_some_and(|on| on.rsplit('.').next() == Some(&own))
    };
    let rights: Vec<ObjectName> = rights.filter(is_to_it).cloned().collect();
    let of_that_name =
        |it: &&ObjectName| it.kind == ObjectKind::Routine && bare(&it.name.name) == own;
    let is_alone = rights.is_empty() || !work.schema().objects.keys().any(|it| of_that_name(&it));
    for right in rights {
        match is_alone {
            true => work.emit(Change::DropObject(right))?,
            false => work.doubt(&right.name, "it is to one of several functions of that name"),
        }
    }
    Ok(())
}
