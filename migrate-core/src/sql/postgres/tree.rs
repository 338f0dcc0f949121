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
    entries: Vec<Entry>,
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
        let mut tree = Self { entries: Vec::new(), text, depth, errors: Vec::new() };
        for (range, message) in lexed.errors() {
            let at = from + range.start as usize;
            tree.errors.push(ParseError { message: message.to_owned(), at });
        }
        let mut open = Vec::new();
        let mut at = from;
        lexed.intersperse_trivia(&output, &mut |step| match step {
            StrStep::Enter { kind } => {
                open.push(tree.entries.len());
                tree.push(kind, at, at);
            }
            StrStep::Token { kind, text } => {
                let start = at;
                at += text.len();
                if !kind.is_trivia() {
                    tree.push(kind, start, at);
                }
            }
            StrStep::Exit => {
                if let Some(node) = open.pop() {
                    tree.close(node);
                }
            }
            StrStep::Error { msg, pos } => {
                tree.errors.push(ParseError { message: msg.to_owned(), at: from + pos });
            }
        });
        while let Some(node) = open.pop() {
            tree.close(node);
        }
        tree.errors.sort_by_key(|error| error.at);
        tree
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
            let span = tokens.get(token as usize).map_or(Span::default(), |token| token.span);
            inside.map_or(span.end as u32, |inside| span.start as u32 + inside)
        };
        let mut entries = Vec::with_capacity(parts.len());
        let mut at = 0;
        while at < parts.len() {
            let Part { kind, next, start, end } = parts[at];
            entries.push(Entry { kind, start: place(start), end: place(end), next });
            at += 1;
        }
        Self { entries, text, depth: 0, errors: Vec::new() }
    }

    fn push(&mut self, kind: SyntaxKind, start: usize, end: usize) {
        let next = self.entries.len() as u32 + 1;
        self.entries.push(Entry { kind, start: start as u32, end: end as u32, next });
    }

    /// Gives a node the extent of what is in it.
    fn close(&mut self, node: usize) {
        let next = self.entries.len() as u32;
        let first = self.entries.get(node + 1).map(|entry| entry.start);
        let end = self.entries.last().map(|entry| entry.end);
        let entry = &mut self.entries[node];
        entry.next = next;
        if next as usize > node + 1 {
            entry.start = first.unwrap_or(entry.start);
            entry.end = end.unwrap_or(entry.end);
        }
    }

    /// The whole.
    pub(super) fn root(&self) -> Option<Node<'_>> {
        (!self.entries.is_empty()).then_some(Node { tree: self, at: 0 })
    }
}

impl<'t> Node<'t> {
    fn entry(self) -> &'t Entry {
        &self.tree.entries[self.at as usize]
    }

    pub(super) fn kind(self) -> SyntaxKind {
        self.entry().kind
    }

    pub(super) fn is(self, kind: SyntaxKind) -> bool {
        self.kind() == kind
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.entry().start as usize, self.entry().end as usize)
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
        self.entry().next == self.at + 1 && self.entry().start < self.entry().end
    }

    /// What stands directly below it, tokens included.
    pub(super) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let end = self.entry().next;
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = Node { tree: self.tree, at };
            (at < end).then(|| {
                at = node.entry().next;
                node
            })
        })
    }

    /// The tokens it consists of, in order; itself, where it is one.
    pub(super) fn tokens(self) -> impl Iterator<Item = Node<'t>> {
        (self.at..self.entry().next)
            .map(move |at| Node { tree: self.tree, at })
            .filter(|node| node.is_token())
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
        self.children().find(|child| child.is(kind))
    }

    /// The first child of one of those kinds.
    pub(super) fn child_of(self, kinds: &[SyntaxKind]) -> Option<Node<'t>> {
        self.children().find(|child| kinds.contains(&child.kind()))
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
        self.descendants().find(|node| node.is(kind))
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
