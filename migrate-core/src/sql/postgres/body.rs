//! Code in a string: the bodies of `DO` and of routines.

mod block;
mod guard;

use squawk_parser::EntryPoint;

use super::tree::{Node, SyntaxKind, Tree};
use super::{chain, lower};
use crate::command::{Command, Opaque, Statement, Touches, What};
use crate::dialect::Dialect;
use crate::sql::SyntaxError;
use crate::sql::lexer::{self, Token, TokenKind};
use crate::sql::nesting;
use crate::text::Span;

/// How many bodies may stand in one another.
const DEEPEST: u8 = 4;

/// How deeply blocks, branches and loops may be nested.
const BLOCKS: usize = 128;

/// What a `DO` does.
pub(super) fn of_do(node: Node<'_>) -> Vec<Command> {
    let language = node.child(SyntaxKind::DO_LANGUAGE).map(lower::language);
    let language = language.unwrap_or_else(|| "plpgsql".to_owned());
    let literal = node.child(SyntaxKind::LITERAL);
    let Some(part) = literal.and_then(inner).filter(|_| language == "plpgsql") else {
        return vec![opaque(node.span(), "its body could not be read", false)];
    };
    match parsed(node, part, EntryPoint::Plpgsql) {
        Some(tree) => {
            let commands = tree.root().map(block::commands).unwrap_or_default();
            if commands.is_empty() {
                return vec![Command::new(node.span(), What::Nothing)];
            }
            commands
        }
        None => vec![opaque(node.span(), "its body could not be read", false)],
    }
}

/// The statements in the body of a routine, and whether all of them are known.
pub(super) fn of_routine(definition: Node<'_>, language: &str) -> (Vec<Statement>, bool) {
    let entry = match language {
        "plpgsql" => EntryPoint::Plpgsql,
        "sql" => EntryPoint::SourceFile,
        _ => return (Vec::new(), false),
    };
    let Some(part) = inner(definition) else { return (Vec::new(), false) };
    let Some(tree) = parsed(definition, part, entry) else { return (Vec::new(), false) };
    let Some(root) = tree.root() else { return (Vec::new(), true) };
    let statements = match language {
        "sql" => statements(root),
        _ => block::commands(root)
            .into_iter()
            .map(|command| Statement { span: command.span, commands: vec![command] })
            .collect(),
    };
    let known = statements
        .iter()
        .flat_map(|statement| &statement.commands)
        .all(|command| !matches!(command.what, What::Opaque(_)));
    (statements, known && tree.errors.is_empty())
}

/// Where a body in PL/pgSQL breaks off: a statement without its semicolon, or a block without its end.
///
/// The parser does not know all of the language, so that only what comes first, and stands in front of
/// an `END` or at the end of the body, is certain.
pub(super) fn unfinished(statement: Node<'_>) -> Option<SyntaxError> {
    let (literal, language) = match statement.kind() {
        SyntaxKind::DO => {
            (statement.child(SyntaxKind::LITERAL)?, statement.child(SyntaxKind::DO_LANGUAGE))
        }
        SyntaxKind::CREATE_FUNCTION | SyntaxKind::CREATE_PROCEDURE => {
            let options = statement.child(SyntaxKind::FUNC_OPTION_LIST)?;
            let source = options.child(SyntaxKind::AS_FUNC_OPTION)?;
            let language = options.child(SyntaxKind::LANGUAGE_FUNC_OPTION)?;
            (source.child(SyntaxKind::AS_DEFINITION)?, Some(language))
        }
        _ => return None,
    };
    // Whoever turns the check of bodies off knows why.
    let is_checked = !statement.script().contains("check_function_bodies");
    let language = language.map_or_else(|| "plpgsql".to_owned(), lower::language);
    if language != "plpgsql" || !is_checked {
        return None;
    }
    let part = inner(literal)?;
    let tree = parsed(literal, part, EntryPoint::Plpgsql)?;
    let error = tree.errors.first()?;
    let slice = statement.script().get(part.range())?;
    let tokens = lexer::significant(slice, Dialect::Postgres);
    let at = error.at.checked_sub(part.start)?;
    let before = tokens.iter().rfind(|token| token.span.end <= at)?;
    let next = tokens.iter().find(|token| token.span.start >= at);
    let place =
        |token: &Token| Span::new(part.start + token.span.start, part.start + token.span.end);
    let missing = match (error.message.as_str(), next) {
        ("expected SEMICOLON", Some(next))
            if next.is_word(slice, "END") && !before.is_symbol(slice, ";") =>
        {
            return Some(SyntaxError {
                span: place(next),
                message: "something is missing here: PL/pgSQL expects `;`".to_owned(),
                help: Some(format!("write `;` behind `{}`", before.text(slice))),
            });
        }
        ("expected END_KW", None) => "`END`",
        ("expected IF_KW", None) => "`END IF`",
        ("expected LOOP_KW", None) => "`END LOOP`",
        _ => return None,
    };
    Some(SyntaxError {
        span: place(before),
        message: format!("the body ends too early: PL/pgSQL expects {missing}"),
        help: None,
    })
}

