//! Queries.

use super::super::name::{ident, path};
use super::super::tree::{Node, SyntaxKind};
use super::{CHANGES, Common, QUERIES, Reader};
use crate::command::Output;

impl Reader {
    /// A query of any shape; says which it is among the queries of the command.
    pub(super) fn query(&mut self, node: Node<'_>, around: Option<usize>) -> usize {
        let query = self.names.query();
        self.fill(query, node, around);
        query
    }

    fn fill(&mut self, query: usize, node: Node<'_>, around: Option<usize>) {
        let known = self.common.len();
        let results = self.deeper(|reader| reader.arm(node, around)).unwrap_or_default();
        self.names.queries[query] = results;
        self.common.truncate(known);
    }

    /// A query that may be one of several in a `UNION`: what a `WITH` in front of the first of them
    /// names is known to all.
    fn arm(&mut self, node: Node<'_>, around: Option<usize>) -> Vec<Output> {
        match node.kind() {
            SyntaxKind::SELECT | SyntaxKind::SELECT_INTO => self.select(node, around),
            SyntaxKind::COMPOUND_SELECT => self.compound(node, around),
            SyntaxKind::VALUES => self.values(node, around),
            SyntaxKind::TABLE => {
                let kinds = [SyntaxKind::RELATION_NAME, SyntaxKind::RELATION_NAME_REF];
                let Some(name) = node.child_of(&kinds) else { return vec![Output::Unnamed] };
                let source = self.relation(path(name), None, Vec::new());
                vec![Output::All(self.names.scope(around, vec![source]), None)]
            }
            _ => match node.child_of(&QUERIES) {
                Some(inner) => self.deeper(|reader| reader.arm(inner, around)).unwrap_or_default(),
                None => vec![Output::Unnamed],
            },
        }
    }

    fn compound(&mut self, node: Node<'_>, around: Option<usize>) -> Vec<Output> {
        if let Some(clause) = node.child(SyntaxKind::WITH_CLAUSE) {
            self.with(clause, around);
        }
        let mut results = None;
        for arm in node.children().filter(|child| child.is_any(&QUERIES)) {
            let found = self.deeper(|reader| reader.arm(arm, around)).unwrap_or_default();
            results.get_or_insert(found);
        }
        let results = results.unwrap_or_default();
        // What is sorted are the results: the tables of the queries are not seen there.
        let own = self.names.query();
        self.names.queries[own].clone_from(&results);
        let scope = self.names.scope(None, Vec::new());
        for item in sorted(node) {
            if let Some(name) = only_name(item) {
                self.column(name, Some(own), scope);
            }
        }
        results
    }

    fn values(&mut self, node: Node<'_>, around: Option<usize>) -> Vec<Output> {
        let scope = self.names.scope(around, Vec::new());
        let list = node.child(SyntaxKind::ROW_LIST);
        self.below(list, scope);
        let first = list.and_then(|list| list.child(SyntaxKind::ROW));
        let values = first.into_iter().flat_map(Node::children).filter(|child| !child.is_token());
        values.enumerate().map(|(at, _)| Output::Named(format!("column{}", at + 1))).collect()
    }

    fn select(&mut self, node: Node<'_>, around: Option<usize>) -> Vec<Output> {
        if let Some(clause) = node.child(SyntaxKind::WITH_CLAUSE) {
            self.with(clause, around);
        }
        let scope = self.names.scope(around, Vec::new());
        if let Some(clause) = node.child(SyntaxKind::FROM_CLAUSE) {
            self.from(clause, scope);
        }
        let clause = node.child(SyntaxKind::SELECT_CLAUSE);
        let results = self.targets(clause, scope);
        let own = self.names.query();
        self.names.queries[own].clone_from(&results);
        if let Some(distinct) = clause.and_then(|it| it.child(SyntaxKind::DISTINCT_CLAUSE)) {
            self.or_results(distinct, own, scope);
        }
        for part in node.children() {
            match part.kind() {
                SyntaxKind::GROUP_BY_CLAUSE | SyntaxKind::ORDER_BY_CLAUSE => {
                    self.or_results(part, own, scope);
                }
                SyntaxKind::WHERE_CLAUSE | SyntaxKind::HAVING_CLAUSE => {
                    self.condition(Some(part), scope);
                }
                SyntaxKind::WINDOW_CLAUSE
                | SyntaxKind::LIMIT_CLAUSE
                | SyntaxKind::OFFSET_CLAUSE => self.below(Some(part), scope),
                _ => {}
            }
        }
        results
    }

    /// The expressions that a query or a `RETURNING` results in.
    pub(super) fn targets(&mut self, clause: Option<Node<'_>>, scope: usize) -> Vec<Output> {
        let list = clause.and_then(|clause| clause.child(SyntaxKind::TARGET_LIST));
        let mut results = Vec::new();
        for target in list.into_iter().flat_map(|list| list.all(SyntaxKind::TARGET)) {
            self.below(Some(target), scope);
            results.push(output(target, scope));
        }
        results
    }

