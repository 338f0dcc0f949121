//! PL/pgSQL: which of its statements run, and whether they always do.

use std::collections::BTreeSet;

use super::guard::{self, Guard};
use super::{of_do, of_string, opaque};
use crate::command::{Command, Data, DataKind, Opaque, Touches, Transaction, What};
use crate::sql::postgres::expression::spelled;
use crate::sql::postgres::lower;
use crate::sql::postgres::name::unquoted;
use crate::sql::postgres::tree::{Node, SyntaxKind};

/// What the body at `root` does, in order.
pub(super) fn commands(root: Node<'_>) -> Vec<Command> {
    let mut walk = Walk::default();
    walk.statements(root, false);
    let variables = variables(root);
    for command in &mut walk.commands {
        command.names.references.retain(|reference| {
            let mut words = reference.qualifier.iter().map(|of| &of.name).chain(&reference.column);
            !words.any(|word| variables.contains(word))
        });
    }
    walk.commands
}

/// Names that may mean a variable, and those that the language declares itself.
fn variables(root: Node<'_>) -> BTreeSet<String> {
    let declares = [
        SyntaxKind::PLPGSQL_DECLARE_SECTION,
        SyntaxKind::PLPGSQL_FOR_VARIABLE,
        SyntaxKind::PLPGSQL_FOR_EACH_STMT,
        SyntaxKind::PLPGSQL_LABEL,
    ];
    let places = root.descendants().filter(|part| declares.contains(&part.kind()));
    // More words than are declared: a column that is called like one of them is not looked for.
    let words = places.flat_map(Node::tokens).map(|token| unquoted(token.text()));
    let own = ["found", "new", "old", "sqlerrm", "sqlstate"].map(ToOwned::to_owned);
    words.chain(own).collect()
}

#[derive(Default)]
struct Walk {
    commands: Vec<Command>,
    /// Whether something before may have left the body: what follows may not run.
    may_have_left: bool,
}

impl Walk {
    fn statements(&mut self, body: Node<'_>, conditional: bool) {
        for statement in body.children().filter(|child| !child.is_token()) {
            self.statement(statement, conditional || self.may_have_left);
        }
    }

    fn statement(&mut self, node: Node<'_>, conditional: bool) {
        match node.kind() {
            SyntaxKind::PLPGSQL_BLOCK => self.block(node, conditional),
            SyntaxKind::PLPGSQL_BODY => self.statements(node, conditional),
            SyntaxKind::PLPGSQL_EXEC_SQL_STMT | SyntaxKind::PLPGSQL_CALL_STMT => {
                for inner in node.children().filter(|child| !child.is_token()) {
                    self.push(lower::statement(inner), conditional);
                }
            }
            SyntaxKind::PLPGSQL_DO_STMT => {
                for inner in node.all(SyntaxKind::DO) {
                    self.push(of_do(inner), conditional);
                }
            }
            SyntaxKind::PLPGSQL_IF_STMT => self.branch(node, conditional),
            SyntaxKind::PLPGSQL_CASE_STMT
            | SyntaxKind::PLPGSQL_LOOP_STMT
            | SyntaxKind::PLPGSQL_WHILE_STMT
            | SyntaxKind::PLPGSQL_FOR_I_STMT
            | SyntaxKind::PLPGSQL_FOR_QUERY_STMT
            | SyntaxKind::PLPGSQL_FOR_CURSOR_STMT
            | SyntaxKind::PLPGSQL_FOR_EACH_STMT
            | SyntaxKind::PLPGSQL_CASE_WHEN
            | SyntaxKind::PLPGSQL_ELSIF_CLAUSE
            | SyntaxKind::PLPGSQL_ELSE_CLAUSE => self.inner(node),
            SyntaxKind::PLPGSQL_FOR_DYN_STMT => {
                self.push(dynamic(node), conditional);
                self.inner(node);
            }
            SyntaxKind::PLPGSQL_DYN_EXECUTE_STMT
            | SyntaxKind::PLPGSQL_RETURN_QUERY_EXECUTE_STMT => {
                self.push(dynamic(node), conditional);
            }
            SyntaxKind::PLPGSQL_OPEN_STMT if node.has(SyntaxKind::PLPGSQL_OPEN_EXECUTE) => {
                self.push(dynamic(node), conditional);
            }
            SyntaxKind::PLPGSQL_COMMIT_STMT => {
                self.push(vec![transaction(node, Transaction::Commit)], conditional);
            }
            SyntaxKind::PLPGSQL_ROLLBACK_STMT => {
                self.push(vec![transaction(node, Transaction::Rollback)], conditional);
            }
            SyntaxKind::ERROR => self.push(vec![unparsed(node)], conditional),
            _ => self.plain(node, conditional),
        }
    }

    /// A statement of the language itself: only the functions that it calls can do anything.
    fn plain(&mut self, node: Node<'_>, conditional: bool) {
        let leaves = [
            SyntaxKind::PLPGSQL_RETURN_STMT,
            SyntaxKind::PLPGSQL_EXIT_STMT,
            SyntaxKind::PLPGSQL_CONTINUE_STMT,
        ];
        let calls = lower::calls(node);
        let is_perform = node.is(SyntaxKind::PLPGSQL_PERFORM_STMT);
        if is_perform || !calls.is_empty() {
            let data = Data { calls, text: spelled(node), ..Data::default() };
            let command = Command::new(node.span(), What::Data(Box::new(data)));
            self.push(vec![command], conditional);
        }
        self.may_have_left |= leaves.contains(&node.kind());
    }

