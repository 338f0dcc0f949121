//! Virtual tables, whose arguments their modules read for themselves.

use super::name;
use crate::dialect::Dialect;
use crate::schema::{Object, ObjectName};
use crate::sql::lexer;
use crate::sql::spelled::spelled;

/// `CREATE VIRTUAL TABLE`.
pub(super) fn create(of: &ObjectName, object: &Object) -> String {
    format!("CREATE VIRTUAL TABLE {} USING {};", name(&of.name.name), using(&object.text))
}

/// The module and its arguments. A module takes `content = 'x'` for a column where it is not written
/// `content='x'` (FTS3 and FTS4).
fn using(text: &str) -> String {
    let text = spelled(text, Dialect::Sqlite);
    let tokens = lexer::tokens(&text, Dialect::Sqlite);
    let is_equals = |at: usize| tokens.get(at).is_some_and(|token| token.is_symbol(&text, "="));
    let stays = |at: usize| {
        !tokens[at].is_trivia() || !(is_equals(at + 1) || at.checked_sub(1).is_some_and(is_equals))
    };
    (0..tokens.len()).filter(|at| stays(*at)).map(|at| tokens[at].text(&text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_as_modules_read_them() {
        let text = "fts4 ( body , content = 'a = b' , tokenize = unicode61 \"x=0\" )";
        assert_eq!(using(text), "fts4(body, content='a = b', tokenize=unicode61 \"x=0\")");
    }
}
