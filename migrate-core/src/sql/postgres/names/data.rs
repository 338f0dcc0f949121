//! Statements that write rows.

use super::super::tree::{Node, SyntaxKind};
use super::{QUERIES, Reader};
use crate::command::{Output, Source};

impl Reader {
    /// `INSERT`, `UPDATE`, `DELETE` and `MERGE`, and what they return.
    pub(super) fn change(&mut self, node: Node<'_>, around: Option<usize>) -> Vec<Output> {
        let known = self.common.len();
        if let Some(clause) = node.child(SyntaxKind::WITH_CLAUSE) {
            self.with(clause, around);
        }
        let returned = match self.target(node) {
            Some(target) if node.is(SyntaxKind::INSERT) => self.insert(node, target, around),
            Some(target) => self.modify(node, target, around),
            None => vec![Output::Unnamed],
        };
        self.common.truncate(known);
        returned
    }

    fn insert(&mut self, node: Node<'_>, target: Source, around: Option<usize>) -> Vec<Output> {
        let own = self.names.scope(around, vec![target.clone()]);
        if let Some(list) = node.child(SyntaxKind::COLUMN_TARGET_LIST) {
            self.listed(list, own);
        }
        if let Some(query) = node.child_of(&QUERIES) {
            self.query(query, around);
        }
        self.rows(node, own);
        if let Some(conflict) = node.child(SyntaxKind::ON_CONFLICT_CLAUSE) {
            self.below(conflict.child(SyntaxKind::CONFLICT_ON_INDEX), own);
            if let Some(update) = conflict.child(SyntaxKind::CONFLICT_DO_UPDATE_SET) {
                let excluded = Source { alias: "excluded".to_owned(), ..target.clone() };
                let both = self.names.scope(around, vec![target.clone(), excluded]);
                self.set(update, own, both);
                self.condition(update.child(SyntaxKind::WHERE_CLAUSE), both);
            }
        }
        self.returned(node, &target, own)
    }

    fn modify(&mut self, node: Node<'_>, target: Source, around: Option<usize>) -> Vec<Output> {
        let own = self.names.scope(around, vec![target.clone()]);
        let all = self.names.scope(around, vec![target.clone()]);
        for part in node.children() {
            match part.kind() {
                SyntaxKind::FROM_CLAUSE | SyntaxKind::USING_CLAUSE => self.from(part, all),
                SyntaxKind::USING_ON_CLAUSE => {
                    let on = SyntaxKind::ON_CLAUSE;
                    let items = part.children().filter(|child| !child.is_token());
                    for item in items.filter(|item| !item.is(on)) {
                        self.item(item, all);
                    }
                    self.condition(part.child(on), all);
                }
                SyntaxKind::WHERE_CLAUSE => self.condition(Some(part), all),
                SyntaxKind::MERGE_WHEN_MATCHED
                | SyntaxKind::MERGE_WHEN_NOT_MATCHED_SOURCE
                | SyntaxKind::MERGE_WHEN_NOT_MATCHED_TARGET => self.when(part, own, all),
                _ => {}
            }
        }
        self.set(node, own, all);
        self.returned(node, &target, all)
    }

    fn when(&mut self, node: Node<'_>, own: usize, all: usize) {
        self.condition(node.child(SyntaxKind::MERGE_CONDITION), all);
        if let Some(update) = node.child(SyntaxKind::MERGE_UPDATE) {
            self.set(update, own, all);
        }
        if let Some(insert) = node.child(SyntaxKind::MERGE_INSERT) {
            if let Some(list) = insert.child(SyntaxKind::COLUMN_TARGET_LIST) {
                self.listed(list, own);
            }
            self.below(insert.child(SyntaxKind::VALUES), all);
        }
    }

    /// `SET`: the columns are those of the table alone.
    fn set(&mut self, node: Node<'_>, own: usize, all: usize) {
        let list = node.child(SyntaxKind::SET_CLAUSE);
        let list = list.and_then(|clause| clause.child(SyntaxKind::SET_COLUMN_LIST));
        for one in list.into_iter().flat_map(Node::children).filter(|child| !child.is_token()) {
            self.assignment(one, own);
            for part in one.children().filter(|child| !child.is_token()) {
                match part.kind() {
                    SyntaxKind::COLUMN_TARGET | SyntaxKind::COLUMN_TARGET_LIST => {
                        self.listed(part, own);
                    }
                    _ => self.expression(part, all),
                }
            }
        }
    }

    fn returned(&mut self, node: Node<'_>, target: &Source, scope: usize) -> Vec<Output> {
        let Some(clause) = node.child(SyntaxKind::RETURNING_CLAUSE) else { return Vec::new() };
        // Newer servers know the row before and the one after.
        let row = |alias: &str| Source { alias: alias.to_owned(), ..target.clone() };
        let mut sources = self.names.scopes[scope].sources.clone();
        sources.extend([row("old"), row("new")]);
        let around = self.names.scopes[scope].around;
        let scope = self.names.scope(around, sources);
        self.targets(Some(clause), scope)
    }
}
