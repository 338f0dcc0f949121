//! `ALTER TABLE`, one command for each action.

use super::index::last_name;
use super::table::{BOUNDS, opaque, parameter_list};
use super::{column, constraint};
use crate::command::{AlterTable, ColumnChange, Command, Ident, TableChange, What};
use crate::dialect::postgres::types;
use crate::schema::Deferrable;
use crate::sql::postgres::expression::{self, TYPES, expression, spelled};
use crate::sql::postgres::name::{ident_of, path, path_of};
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// The actions of an `ALTER TABLE`.
pub(super) fn table(node: Node<'_>) -> Vec<Command> {
    if let Some(all) = node.child(SyntaxKind::ALL_IN_TABLESPACE) {
        return vec![crate::sql::unread(all.span(), "it moves every table of a tablespace")];
    }
    let named = node.child(SyntaxKind::TABLE_RELATION_NAME);
    let of = AlterTable {
        table: named.map(path).unwrap_or_default(),
        if_exists: node.has(SyntaxKind::IF_EXISTS),
        only: named.is_some_and(|named| named.find(SyntaxKind::ONLY_KW).is_some()),
        algorithm: None,
        lock: None,
        change: TableChange::Rebuild,
    };
    let actions = node.children().filter(|child| {
        let head = [SyntaxKind::TABLE_RELATION_NAME, SyntaxKind::IF_EXISTS];
        !child.is_token() && !head.contains(&child.kind())
    });
    actions.flat_map(|action| action_commands(action, &of)).collect()
}

/// The commands of an action of a statement that says that `of` a table.
fn action_commands(action: Node<'_>, of: &AlterTable) -> Vec<Command> {
    let command = |change| {
        let alter = AlterTable { change, ..of.clone() };
        Command::new(action.span(), What::AlterTable(Box::new(alter)))
    };
    let changes = match action.kind() {
        SyntaxKind::SET_OPTIONS | SyntaxKind::RESET_OPTIONS => option_changes(action),
        SyntaxKind::ALTER_COLUMN => column_changes(action),
        _ => change(action).into_iter().collect(),
    };
    if changes.is_empty() {
        let reason = format!("`{}` is not modelled", spelled(action));
        return vec![opaque(action, &reason, vec![of.table.clone()])];
    }
    changes.into_iter().map(command).collect()
}

/// What an action changes; none where the model has no place for it.
fn change(action: Node<'_>) -> Option<TableChange> {
    let named = |kind| ident_of(action, kind);
    let set = |name: &str, value: Option<String>| {
        Some(TableChange::SetOption { name: name.to_owned(), value })
    };
    match action.kind() {
        SyntaxKind::ADD_COLUMN => Some(TableChange::AddColumn {
            column: Box::new(column::new(action)),
            if_not_exists: action.has(SyntaxKind::IF_NOT_EXISTS),
            position: None,
        }),
        SyntaxKind::DROP_COLUMN => Some(TableChange::DropColumn {
            column: named(SyntaxKind::COLUMN_NAME_REF)?,
            if_exists: action.has(SyntaxKind::IF_EXISTS),
            cascade: action.has(SyntaxKind::CASCADE),
        }),
        SyntaxKind::RENAME_COLUMN => Some(TableChange::RenameColumn {
            from: named(SyntaxKind::COLUMN_NAME_REF)?,
            to: named(SyntaxKind::COLUMN_NAME)?,
        }),
        SyntaxKind::ADD_CONSTRAINT => add_constraint(action),
        SyntaxKind::DROP_CONSTRAINT => Some(TableChange::DropConstraint {
            name: Some(named(SyntaxKind::CONSTRAINT_NAME_REF)?),
            kind: None,
            if_exists: action.has(SyntaxKind::IF_EXISTS),
            cascade: action.has(SyntaxKind::CASCADE),
        }),
        SyntaxKind::RENAME_CONSTRAINT => Some(TableChange::RenameConstraint {
            from: named(SyntaxKind::CONSTRAINT_NAME_REF)?,
            to: named(SyntaxKind::CONSTRAINT_NAME)?,
        }),
        SyntaxKind::VALIDATE_CONSTRAINT => {
            named(SyntaxKind::CONSTRAINT_NAME_REF).map(TableChange::ValidateConstraint)
        }
        SyntaxKind::ALTER_CONSTRAINT => alter_constraint(action),
        SyntaxKind::TABLE_RENAME_TO => {
            path_of(action, SyntaxKind::TABLE_NAME).map(TableChange::Rename)
        }
        SyntaxKind::SET_SCHEMA => named(SyntaxKind::SCHEMA_REF).map(TableChange::SetNamespace),
        SyntaxKind::SET_TABLESPACE => {
            set("tablespace", super::table::own_tablespace(last_name(action).name))
        }
        SyntaxKind::SET_LOGGED => set("persistence", None),
        SyntaxKind::SET_UNLOGGED => set("persistence", Some("unlogged".to_owned())),
        SyntaxKind::SET_ACCESS_METHOD => {
            let method = named(SyntaxKind::ACCESS_METHOD_REF).map(|method| method.name);
            set("access method", method.filter(|method| method != "heap"))
        }
        // To whoever migrates it belongs unless somebody says otherwise.
        SyntaxKind::OWNER_TO => {
            let owner = Some(super::object::owner(action).name);
            set("owner", owner.filter(|owner| owner != crate::replay::WHOEVER))
        }
        _ => partition(action).or_else(|| switch(action)),
    }
}

