//! A page of Markdown, as far as something can be done with it.

pub(crate) struct Page<'a>(pub(crate) &'a str);

/// What to do next.
pub(crate) struct Block<'a> {
    /// The number of its first line.
    pub(crate) line: usize,
    pub(crate) content: Content<'a>,
}

pub(crate) enum Content<'a> {
    /// An empty database of this engine, and a crate without migrations.
    On(&'a str),
    /// A block of code: its language and its text.
    Code(&'a str, &'a str),
    /// A block that is not run here, and who holds it: the file of a test, and what that does.
    Held(&'a str, &'a str),
}

impl<'a> Page<'a> {
    /// Everything to be done, in its order.
    pub(crate) fn blocks(&self) -> Vec<Block<'a>> {
        let mut blocks = Vec::new();
        let mut holder = None;
        let mut rest = self.0;
        while !rest.is_empty() {
            let line = self.0[..self.0.len() - rest.len()].lines().count() + 1;
            let (head, tail) = rest.split_once('\n').unwrap_or((rest, ""));
            rest = tail;
            if let Some(engine) = comment(head, "on: ") {
                blocks.push(Block { line, content: Content::On(engine) });
            } else if let Some(by) = comment(head, "held by: ") {
                holder = Some(by);
            } else if let Some(language) = head.strip_prefix("```") {
                let end = tail.find("\n```").map_or(tail.len(), |at| at + 1);
                let end = if tail.starts_with("```") { 0 } else { end };
                let text = &tail[..end];
                let content = match holder.take() {
                    Some(by) => Content::Held(by, text),
                    None => Content::Code(language, text),
                };
                blocks.push(Block { line, content });
                rest = tail[end..].split_once('\n').map_or("", |(_, tail)| tail);
            }
        }
        blocks
    }

    /// Where its links lead that stay in the project.
    pub(crate) fn links(&self) -> impl Iterator<Item = &'a str> {
        let links = self.0.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        links.map(|(link, _)| link).filter(|link| !link.contains("://"))
    }

    /// Its headings as links name them.
    pub(crate) fn headings(&self) -> impl Iterator<Item = String> {
        let headings = self.0.lines().filter(|line| line.starts_with('#'));
        headings.map(|line| {
            let words = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            words.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
        })
    }
}

fn comment<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix("<!-- ")?.strip_prefix(key)?.strip_suffix(" -->")
}
