//! The outside of a function that has an attribute of ours. Nothing is read of its body, so whatever that
//! says is the compiler's to judge.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// What stands before the body of a function, in tokens.
pub(crate) struct Outside {
    /// Its other attributes and its comment.
    pub(crate) attributes: TokenStream,
    /// All of it behind those.
    pub(crate) rest: Vec<TokenTree>,
}

impl Outside {
    pub(crate) fn of(function: TokenStream) -> Self {
        let mut tokens: Vec<TokenTree> = function.into_iter().collect();
        let is_hash =
            |it: &TokenTree| matches!(it, TokenTree::Punct(hash) if hash.as_char() == '#');
        let pairs = tokens.chunks_exact(2).take_while(|pair| is_hash(&pair[0])).count();
        let rest = tokens.split_off(2 * pairs);
        Self { attributes: tokens.into_iter().collect(), rest }
    }

    /// Where a word stands that is in no parentheses.
    pub(crate) fn word(&self, word: &str) -> Option<usize> {
        self.rest.iter().position(|it| matches!(it, TokenTree::Ident(ident) if ident == word))
    }

    /// The name and the arguments behind the `fn` that stands there; none where something else follows.
    pub(crate) fn signature(&self, keyword: usize) -> Option<(&Ident, &Group)> {
        match (self.rest.get(keyword + 1), self.rest.get(keyword + 2)) {
            (Some(TokenTree::Ident(name)), Some(TokenTree::Group(arguments))) => {
                Some((name, arguments))
            }
            _ => None,
        }
    }

    /// What it answers, with the arrow.
    pub(crate) fn answer(&self, keyword: usize) -> &[TokenTree] {
        self.rest.get(keyword + 3..self.rest.len() - 1).unwrap_or_default()
    }
}

/// How many arguments stand in parentheses. A comma of generics counts as one between arguments only
/// outside of `<` and `>`.
pub(crate) fn count(arguments: &Group) -> usize {
    if arguments.delimiter() != Delimiter::Parenthesis {
        return 0;
    }
    let (mut depth, mut count, mut is_open) = (0_usize, 0, false);
    for token in arguments.stream() {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == '<' => depth += 1,
            TokenTree::Punct(mark) if mark.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(mark) if mark.as_char() == ',' && depth == 0 => {
                is_open = false;
                continue;
            }
            _ => {}
        }
        if !is_open {
            count += 1;
            is_open = true;
        }
    }
    count
}