fn partition(action: Node<'_>) -> Option<TableChange> {
    let other = path_of(action, SyntaxKind::TABLE_NAME_REF);
    match action.kind() {
        SyntaxKind::INHERIT_TABLE => Some(TableChange::Inherit { parent: other?, inherit: true }),
        SyntaxKind::NO_INHERIT_TABLE => {
            Some(TableChange::Inherit { parent: other?, inherit: false })
        }
        SyntaxKind::ATTACH_PARTITION => Some(TableChange::AttachPartition {
            partition: other?,
            bound: action.child_of(&BOUNDS).map(spelled).unwrap_or_default(),
        }),
        SyntaxKind::DETACH_PARTITION if action.has(SyntaxKind::DETACH_FINALIZE) => {
            Some(TableChange::Other("DETACH PARTITION FINALIZE".to_owned()))
        }
        SyntaxKind::DETACH_PARTITION => Some(TableChange::DetachPartition {
            partition: other?,
            concurrently: action.has(SyntaxKind::DETACH_CONCURRENTLY),
        }),
        _ => None,
    }
}

/// What is on or off: triggers, rules, row security; and the few other attributes of a table.
fn switch(action: Node<'_>) -> Option<TableChange> {
    let name = || last_name(action).name;
    let (option, value) = match action.kind() {
        SyntaxKind::ENABLE_RLS => ("row security".to_owned(), Some("enabled")),
        SyntaxKind::DISABLE_RLS => ("row security".to_owned(), None),
        SyntaxKind::FORCE_RLS => ("force row security".to_owned(), Some("enabled")),
        SyntaxKind::NO_FORCE_RLS => ("force row security".to_owned(), None),
        SyntaxKind::ENABLE_TRIGGER => (format!("trigger {}", name()), None),
        SyntaxKind::DISABLE_TRIGGER => (format!("trigger {}", name()), Some("disabled")),
        SyntaxKind::ENABLE_REPLICA_TRIGGER => (format!("trigger {}", name()), Some("replica")),
        SyntaxKind::ENABLE_ALWAYS_TRIGGER => (format!("trigger {}", name()), Some("always")),
        SyntaxKind::ENABLE_RULE => (format!("rule {}", name()), None),
        SyntaxKind::DISABLE_RULE => (format!("rule {}", name()), Some("disabled")),
        SyntaxKind::ENABLE_REPLICA_RULE => (format!("rule {}", name()), Some("replica")),
        SyntaxKind::ENABLE_ALWAYS_RULE => (format!("rule {}", name()), Some("always")),
        SyntaxKind::SET_WITHOUT_CLUSTER => ("cluster".to_owned(), None),
        SyntaxKind::SET_WITHOUT_OIDS => {
            return Some(TableChange::Other("SET WITHOUT OIDS".to_owned()));
        }
        SyntaxKind::CLUSTER_ON => {
            return Some(TableChange::SetOption {
                name: "cluster".to_owned(),
                value: Some(name()),
            });
        }
        SyntaxKind::REPLICA_IDENTITY => {
            let value = action.children().find(|child| !child.is_token()).map(spelled);
            let value = value.filter(|value| value != "default");
            return Some(TableChange::SetOption { name: "replica identity".to_owned(), value });
        }
        _ => return None,
    };
    Some(TableChange::SetOption { name: option, value: value.map(ToOwned::to_owned) })
}

fn option_changes(action: Node<'_>) -> Vec<TableChange> {
    let reset = action.is(SyntaxKind::RESET_OPTIONS);
    let change = |(name, value): (String, Option<String>)| {
        let value = value.or_else(|| Some("true".to_owned())).filter(|_| !reset);
        TableChange::SetOption { name, value }
    };
    parameter_list(action).into_iter().map(change).collect()
}

fn add_constraint(action: Node<'_>) -> Option<TableChange> {
    let part = action.children().find(|child| !child.is_token())?;
    if part.is(SyntaxKind::NOT_NULL_CONSTRAINT) {
        // A name or a pending check of its own is more than the model keeps of a NOT NULL.
        let plain = !part.has(SyntaxKind::NOT_VALID) && !part.has(SyntaxKind::NO_INHERIT);
        let named = part.has(SyntaxKind::CONSTRAINT_NAME_CLAUSE);
        let column = ident_of(part, SyntaxKind::COLUMN_NAME_REF)?;
        let change = ColumnChange::Nullable(false);
        return (plain && !named).then_some(TableChange::AlterColumn {
            column,
            if_exists: false,
            change,
        });
    }
    constraint::of_table(part).map(Box::new).map(TableChange::AddConstraint)
}

