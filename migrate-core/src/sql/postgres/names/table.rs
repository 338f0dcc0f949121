//! Definitions.

use super::super::name::{ident, path};
use super::super::tree::{Node, SyntaxKind};
use super::{CHANGES, Common, QUERIES, Reader};
use crate::command::{Output, Rows, Source, Typed};

impl Reader {
    /// The names in a statement of any kind.
    pub(super) fn definition(&mut self, node: Node<'_>) {
        match node.kind() {
            _ if node.is_any(&CHANGES) => drop(self.change(node, None)),
            kind if QUERIES.contains(&kind) => {
                self.query(node, None);
            }
            SyntaxKind::CREATE_VIEW
            | SyntaxKind::CREATE_MATERIALIZED_VIEW
            | SyntaxKind::CREATE_TABLE_AS => self.defining_query(node),
            SyntaxKind::CREATE_TABLE => self.create_table(node),
            SyntaxKind::ALTER_TABLE => self.alter_table(node),
            SyntaxKind::CREATE_INDEX => {
                let scope = self.own(node);
                self.plain("an index", |reader| {
                    reader.below(node.child(SyntaxKind::PARTITION_ITEM_LIST), scope);
                    reader.below(node.child(SyntaxKind::INDEX_INCLUDE_CLAUSE), scope);
                    reader.condition(node.child(SyntaxKind::WHERE_CLAUSE), scope);
                });
            }
            SyntaxKind::CREATE_POLICY | SyntaxKind::ALTER_POLICY => {
                let Some(table) = node.child(SyntaxKind::ON_TABLE) else { return };
                let scope = self.own(table);
                self.condition(node.child(SyntaxKind::USING_EXPR_CLAUSE), scope);
                self.condition(node.child(SyntaxKind::WITH_CHECK_EXPR_CLAUSE), scope);
            }
            SyntaxKind::CREATE_TRIGGER => self.trigger(node),
            SyntaxKind::CREATE_RULE => self.rule(node),
            _ => {}
        }
    }

    /// A scope of the one table that a statement is about.
    fn own(&mut self, node: Node<'_>) -> usize {
        let sources = self.target(node).into_iter().collect();
        self.names.scope(None, sources)
    }

    fn defining_query(&mut self, node: Node<'_>) {
        let known = self.common.len();
        if node.has(SyntaxKind::RECURSIVE_KW) {
            // `CREATE RECURSIVE VIEW v (a)` is a query by the name of the view.
            let query = self.names.query();
            self.names.queries[query].push(Output::Unnamed);
            let name = node.child(SyntaxKind::VIEW).map(|name| ident(name).name);
            let name = name.unwrap_or_default();
            self.common.push(Common { name, query, columns: Vec::new() });
        }
        if let Some(query) = node.child_of(&QUERIES) {
            self.query(query, None);
        }
        self.common.truncate(known);
    }

    fn create_table(&mut self, node: Node<'_>) {
        let scope = self.own(node);
        for element in node.child(SyntaxKind::TABLE_ARG_LIST).into_iter().flat_map(Node::children) {
            match element.kind() {
                SyntaxKind::COLUMN => self.column_definition(element, scope, scope),
                _ => self.constraint(element, scope),
            }
        }
        self.below(node.child(SyntaxKind::PARTITION_BY), scope);
    }

    fn column_definition(&mut self, node: Node<'_>, scope: usize, checks: usize) {
        for part in node.children().filter(|child| !child.is_token()) {
            match part.kind() {
                SyntaxKind::DEFAULT_CONSTRAINT => {
                    self.default(part);
                    self.default_of(node, part, scope);
                }
                SyntaxKind::GENERATED_CONSTRAINT => self.computed(part, scope),
                SyntaxKind::CHECK_CONSTRAINT => self.check(part, checks),
                _ => {}
            }
        }
    }

    fn computed(&mut self, node: Node<'_>, scope: usize) {
        self.plain("a computed column", |reader| reader.below(Some(node), scope));
    }

    fn check(&mut self, node: Node<'_>, scope: usize) {
        self.plain("a check", |reader| reader.condition(Some(node), scope));
    }

    /// A default names no columns.
    fn default(&mut self, node: Node<'_>) {
        let scope = self.names.scope(None, Vec::new());
        self.plain("a default", |reader| reader.below(Some(node), scope));
    }