    /// Items of which one that is nothing but a name may be the name of a result.
    fn or_results(&mut self, clause: Node<'_>, query: usize, scope: usize) {
        let mut at = clause.step(clause);
        while let Some(part) = at {
            let is_item = matches!(
                part.kind(),
                SyntaxKind::SORT_BY | SyntaxKind::GROUPING_EXPR | SyntaxKind::DISTINCT_ON
            );
            let name = if is_item { only_name(part) } else { None };
            at = match name {
                Some(name) => {
                    self.column(name, Some(query), scope);
                    part.skip(clause)
                }
                None if part.is(SyntaxKind::NAME_REF) => {
                    self.column(part, Some(query), scope);
                    part.skip(clause)
                }
                None if is_expression(part) => {
                    self.expression(part, scope);
                    part.skip(clause)
                }
                None => part.step(clause),
            };
        }
    }

    pub(super) fn with(&mut self, clause: Node<'_>, around: Option<usize>) {
        let is_recursive = clause.has(SyntaxKind::RECURSIVE_KW);
        for table in clause.all(SyntaxKind::WITH_TABLE) {
            let Some(name) = table.child(SyntaxKind::CTE_NAME).map(|name| ident(name).name) else {
                continue;
            };
            let columns = table.child(SyntaxKind::COLUMN_LIST).into_iter();
            let columns = columns.flat_map(Node::descendants);
            let columns = columns.filter(|part| part.is(SyntaxKind::COLUMN_NAME));
            let columns: Vec<String> = columns.map(|name| ident(name).name).collect();
            let query = self.names.query();
            self.names.queries[query].push(Output::Unnamed);
            if is_recursive {
                let (name, columns) = (name.clone(), columns.clone());
                self.common.push(Common { name, query, columns });
            }
            let known = self.common.len();
            let body = table.children().find(|child| is_body(*child));
            let mut results = match body {
                Some(body) if body.is_any(&QUERIES) => {
                    self.deeper(|reader| reader.arm(body, around)).unwrap_or_default()
                }
                Some(body) => self.change(body, around),
                None => vec![Output::Unnamed],
            };
            // They add columns of their own.
            if table.child_of(&[SyntaxKind::SEARCH_CLAUSE, SyntaxKind::CYCLE_CLAUSE]).is_some() {
                results.push(Output::Unnamed);
            }
            self.names.queries[query] = results;
            self.common.truncate(known);
            if !is_recursive {
                self.common.push(Common { name, query, columns });
            }
        }
    }
}

fn is_body(node: Node<'_>) -> bool {
    node.is_any(&QUERIES) || node.is_any(&CHANGES)
}

fn sorted(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let clause = node.child(SyntaxKind::ORDER_BY_CLAUSE);
    let list = clause.and_then(|clause| clause.child(SyntaxKind::SORT_BY_LIST));
    list.into_iter().flat_map(|list| list.all(SyntaxKind::SORT_BY))
}

/// The name that an item consists of, if it is one.
fn only_name(item: Node<'_>) -> Option<Node<'_>> {
    let mut parts = item.children().filter(|child| !child.is_token());
    parts.next().filter(|name| name.is(SyntaxKind::NAME_REF))
}

fn is_expression(node: Node<'_>) -> bool {
    let lists = [
        SyntaxKind::GROUPING_EXPR,
        SyntaxKind::GROUP_BY_LIST,
        SyntaxKind::SORT_BY_LIST,
        SyntaxKind::SORT_BY,
        SyntaxKind::DISTINCT_ON,
    ];
    !node.is_token() && !node.is_any(&lists)
}

/// The name of what a target results in (`FigureColname` in `parse_target.c`), where that is plain.
fn output(target: Node<'_>, scope: usize) -> Output {
    if let Some(name) = target.child(SyntaxKind::AS_NAME) {
        let name = name.child(SyntaxKind::COLUMN_NAME).map(ident);
        return name.map_or(Output::Unnamed, |name| Output::Named(name.name));
    }
    let Some(value) = target.children().next() else { return Output::Unnamed };
    match value.kind() {
        SyntaxKind::STAR => Output::All(scope, None),
        SyntaxKind::NAME_REF => Output::Named(ident(value).name),
        SyntaxKind::FIELD_EXPR => star(value, scope),
        SyntaxKind::CALL_EXPR => match value.child(SyntaxKind::NAME_REF) {
            Some(name) => Output::Named(ident(name).name),
            None => Output::Unnamed,
        },
        _ => Output::Unnamed,
    }
}

/// `t.*`, or the last of the names in `t.c`.
fn star(value: Node<'_>, scope: usize) -> Output {
    let parts: Vec<Node<'_>> = value.children().filter(|part| !part.is(SyntaxKind::DOT)).collect();
    match parts[..] {
        [of, last] if last.is(SyntaxKind::STAR) && of.is(SyntaxKind::NAME_REF) => {
            Output::All(scope, Some(ident(of).name))
        }
        [.., last] if last.is(SyntaxKind::STAR) => Output::Unnamed,
        [.., last] => Output::Named(ident(last).name),
        [] => Output::Unnamed,
    }
}
