//! Findings and run-time failures as text. The only user of annotate-snippets.

use annotate_snippets::renderer::{AnsiColor, Effects};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Rewrite, Severity};
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

/// The number of the line on which a byte stands, by the path that is shown, the text and the place.
pub type LineOf<'l> = &'l dyn Fn(&str, &str, usize) -> usize;

/// Draws `finding`; `source` gives the text of a file by the path the finding shows.
#[must_use]
pub fn finding<'a>(
    finding: &'a Finding,
    source: &dyn Fn(&str) -> Option<&'a str>,
    line: LineOf<'_>,
    style: Style,
) -> String {
    let places = finding.labels.iter().map(|label| Located {
        path: &label.path,
        source: label.span.and_then(|span| source(&label.path).map(|text| (text, span))),
        label: &label.text,
    });
    let mut rule = format!("{} ({})", finding.rule.name, finding.rule.code);
    // What is wrong with a name says itself; a rule about SQL has reasons that fit no message.
    if !finding.rule.dialects.is_empty() {
        rule += &format!(": `cargo migrate explain {}` says why", finding.rule.name);
    }
    let rewrite = finding.rewrite.as_ref().map(rewrite);
    let notes = finding.notes.iter().map(|note| ("note", note.as_str()));
    let help = finding.help.iter().map(|help| ("help", help.as_str()));
    let rewrite = rewrite.iter().map(|rewrite| ("help", rewrite.as_str()));
    let diagram = Diagram {
        severity: finding.severity,
        title: &finding.message,
        places: places.collect(),
        footers: notes.chain(help).chain(rewrite).chain([("rule", rule.as_str())]).collect(),
    };
    draw_with(&diagram, line, style)
}

/// The safe way, whole and on lines of its own: it is there to be copied.
fn rewrite(rewrite: &Rewrite) -> String {
    let mut text = format!("{}:\n", rewrite.title.trim_end_matches(':'));
    for line in rewrite.sql.trim_end().lines() {
        text.push('\n');
        text.push_str(line);
    }
    text.push('\n');
    text
}

/// Draws a diagram.
#[must_use]
pub fn draw(diagram: &Diagram<'_>, style: Style) -> String {
    draw_with(diagram, &|_, text, at| text[..at].matches('\n').count() + 1, style)
}

fn draw_with(diagram: &Diagram<'_>, line: LineOf<'_>, style: Style) -> String {
    let level = match diagram.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = if style == Style::Compiler { level.no_name() } else { level };
    let mut group = Group::with_title(level.primary_title(diagram.title));
    for (at, places) in runs(&diagram.places) {
        group = match places[0].source {
            Some((text, _)) => group.element(snippet(text, places, at == 0, line)),
            None => group.element(Origin::path(places[0].path)),
        };
    }
    for (heading, text) in &diagram.footers {
        let level = if *heading == "help" { Level::HELP } else { Level::NOTE };
        group = group.element(level.with_name(*heading).message(*text));
    }
    let renderer = match style {
        Style::Color => colorful(),
        Style::Compiler | Style::Plain => Renderer::plain(),
    };
    without_trailing_blanks(&renderer.render(&[group]))
}

/// In colours that can be read on a dark background and on a light one. Those of the library are bright,
/// and its blue is dark.
fn colorful() -> Renderer {
    let bold = |color: AnsiColor| color.on_default().effects(Effects::BOLD);
    Renderer::styled()
        .error(bold(AnsiColor::Red))
        .warning(bold(AnsiColor::Yellow))
        .info(bold(AnsiColor::Cyan))
        .note(bold(AnsiColor::Green))
        .help(bold(AnsiColor::Cyan))
        .line_num(bold(AnsiColor::Cyan))
        .context(bold(AnsiColor::Cyan))
        .addition(AnsiColor::Green.on_default())
        .removal(AnsiColor::Red.on_default())
        .emphasis(annotate_snippets::renderer::Style::new().effects(Effects::BOLD))
}

/// Empty lines of a text below are indented like the others, and look empty only where nobody checks.
fn without_trailing_blanks(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        trimmed.push_str(if at == 0 { "" } else { "\n" });
        trimmed.push_str(line.trim_end_matches(' '));
    }
    trimmed
}