/// The statements of a body that is no string: `BEGIN ATOMIC … END`, `RETURN …`.
pub(super) fn inline(node: Node<'_>) -> Vec<Statement> {
    statements(node)
}

fn statements(node: Node<'_>) -> Vec<Statement> {
    node.children()
        .filter(|child| !child.is_token() && !child.is(SyntaxKind::EMPTY_STMT))
        .map(|child| Statement { span: child.span(), commands: statement_or_value(child) })
        .collect()
}

fn statement_or_value(node: Node<'_>) -> Vec<Command> {
    let commands = lower::statement(node);
    match &commands[..] {
        // The value of a `RETURN` is an expression.
        [only] if matches!(only.what, What::Opaque(_)) && is_expression(node) => {
            vec![Command::new(node.span(), What::Nothing)]
        }
        _ => commands,
    }
}

fn is_expression(node: Node<'_>) -> bool {
    let name = format!("{:?}", node.kind());
    name.ends_with("_EXPR") || matches!(name.as_str(), "LITERAL" | "NAME_REF")
}

/// What SQL in a string that is run as it stands does.
fn of_string(literal: Node<'_>) -> Option<Vec<Command>> {
    let tree = parsed(literal, inner(literal)?, EntryPoint::SourceFile)?;
    let root = tree.root()?;
    let commands = || statements(root).into_iter().flat_map(|statement| statement.commands);
    tree.errors.is_empty().then(|| commands().collect())
}

/// Where the text of a string literal stands, if it stands there as it is.
fn inner(node: Node<'_>) -> Option<Span> {
    let mut tokens = node.tokens();
    let (token, None) = (tokens.next()?, tokens.next()) else { return None };
    let (span, text) = (token.span(), token.text());
    match token.kind() {
        SyntaxKind::DOLLAR_QUOTED_STRING => {
            let (_, tag) = super::name::dollar_part(text)?;
            Some(Span::new(span.start + tag, span.end - tag))
        }
        SyntaxKind::STRING if text.len() >= 2 && !text[1..text.len() - 1].contains('\'') => {
            Some(Span::new(span.start + 1, span.end - 1))
        }
        _ => None,
    }
}

/// The tree of a part of the script that `node` stands in, unless it is nested too deeply.
fn parsed<'t>(node: Node<'t>, part: Span, entry: EntryPoint) -> Option<Tree<'t>> {
    let slice = node.script().get(part.range())?;
    let tokens = lexer::significant(slice, Dialect::Postgres);
    let shallow = nesting::check(slice, &tokens).is_ok()
        && chain::check(slice, &tokens).is_ok()
        && blocks(slice, &tokens) <= BLOCKS;
    let depth = node.depth() + 1;
    (shallow && depth <= DEEPEST).then(|| {
        let text = node.script();
        Tree::parse(text, &text[part.range()], part.start, entry, depth)
    })
}

/// How deeply blocks, branches and loops are nested; rather too much than too little.
fn blocks(sql: &str, tokens: &[Token]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let word = |at: usize, keyword| {
        tokens.get(at).is_some_and(|token: &Token| token.is_word(sql, keyword))
    };
    for (at, token) in tokens.iter().enumerate() {
        let short = (2..=5).contains(&token.span.range().len());
        if token.kind != TokenKind::Word || !short {
            continue;
        }
        let after_end = at > 0 && word(at - 1, "END");
        match token.text(sql).to_ascii_uppercase().as_str() {
            "END" => depth = depth.saturating_sub(1),
            // `DROP TABLE IF EXISTS t` opens nothing; `IF EXISTS (…)` does.
            "IF" if !after_end => {
                let exists = at + 1 + usize::from(word(at + 1, "NOT"));
                let open = tokens.get(exists + 1).is_some_and(|next| next.is_symbol(sql, "("));
                depth += usize::from(!word(exists, "EXISTS") || open);
            }
            "LOOP" | "CASE" | "BEGIN" if !after_end => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Something that may do anything.
fn opaque(span: Span, reason: &str, dynamic: bool) -> Command {
    let touches = Touches::Everything;
    Command::new(span, What::Opaque(Opaque { reason: reason.to_owned(), touches, dynamic }))
}
