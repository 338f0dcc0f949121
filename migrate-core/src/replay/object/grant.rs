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
    let kind = if grant.default { ObjectKind::DefaultPrivileges } else { ObjectKind::Grant };
    for grantee in &grant.grantees {
        for privilege in &grant.privileges {
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
        let object = ObjectName { kind: self.kind, name: name.clone() };
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
}
