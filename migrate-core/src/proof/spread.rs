//! Partitions that the pair itself adds: no row from before is in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::Name;
use crate::sql::lexer::{self, TokenKind};
use crate::sql::normal;

/// The names of partitions that were added, in lower case, by table.
#[derive(Default)]
pub(super) struct Added(BTreeMap<Name, BTreeSet<String>>);

impl Added {
    /// Takes in an action on partitions; whether rows from before may go with it.
    pub(super) fn may_lose(
        &mut self,
        step: &Step<'_>,
        action: &str,
        text: &str,
        dialect: Dialect,
    ) -> bool {
        let Some(table) = step.targets.first() else { return true };
        let of = step.before.tables.get(table);
        let by = of.and_then(|of| of.options.partition_by.as_deref()).unwrap_or_default();
        // Other rows stand where no partition is for them; where all are spread anew, any may.
        let takes_others =
            ["default", "maxvalue", "hash", "key"].iter().any(|word| by.contains(word));
        let names = names(text, dialect);
        match action {
            "ADD PARTITION" if !takes_others && text.contains(" values ") => {
                self.0.entry(table.clone()).or_default().extend(names);
                false
            }
            "DROP PARTITION" => {
                let added = self.0.entry(table.clone()).or_default();
                let is_own = !names.is_empty() && names.iter().all(|name| added.contains(name));
                added.retain(|name| !names.contains(name));
                !is_own
            }
            _ => {
                self.0.remove(table);
                true
            }
        }
    }

    /// The values by which rows are spread may be others from now on.
    pub(super) fn forget(&mut self, table: &Name) {
        self.0.remove(table);
    }
}

/// `ADD PARTITION (PARTITION a …, PARTITION b …)`, `DROP PARTITION a, b`.
fn names(text: &str, dialect: Dialect) -> Vec<String> {
    let tokens = lexer::significant(text, dialect);
    let mut names = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text(text) {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let follows = before.is_some_and(|before| {
            before.is_word(text, "PARTITION") || depth == 0 && before.is_symbol(text, ",")
        });
        if follows && matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) && depth < 2 {
            names.push(normal::unquoted(token.text(text)).to_lowercase());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    #[test]
    fn partitions_are_told_by_their_names() {
        let target: crate::dialect::Target = "mysql 8.0".parse().unwrap();
        let names = |text| super::names(text, target.dialect);
        assert_eq!(
            names(
                "add partition ( partition a values less than ( 1 ) , partition `B` values in ( 2 , 3 ) )"
            ),
            ["a", "b"]
        );
        assert_eq!(names("partition a , b"), ["a", "b"]);
    }
}
