//! The parser's events as a tree of our own.
//!
//! Nodes stand in one vector in the order of the text, each with the place behind its last
//! descendant: children are found by hopping, descendants are a slice, and nothing recurses.
//! Blanks and comments are left out, so the span of a node is that of its words.

use squawk_parser::{EntryPoint, LexedStr, StrStep};

use crate::sql::lexer::Token;
use crate::text::Span;

pub(super) use squawk_parser::SyntaxKind;

/// A node or a token.
struct Entry {
    kind: SyntaxKind,
    start: u32,
    end: u32,
    /// The entry behind all that belongs to this one.
    next: u32,
}

/// An entry as it is in every text of the same shape.
#[derive(Clone, Copy)]
pub(super) struct Part {
    kind: SyntaxKind,
    next: u32,
    start: Place,
    end: Place,
}

/// A token by its number, and how far into it, or behind all of it.
type Place = (u32, Option<u32>);

/// Something the parser could not go on with.
pub(super) struct ParseError {
    pub(super) message: String,
    pub(super) at: usize,
}

/// A text as the parser understands it.
pub(super) struct Tree<'a> {
    entries: Box<[Entry]>,
    /// The whole script, also where only a slice of it was parsed.
    text: &'a str,
    /// How many strings it stands in.
    depth: u8,
    /// What the parser did not accept, in the order of the text.
    pub(super) errors: Vec<ParseError>,
}

/// A node or token of a [`Tree`].
#[derive(Clone, Copy)]
pub(super) struct Node<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

impl<'a> Tree<'a> {
    /// Parses `part`, which is what stands in `text` from `from` on, or reads like it; all places are
    /// places in `text`. It may stand in a string, which may stand in a string.
    pub(super) fn parse(
        text: &'a str,
        part: &str,
        from: usize,
        entry: EntryPoint,
        depth: u8,
    ) -> Self {
        let lexed = LexedStr::new(part);
        let output = entry.parse(&lexed.to_input());
        let mut entries = Entries(Vec::new());
        let mut errors = Vec::new();
        for (range, message) in lexed.errors() {
            let at = from + range.start as usize;
            errors.push(ParseError { message: message.to_owned(), at });
        }
        let mut open = Vec::new();
        let mut at = from;
        lexed.intersperse_trivia(&output, &mut |step| match step {
            StrStep::Enter { kind } => {
                open.push(entries.0.len());
                entries.push(kind, at, at);
            }
            StrStep::Token { kind, text } => {
                let start = at;
                at += text.len();
                if !kind.is_trivia() {
                    entries.push(kind, start, at);
                }
            }
            StrStep::Exit => {
                if let Some(node) = open.pop() {
                    entries.close(node);
                }
            }
            StrStep::Error { msg, pos } => {
                errors.push(ParseError { message: msg.to_owned(), at: from + pos });
            }
        });
        while let Some(node) = open.pop() {
            entries.close(node);
        }
        errors.sort_by_key(|error| error.at);
        Self { entries: entries.0.into_boxed_slice(), text, depth, errors }
    }

    /// What all texts of its shape have in common; `tokens` is where their tokens stand in this one.
    pub(super) fn parts(&self, tokens: &[Span]) -> Vec<Part> {
        let place = |at: u32, by: u32| {
            let token = tokens.partition_point(|token| token.start as u32 <= by).saturating_sub(1);
            let span = tokens.get(token).copied().unwrap_or_default();
            (token as u32, ((at as usize) < span.end).then(|| at - span.start as u32))
        };
        let part = |entry: &Entry| Part {
            kind: entry.kind,
            next: entry.next,
            start: place(entry.start, entry.start),
            end: place(entry.end, entry.start.max(entry.end.saturating_sub(1))),
        };
        self.entries.iter().map(part).collect()
    }

    /// The tree of those parts in a text that consists of `tokens`.
    pub(super) fn placed(text: &'a str, tokens: &[Token], parts: &[Part]) -> Self {
        let place = |(token, inside): Place| {
            let token = token as usize;
            let span = if token < tokens.len() { tokens[token].span } else { Span::default() };
            match inside {
                Some(inside) => span.start as u32 + inside,
                None => span.end as u32,
            }
        };
        let mut entries = Vec::with_capacity(parts.len());
        let mut at = 0;
        while at < parts.len() {
            let Part { kind, next, start, end } = parts[at];
            entries.push(Entry { kind, start: place(start), end: place(end), next });
            at += 1;
        }
        Self { entries: entries.into_boxed_slice(), text, depth: 0, errors: Vec::new() }
    }

    /// The whole.
    pub(super) fn root(&self) -> Option<Node<'_>> {
        (!self.entries.is_empty()).then_some(Node { tree: self, at: 0 })
    }
}

/// Entries while they are made.
struct Entries(Vec<Entry>);

impl Entries {
    fn push(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        let next = self.0.len() as u32 + 1;
        self.0.push(Entry { kind, start: start as u32, end: end as u32, next });
    }

    /// Gives a node the extent of what is in it.
    fn close(&mut self, node: usize) {
        let next = self.0.len() as u32;
        let first = self.0.get(node + 1).map(|entry| entry.start);
        let end = self.0.last().map(|entry| entry.end);
        let entry = &mut self.0[node];
        entry.next = next;
        if next as usize > node + 1 {
            entry.start = first.unwrap_or(entry.start);
            entry.end = end.unwrap_or(entry.end);
        }
    }
}

/// The children of a node. This and the searches below are written out: the tree is read by nothing else,
/// and a macro is built without optimisation, where a closure is a call and so is what calls it.
pub(super) struct Children<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node { tree: self.tree, at: self.at };
        self.at = self.tree.entries[self.at as usize].next;
        Some(node)
    }
}

