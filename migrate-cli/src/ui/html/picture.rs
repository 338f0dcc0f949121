//! A table before and after, as two boxes.

use maud::{Markup, html};
use migrate_core::change::picture::{Line, Mark, Picture};

/// So many lines that stay as they are stand together before they are folded.
const FOLDED: usize = 4;

/// Both sides.
pub(super) fn picture(it: &Picture) -> Markup {
    html! {
        div.sides.picture role="group" aria-label={ (it.kind) " " (it.name) } {
            (side(it, "before", it.before.as_deref(), ("−", "gone")))
            (side(it, "after", it.after.as_deref(), ("+", "new")))
        }
    }
}

fn side(it: &Picture, when: &str, lines: Option<&[Line]>, only: (&str, &'static str)) -> Markup {
    html! {
        @match lines {
            None => div.box.absent { span.when { (when) } " " (it.kind) " " code { (it.name) } " is not there" },
            Some(lines) => div.box {
                div.head { span.when { (when) } " " span.kind { (it.kind) } " " b { (it.name) } }
                @for part in folded(lines) {
                    @match part {
                        Part::Line(line) => (self::line(line, only)),
                        Part::Folded(count) => div.line.rest { span.mark {} "… " (count) " more" },
                    }
                }
            },
        }
    }
}

fn line(line: &Line, (sign, class): (&str, &'static str)) -> Markup {
    let (sign, class) = match line.mark {
        Mark::Same => ("", "same"),
        Mark::Only => (sign, class),
        Mark::Other => ("~", "other"),
    };
    let kind = if line.is_column { "column" } else { "of-table" };
    html! {
        div class={ "line " (class) " " (kind) } {
            span.mark { (sign) }
            span.text {
                @if !line.name.is_empty() { span.name { (line.name) } " " }
                span.type { (line.text) }
            }
        }
    }
}

enum Part<'a> {
    Line(&'a Line),
    Folded(usize),
}

/// The lines, of which a run that stays as it is says only how long it is.
fn folded(lines: &[Line]) -> Vec<Part<'_>> {
    let is_same = |line: &Line| line.mark == Mark::Same;
    let runs = lines.chunk_by(|one, next| is_same(one) == is_same(next));
    let mut parts = Vec::new();
    for run in runs {
        let is_long = run.first().is_some_and(is_same) && run.len() > FOLDED;
        let shown = if is_long { 2 } else { run.len() };
        parts.extend(run[..shown].iter().map(Part::Line));
        if is_long {
            parts.push(Part::Folded(run.len() - shown));
        }
    }
    parts
}
