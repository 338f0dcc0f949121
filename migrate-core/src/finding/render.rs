//! Findings and run-time failures as text. The only user of annotate-snippets.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity};
use crate::text::Span;

/// For whom a text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For rustc, which writes `error:` itself and indents what follows: ASCII, no colour, no level.
    Compiler,
    /// For a terminal without colour, a file, or a log.
    Plain,
    /// For a terminal.
    Color,
}

/// A message, the places it speaks of, and what else to say: all that is ever drawn.
#[derive(Clone, Debug)]
pub struct Diagram<'a> {
    /// The level's word; `error` or `warning` are coloured as such.
    pub severity: Severity,
    /// The message.
    pub title: &'a str,
    /// The places.
    pub places: Vec<Located<'a>>,
    /// Lines below, each with its heading: `note`, `help`, `rule`.
    pub footers: Vec<(&'static str, &'a str)>,
}

/// A place in a file that may or may not be at hand.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The file as shown.
    pub path: &'a str,
    /// Its text and the place in it.
    pub source: Option<(&'a str, Span)>,
    /// What is there.
    pub label: &'a str,
}

/// Draws `finding`; `source` gives the text of a file by the path the finding shows.
#[must_use]
pub fn finding<'a>(
    finding: &'a Finding,
    source: &dyn Fn(&str) -> Option<&'a str>,
    style: Style,
) -> String {
    let places = finding.labels.iter().map(|label| Located {
        path: &label.path,
        source: label.span.and_then(|span| source(&label.path).map(|text| (text, span))),
        label: &label.text,
    });
    let rule = format!("{} ({})", finding.rule.name, finding.rule.code);
    let notes = finding.notes.iter().map(|note| ("note", note.as_str()));
    let help = finding.help.iter().map(|help| ("help", help.as_str()));
    draw(
        &Diagram {
            severity: finding.severity,
            title: &finding.message,
            places: places.collect(),
            footers: notes.chain(help).chain([("rule", rule.as_str())]).collect(),
        },
        style,
    )
}

/// Draws a diagram.
#[must_use]
pub fn draw(diagram: &Diagram<'_>, style: Style) -> String {
    let level = match diagram.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = if style == Style::Compiler { level.no_name() } else { level };
    let mut group = Group::with_title(level.primary_title(diagram.title));
    for place in &diagram.places {
        group = match place.source {
            Some((text, span)) => group.element(snippet(place, text, span)),
            None => group.element(Origin::path(place.path)),
        };
    }
    for (heading, text) in &diagram.footers {
        let level = if *heading == "help" { Level::HELP } else { Level::NOTE };
        group = group.element(level.with_name(*heading).message(*text));
    }
    let renderer = match style {
        Style::Color => Renderer::styled(),
        Style::Compiler | Style::Plain => Renderer::plain(),
    };
    renderer.render(&[group])
}

fn snippet<'a>(
    place: &Located<'a>,
    text: &'a str,
    span: Span,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let span = first_line(text, span);
    let label = (!place.label.is_empty()).then_some(place.label);
    Snippet::source(text)
        .path(place.path)
        .annotation(AnnotationKind::Primary.span(span.range()).label(label))
}

/// The part of `span` on its first line: a statement of forty lines is shown by its beginning.
fn first_line(text: &str, span: Span) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(span.start), floor(span.end.max(span.start)));
    let line = text[start..end].find('\n').map_or(end, |newline| start + newline);
    Span::new(start, line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Rule;

    static RULE: Rule = Rule::about_files("M000", "some-rule", crate::rule::Level::Deny);

    #[test]
    fn a_finding_is_drawn_for_the_compiler_without_its_level() {
        let it = Finding::new(&RULE, "migrations/1_a.up.sql", "this is wrong")
            .at(Span::new(9, 14), "here")
            .help("write another");
        let text = finding(&it, &|_| Some("select 1\nfault\n"), Style::Compiler);
        assert_eq!(
            text,
            "this is wrong\n \
             --> migrations/1_a.up.sql:2:1\n  \
             |\n\
             2 | fault\n  \
             | ^^^^^ here\n  \
             |\n  \
             = help: write another\n  \
             = rule: some-rule (M000)"
        );
    }

    #[test]
    fn a_file_without_a_place_is_named() {
        let it = Finding::new(&RULE, "migrations/1_a.up.sql", "no down").also("other.sql");
        let text = finding(&it, &|_| None, Style::Plain);
        assert!(text.starts_with("error: no down\n"), "{text}");
        assert!(text.contains("--> migrations/1_a.up.sql"), "{text}");
        assert!(text.contains("other.sql"), "{text}");
    }

    #[test]
    fn a_span_outside_the_text_does_no_harm() {
        let it = Finding::new(&RULE, "a.sql", "x").at(Span::new(3, 99), "");
        assert!(finding(&it, &|_| Some("é"), Style::Plain).contains("a.sql"));
    }
}