fn alter_constraint(action: Node<'_>) -> Option<TableChange> {
    let deferrable = action.children().filter_map(|child| constraint::deferrable_of(child.kind()));
    let enforced = [(SyntaxKind::NOT_ENFORCED, false), (SyntaxKind::ENFORCED, true)];
    let no_inherit = [(SyntaxKind::NO_INHERIT, true), (SyntaxKind::INHERIT, false)];
    let found = |choices: [(SyntaxKind, bool); 2]| {
        choices.into_iter().find(|(kind, _)| action.has(*kind)).map(|(_, value)| value)
    };
    Some(TableChange::AlterConstraint {
        name: ident_of(action, SyntaxKind::CONSTRAINT_NAME_REF)?,
        // Without `DEFERRABLE` beside it, it takes away that the constraint is.
        deferrable: deferrable.last().or_else(|| {
            action.has(SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION).then_some(Deferrable::No)
        }),
        enforced: found(enforced),
        no_inherit: found(no_inherit),
    })
}

fn column_changes(action: Node<'_>) -> Vec<TableChange> {
    let Some(column) = ident_of(action, SyntaxKind::COLUMN_NAME_REF) else { return Vec::new() };
    let parts = action
        .children()
        .filter(|child| !child.is_token() && !child.is(SyntaxKind::COLUMN_NAME_REF));
    let mut changes = Vec::new();
    for part in parts {
        match part.kind() {
            SyntaxKind::SET_OPTIONS | SyntaxKind::RESET_OPTIONS => {
                changes.extend(attribute_changes(part));
            }
            _ => match column_change(part) {
                Some(change) => changes.push(change),
                None => return Vec::new(),
            },
        }
    }
    let altered = |change| alter_column(&column, change);
    changes.into_iter().map(altered).collect()
}

fn alter_column(column: &Ident, change: ColumnChange) -> TableChange {
    TableChange::AlterColumn { column: column.clone(), if_exists: false, change }
}

fn attribute_changes(part: Node<'_>) -> Vec<ColumnChange> {
    let reset = part.is(SyntaxKind::RESET_OPTIONS);
    let change = |(name, value): (String, Option<String>)| ColumnChange::Setting {
        name,
        value: value.filter(|_| !reset),
    };
    parameter_list(part).into_iter().map(change).collect()
}

/// What happens to one attribute of a column.
pub(super) fn column_change(part: Node<'_>) -> Option<ColumnChange> {
    let value = || part.children().find(|child| !child.is_token());
    let setting = |name: &str| {
        let value = value().map(spelled).filter(|value| value != "default" && value != "- 1");
        Some(ColumnChange::Setting { name: name.to_owned(), value })
    };
    match part.kind() {
        SyntaxKind::SET_TYPE => set_type(part),
        SyntaxKind::SET_DEFAULT => {
            Some(ColumnChange::Default(value().and_then(|value| expression::default(value, ""))))
        }
        SyntaxKind::DROP_DEFAULT => Some(ColumnChange::Default(None)),
        SyntaxKind::SET_NOT_NULL => Some(ColumnChange::Nullable(false)),
        SyntaxKind::DROP_NOT_NULL => Some(ColumnChange::Nullable(true)),
        SyntaxKind::SET_STATISTICS => setting("statistics"),
        SyntaxKind::SET_STORAGE => setting("storage"),
        SyntaxKind::SET_COMPRESSION => setting("compression"),
        SyntaxKind::SET_EXPRESSION => Some(ColumnChange::Generated(value().map(expression))),
        SyntaxKind::DROP_EXPRESSION => Some(ColumnChange::Generated(None)),
        SyntaxKind::ADD_GENERATED => {
            let list = part.child(SyntaxKind::SEQUENCE_OPTION_LIST);
            Some(ColumnChange::Identity {
                identity: column::kind_of_identity(part),
                if_exists: false,
                options: list.map(column::sequence_options).unwrap_or_default(),
            })
        }
        SyntaxKind::SET_GENERATED_OPTIONS => {
            let kind = part.child(SyntaxKind::SET_GENERATED).and_then(column::kind_of_identity);
            let others = part.children().filter(|child| !child.is(SyntaxKind::SET_GENERATED));
            Some(ColumnChange::Identity {
                identity: kind,
                if_exists: false,
                options: others.map(spelled).collect(),
            })
        }
        SyntaxKind::DROP_IDENTITY => Some(ColumnChange::Identity {
            identity: None,
            if_exists: part.has(SyntaxKind::IF_EXISTS),
            options: Vec::new(),
        }),
        _ => None,
    }
}

fn set_type(part: Node<'_>) -> Option<ColumnChange> {
    let written = part.child_of(&TYPES)?;
    let using = part.child(SyntaxKind::USING_EXPR);
    let using = using.and_then(|using| using.children().find(|child| !child.is_token()));
    Some(ColumnChange::Type {
        data_type: types::normal(written.text()),
        type_span: written.span(),
        collation: part.child(SyntaxKind::COLLATE).and_then(column::collation),
        using: using.map(expression),
    })
}