    /// Every branch and body of `node`.
    fn inner(&mut self, node: Node<'_>) {
        self.statements(node, true);
    }

    fn branch(&mut self, node: Node<'_>, conditional: bool) {
        let only = node.child(SyntaxKind::PLPGSQL_BODY).filter(|_| {
            let others = [SyntaxKind::PLPGSQL_ELSIF_CLAUSE, SyntaxKind::PLPGSQL_ELSE_CLAUSE];
            node.child_of(&others).is_none()
        });
        let guarded = only.and_then(|body| {
            let condition = node.child(SyntaxKind::PLPGSQL_EXPR)?;
            guard::of_branch(condition, single(body)?)
        });
        match guarded {
            Some(commands) => self.push(commands, conditional),
            None => self.inner(node),
        }
    }

    fn block(&mut self, node: Node<'_>, conditional: bool) {
        let handlers = node
            .descendants()
            .find(|part| part.is(SyntaxKind::PLPGSQL_EXCEPTION_SECTION))
            .filter(|section| node.children().any(|child| holds(child, *section)));
        let body = node.child(SyntaxKind::PLPGSQL_BODY);
        if let Some(declarations) = node.child(SyntaxKind::PLPGSQL_DECLARE_SECTION) {
            self.plain(declarations, conditional);
        }
        let Some(body) = body else { return };
        let Some(handlers) = handlers else { return self.statements(body, conditional) };
        match Guard::of_handlers(handlers).and_then(|guard| guard.apply(single(body)?)) {
            Some(commands) => self.push(commands, conditional),
            None => {
                self.statements(body, true);
                for handler in handlers.all(SyntaxKind::PLPGSQL_EXCEPTION_HANDLER) {
                    self.statements(handler, true);
                }
            }
        }
    }

    fn push(&mut self, commands: Vec<Command>, conditional: bool) {
        self.commands.extend(commands.into_iter().map(|mut command| {
            command.conditional |= conditional;
            command
        }));
    }
}

/// Whether the exception section is this child of a block, or stands directly in it.
fn holds(child: Node<'_>, section: Node<'_>) -> bool {
    let found = |node: Node<'_>| {
        node.is(SyntaxKind::PLPGSQL_EXCEPTION_SECTION) && node.span() == section.span()
    };
    found(child) || child.is(SyntaxKind::PLPGSQL_BODY) && child.children().any(found)
}

/// What the only statement of a body asks for, where that is all the body does.
fn single(body: Node<'_>) -> Option<Vec<Command>> {
    let mut statements = body.children().filter(|child| {
        !child.is_token()
            && !child.is(SyntaxKind::PLPGSQL_EXCEPTION_SECTION)
            && !guard::is_silent(*child)
    });
    let (only, None) = (statements.next()?, statements.next()) else { return None };
    let mut walk = Walk::default();
    walk.statement(only, false);
    (!walk.may_have_left).then_some(walk.commands)
}

fn transaction(node: Node<'_>, transaction: Transaction) -> Command {
    Command::new(node.span(), What::Transaction(transaction))
}

/// SQL that is put together while it runs, unless it is a constant.
fn dynamic(node: Node<'_>) -> Vec<Command> {
    let expression = node.find(SyntaxKind::PLPGSQL_EXPR);
    let target = expression.and_then(|expression| expression.find(SyntaxKind::TARGET));
    let constant = target
        .and_then(|target| target.children().find(|child| !child.is_token()))
        .filter(|value| value.is(SyntaxKind::LITERAL))
        .filter(|_| !node.has(SyntaxKind::PLPGSQL_USING_CLAUSE));
    constant
        .and_then(of_string)
        .unwrap_or_else(|| vec![opaque(node.span(), "its SQL is put together while it runs", true)])
}

/// A statement that the parser does not know: `SELECT … INTO variable` is the one that does no harm.
fn unparsed(node: Node<'_>) -> Command {
    let writes = |token: Node<'_>| {
        matches!(
            token.kind(),
            SyntaxKind::INSERT_KW
                | SyntaxKind::UPDATE_KW
                | SyntaxKind::DELETE_KW
                | SyntaxKind::MERGE_KW
        )
    };
    let first = node.tokens().next().map(Node::kind);
    match first {
        Some(SyntaxKind::SELECT_KW) if !node.tokens().any(writes) => {
            let data = Data {
                kind: DataKind::Select,
                calls: called(node),
                text: spelled(node),
                ..Data::default()
            };
            Command::new(node.span(), What::Data(Box::new(data)))
        }
        Some(SyntaxKind::SELECT_KW | SyntaxKind::WITH_KW) => {
            let reason = "it could not be read".to_owned();
            let opaque = Opaque { reason, touches: Touches::Rows, dynamic: false };
            Command::new(node.span(), What::Opaque(opaque))
        }
        _ => opaque(node.span(), "it could not be read", false),
    }
}

/// The names in front of parentheses.
fn called(node: Node<'_>) -> Vec<String> {
    let tokens: Vec<Node<'_>> = node.tokens().collect();
    tokens
        .windows(2)
        .filter(|pair| pair[0].is(SyntaxKind::IDENT) && pair[1].is(SyntaxKind::L_PAREN))
        .map(|pair| unquoted(pair[0].text()))
        .collect()
}
