//! Columns that change names among themselves.
//!
//! In one `ALTER TABLE` every old name is one from before it, so `RENAME COLUMN a TO b, RENAME COLUMN b TO a`
//! swaps two (measured on MariaDB 10.11 and MySQL 9.7). One after the other, the first of them would find its
//! new name taken.

use std::collections::VecDeque;

use crate::command::{Ident, TableChange, between};
use crate::text::Span;

type Action = (Span, TableChange);

/// The actions so that each finds the name that it gives free: one whose name another still has comes
/// behind that, and where they wait for each other the first of them gets a name in between.
pub(super) fn in_turn(actions: Vec<Action>) -> Vec<Action> {
    let renames: VecDeque<Action> =
        actions.iter().filter(|(_, change)| is_rename(change)).cloned().collect();
    if renames.len() < 2 {
        return actions;
    }
    let mut ordered = ordered(renames);
    let mut turns = Vec::with_capacity(actions.len() + 1);
    for action in actions {
        if !is_rename(&action.1) {
            turns.push(action);
            continue;
        }
        // A name in between takes no place of its own.
        while let Some((is_extra, rename)) = ordered.pop_front() {
            turns.push(rename);
            if !is_extra {
                break;
            }
        }
    }
    turns
}

/// Renames in turn, and which of them are added.
fn ordered(mut waiting: VecDeque<Action>) -> VecDeque<(bool, Action)> {
    let mut ordered = VecDeque::with_capacity(waiting.len() + 1);
    loop {
        let free = waiting.iter().position(|(_, change)| is_free(change, &waiting));
        if let Some(next) = free.and_then(|at| waiting.remove(at)) {
            ordered.push_back((false, next));
        } else if let Some((span, change)) = waiting.front_mut()
            && let Some(from) = old_name(change)
        {
            let between = Ident { name: between::of(&from.name), span: from.span };
            let change = TableChange::RenameColumn { from: from.clone(), to: between.clone() };
            *from = between;
            ordered.push_back((true, (*span, change)));
        } else {
            return ordered;
        }
    }
}

/// Whether no other column that waits for a new name has the one that this gives.
fn is_free(change: &TableChange, waiting: &VecDeque<Action>) -> bool {
    let (from, to) = names(change);
    let has_it = |name: &str| name.eq_ignore_ascii_case(to);
    has_it(from) || !waiting.iter().any(|(_, other)| has_it(names(other).0))
}

fn is_rename(change: &TableChange) -> bool {
    let (from, to) = names(change);
    from != to
}

/// The name before and the name after; two that are the same where it is no rename.
fn names(change: &TableChange) -> (&str, &str) {
    match change {
        TableChange::RenameColumn { from, to } => (&from.name, &to.name),
        TableChange::ReplaceColumn { old, column, .. } => (&old.name, &column.column.name),
        _ => ("", ""),
    }
}

fn old_name(change: &mut TableChange) -> Option<&mut Ident> {
    match change {
        TableChange::RenameColumn { from, .. } => Some(from),
        TableChange::ReplaceColumn { old, .. } => Some(old),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Command, What};
    use crate::sql;

    fn turns(script: &str) -> String {
        let read = sql::read(script, "mysql 8.4".parse().unwrap());
        assert_eq!(read.errors, []);
        let said = |command: &Command| match &command.what {
            What::AlterTable(alter) => match names(&alter.change) {
                ("", _) => "-".to_owned(),
                (from, to) => format!("{from} > {to}"),
            },
            _ => "?".to_owned(),
        };
        read.statements[0].commands.iter().map(said).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn each_finds_the_name_that_it_gives_free() {
        assert_eq!(
            turns("alter table t rename column a to b, rename column c to d"),
            "a > b, c > d"
        );
        assert_eq!(
            turns("alter table t rename column a to b, rename column b to a"),
            "a > a (in between), b > a, a (in between) > b"
        );
        assert_eq!(
            turns("alter table t rename column a to b, add x int, change B c int"),
            "B > c, -, a > b"
        );
        assert_eq!(
            turns("alter table t change a b int, change b c int, change c a int, modify d int"),
            "a > a (in between), c > a, b > c, a (in between) > b, d > d"
        );
        assert_eq!(turns("alter table t change a A int, change b B int"), "a > A, b > B");
    }
}