/// The tokens below a node.
pub(super) struct Tokens<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        while self.at < self.end {
            let node = Node { tree: self.tree, at: self.at };
            self.at += 1;
            if node.is_token() {
                return Some(node);
            }
        }
        None
    }
}

impl<'t> Node<'t> {
    fn entry(self) -> &'t Entry {
        &self.tree.entries[self.at as usize]
    }

    pub(super) fn kind(self) -> SyntaxKind {
        self.tree.entries[self.at as usize].kind
    }

    pub(super) fn is(self, kind: SyntaxKind) -> bool {
        self.tree.entries[self.at as usize].kind as u16 == kind as u16
    }

    /// Whether it is of one of those kinds.
    pub(super) fn is_any(self, kinds: &[SyntaxKind]) -> bool {
        let kind = self.tree.entries[self.at as usize].kind as u16;
        let mut at = 0;
        while at < kinds.len() {
            if kinds[at] as u16 == kind {
                return true;
            }
            at += 1;
        }
        false
    }

    pub(super) fn span(self) -> Span {
        let entry = &self.tree.entries[self.at as usize];
        Span::new(entry.start as usize, entry.end as usize)
    }

    pub(super) fn text(self) -> &'t str {
        &self.tree.text[self.span().range()]
    }

    /// The script it stands in.
    pub(super) fn script(self) -> &'t str {
        self.tree.text
    }

    /// How many strings it stands in.
    pub(super) fn depth(self) -> u8 {
        self.tree.depth
    }

    /// Whether it is a token rather than a node; a node may be empty.
    pub(super) fn is_token(self) -> bool {
        let entry = &self.tree.entries[self.at as usize];
        entry.next == self.at + 1 && entry.start < entry.end
    }

    /// What stands directly below it, tokens included.
    pub(super) fn children(self) -> Children<'t> {
        Children { tree: self.tree, at: self.at + 1, end: self.entry().next }
    }

    /// The tokens it consists of, in order; itself, where it is one.
    pub(super) fn tokens(self) -> Tokens<'t> {
        Tokens { tree: self.tree, at: self.at, end: self.entry().next }
    }

    /// Everything below it in the order of the text.
    pub(super) fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        (self.at + 1..self.entry().next).map(move |at| Node { tree: self.tree, at })
    }

    /// The entry that follows everything below it, if that still belongs to `end`.
    pub(super) fn skip(self, within: Node<'t>) -> Option<Node<'t>> {
        let at = self.entry().next;
        (at < within.entry().next).then_some(Node { tree: self.tree, at })
    }

    /// The entry that follows it in the order of the text, if that still belongs to `within`.
    pub(super) fn step(self, within: Node<'t>) -> Option<Node<'t>> {
        let at = self.at + 1;
        (at < within.entry().next).then_some(Node { tree: self.tree, at })
    }

    /// The first child of that kind.
    pub(super) fn child(self, kind: SyntaxKind) -> Option<Node<'t>> {
        let entries = &self.tree.entries;
        let end = entries[self.at as usize].next;
        let mut at = self.at + 1;
        while at < end {
            if entries[at as usize].kind as u16 == kind as u16 {
                return Some(Node { tree: self.tree, at });
            }
            at = entries[at as usize].next;
        }
        None
    }

    /// The first child of one of those kinds.
    pub(super) fn child_of(self, kinds: &[SyntaxKind]) -> Option<Node<'t>> {
        let entries = &self.tree.entries;
        let end = entries[self.at as usize].next;
        let mut at = self.at + 1;
        while at < end {
            let child = Node { tree: self.tree, at };
            if child.is_any(kinds) {
                return Some(child);
            }
            at = entries[at as usize].next;
        }
        None
    }

    /// Whether a child of that kind exists.
    pub(super) fn has(self, kind: SyntaxKind) -> bool {
        self.child(kind).is_some()
    }

    /// The children of that kind.
    pub(super) fn all(self, kind: SyntaxKind) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.is(kind))
    }

    /// The first descendant of that kind.
    pub(super) fn find(self, kind: SyntaxKind) -> Option<Node<'t>> {
        let entries = &self.tree.entries;
        let end = entries[self.at as usize].next;
        let mut at = self.at + 1;
        while at < end {
            if entries[at as usize].kind as u16 == kind as u16 {
                return Some(Node { tree: self.tree, at });
            }
            at += 1;
        }
        None
    }
}

#[cfg(test)]
impl Node<'_> {
    /// Its shape, to look at.
    pub(super) fn shape(self) -> String {
        if self.is_token() {
            return self.text().to_owned();
        }
        let inner: Vec<String> = self.children().map(Self::shape).collect();
        format!("{:?}[{}]", self.kind(), inner.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_spans_its_words_and_finds_its_children() {
        let sql = "/* a */ DROP  TABLE a , b /* c */ ; ";
        let tree = Tree::parse(sql, sql, 0, EntryPoint::SourceFile, 0);
        let statement = tree.root().unwrap().children().next().unwrap();
        assert_eq!(statement.text(), "DROP  TABLE a , b /* c */ ;");
        let shape = "DROP_TABLE[DROP TABLE TABLE_NAME_REF[PATH_REF[PATH_SEGMENT_REF[a]]] , \
                     TABLE_NAME_REF[PATH_REF[PATH_SEGMENT_REF[b]]] ;]";
        assert_eq!(statement.shape(), shape);
        assert_eq!(statement.all(SyntaxKind::TABLE_NAME_REF).count(), 2);
    }
}