    fn constraint(&mut self, node: Node<'_>, scope: usize) {
        match node.kind() {
            SyntaxKind::CHECK_CONSTRAINT => self.check(node, scope),
            SyntaxKind::EXCLUDE_CONSTRAINT => self.plain("an index", |reader| {
                reader.below(node.child(SyntaxKind::CONSTRAINT_EXCLUSION_LIST), scope);
                reader.condition(node.child(SyntaxKind::WHERE_CONDITION_CLAUSE), scope);
            }),
            _ => {}
        }
    }

    fn alter_table(&mut self, node: Node<'_>) {
        let Some(table) = self.target(node) else { return };
        let scope = self.names.scope(None, vec![table.clone()]);
        // The checks of a new column are made when all columns are there; an expression for a new type
        // reads those that were there before.
        let names = |kind: SyntaxKind, name: SyntaxKind| {
            let actions = node.all(kind);
            actions.filter_map(move |action| action.child(name)).map(|name| ident(name).name)
        };
        let mut others: Vec<String> =
            names(SyntaxKind::ADD_COLUMN, SyntaxKind::COLUMN_NAME).collect();
        others.extend(names(SyntaxKind::DROP_COLUMN, SyntaxKind::COLUMN_NAME_REF));
        let others = Source { rows: Rows::Listed(others), ..table };
        let around = self.names.scope(Some(scope), vec![others]);
        for action in node.children().filter(|child| !child.is_token()) {
            match action.kind() {
                SyntaxKind::ADD_COLUMN => self.column_definition(action, scope, around),
                SyntaxKind::ADD_CONSTRAINT => {
                    for part in action.children() {
                        self.constraint(part, scope);
                    }
                }
                SyntaxKind::ALTER_COLUMN => self.alter_column(action, scope, around),
                _ => {}
            }
        }
    }

    fn alter_column(&mut self, action: Node<'_>, scope: usize, around: usize) {
        for part in action.children() {
            match part.kind() {
                SyntaxKind::SET_TYPE => {
                    let known = self.names.values.len();
                    self.plain("the expression for a new type", |reader| {
                        reader.below(part.child(SyntaxKind::USING_EXPR), around);
                    });
                    // The columns in it have the types from before.
                    let mut at = 0;
                    self.names.values.retain(|value| {
                        at += 1;
                        at <= known || matches!(value.of, Typed::As(_))
                    });
                }
                SyntaxKind::SET_DEFAULT => {
                    self.default(part);
                    self.default_of_column(action, part, scope);
                }
                SyntaxKind::SET_EXPRESSION => self.computed(part, scope),
                _ => {}
            }
        }
    }

    /// The rows before and after as `OLD` and `NEW`.
    fn rows_of(&mut self, table: Option<Node<'_>>) -> usize {
        let rows = table.map_or(Rows::Unknown, |table| Rows::Of(path(table)));
        let row = |alias: &str| Source {
            alias: alias.to_owned(),
            rows: rows.clone(),
            columns: Vec::new(),
        };
        let sources = vec![row("old"), row("new")];
        self.names.scope(None, sources)
    }

    fn trigger(&mut self, node: Node<'_>) {
        let table = node.child(SyntaxKind::ON_RELATION);
        let table = table.and_then(|on| on.child(SyntaxKind::RELATION_NAME_REF));
        let scope = self.rows_of(table);
        if let Some(events) = node.child(SyntaxKind::TRIGGER_EVENT_LIST) {
            self.listed(events, scope);
        }
        self.plain("the condition of a trigger", |reader| {
            reader.condition(node.child(SyntaxKind::WHEN_CONDITION), scope);
        });
    }

    fn rule(&mut self, node: Node<'_>) {
        let Some(on) = node.child(SyntaxKind::RULE_ON) else { return };
        let scope = self.rows_of(on.child(SyntaxKind::RELATION_NAME_REF));
        self.condition(on.child(SyntaxKind::WHERE_CLAUSE), scope);
        let Some(actions) = node.child(SyntaxKind::RULE_DO) else { return };
        let list = actions.child(SyntaxKind::RULE_STMT_LIST);
        for action in actions.children().chain(list.into_iter().flat_map(Node::children)) {
            if action.is_any(&CHANGES) {
                self.change(action, Some(scope));
            } else if action.is_any(&QUERIES) {
                self.query(action, Some(scope));
            }
        }
    }
}