/// The places in runs of one file each, with where the run begins: what stands in one text is drawn
/// in one picture.
fn runs<'p, 'a>(places: &'p [Located<'a>]) -> Vec<(usize, &'p [Located<'a>])> {
    // What is far apart is in two: the renderer would read everything between, for every finding.
    const FAR: usize = 20_000;
    let same = |one: &Located<'_>, other: &Located<'_>| match (one.source, other.source) {
        (Some((_, one_at)), Some((_, other_at))) => {
            one.path == other.path && one_at.start.abs_diff(other_at.start) < FAR
        }
        _ => false,
    };
    let mut at = 0;
    let mut found = Vec::new();
    for run in places.chunk_by(same) {
        found.push((at, run));
        at += run.len();
    }
    found
}

/// What stands at `places` of `text`; the first of them is what it is all about, if `main` says so.
fn snippet<'a>(
    text: &'a str,
    places: &[Located<'a>],
    main: bool,
    line: LineOf<'_>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans: Vec<Span> = places
        .iter()
        .filter_map(|place| place.source.map(|(_, span)| first_line(text, span)))
        .collect();
    let window = window(text, &spans);
    let line = line(places[0].path, text, window.start);
    let annotations = spans.iter().zip(places).enumerate().map(|(at, (span, place))| {
        let kind = if at == 0 && main { AnnotationKind::Primary } else { AnnotationKind::Context };
        let label = (!place.label.is_empty()).then_some(place.label);
        kind.span(span.start - window.start..span.end - window.start).label(label)
    });
    Snippet::source(&text[window.range()])
        .line_start(line)
        .path(places[0].path)
        .annotations(annotations)
}

/// The whole lines that `spans` stand on and those between them. The renderer looks at every line it
/// is given, for every finding, and without optimisation that is felt in long scripts.
fn window(text: &str, spans: &[Span]) -> Span {
    let start = spans.iter().map(|span| span.start).min().unwrap_or_default();
    let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    Span::new(start, end)
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

    fn finding<'a>(
        finding: &'a Finding,
        source: &dyn Fn(&str) -> Option<&'a str>,
        style: Style,
    ) -> String {
        let line = |_: &str, text: &str, at| crate::text::Lines::of(text).line(at);
        super::finding(finding, source, &line, style)
    }

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
    fn two_files_are_drawn_one_below_the_other() {
        let it = Finding::new(&RULE, "1.down.sql", "not undone")
            .at(Span::new(0, 4), "this does not drop it")
            .also_at("1.up.sql", Span::new(9, 14), "created here");
        let text = finding(
            &it,
            &|path| Some(if path == "1.up.sql" { "select 1\ntable\n" } else { "drop\n" }),
            Style::Plain,
        );
        assert_eq!(
            text,
            "error: not undone\n \
             --> 1.down.sql:1:1\n  \
             |\n\
             1 | drop\n  \
             | ^^^^ this does not drop it\n  \
             |\n \
             ::: 1.up.sql:2:1\n  \
             |\n\
             2 | table\n  \
             | ----- created here\n  \
             |\n  \
             = rule: some-rule (M000)"
        );
    }

    #[test]
    fn two_places_of_one_file_are_one_picture() {
        let it = Finding::new(&RULE, "a.sql", "twice").at(Span::new(17, 22), "again").also_at(
            "a.sql",
            Span::new(9, 14),
            "first",
        );
        let text = finding(&it, &|_| Some("select 1\ntable\n\n\ntable\n"), Style::Plain);
        assert_eq!(text.matches("a.sql").count(), 1, "{text}");
        assert!(text.contains("2 | table\n"), "{text}");
        assert!(text.contains("^^^^^ again"), "{text}");
        assert!(text.contains("----- first"), "{text}");
    }

    #[test]
    fn a_rewrite_is_there_to_be_copied() {
        let sql = format!("CREATE INDEX a\n    ON b ({});", "c, ".repeat(100));
        let it = Finding::new(&RULE, "a.sql", "x").at(Span::new(0, 1), "");
        let it = it.rewrite("write instead", sql.clone());
        let text = finding(&it, &|_| Some("y"), Style::Compiler);
        assert!(text.contains("= help: write instead:\n"), "{text}");
        for line in sql.lines() {
            assert!(text.contains(line), "{text}");
        }
        assert!(
            text.contains("write instead:\n\n          CREATE INDEX a\n              ON b"),
            "{text}"
        );
    }

    #[test]
    fn a_span_outside_the_text_does_no_harm() {
        let it = Finding::new(&RULE, "a.sql", "x").at(Span::new(3, 99), "");
        assert!(finding(&it, &|_| Some("é"), Style::Plain).contains("a.sql"));
    }
}
