//! The results of `merge`, `rebase` and `squash`, for people.

use super::{bold, indented, points};
use crate::commands::{Merged, Rebased, Squeezed};

/// The result of `merge`.
pub(in crate::ui) fn merged(it: &Merged) -> String {
    let mut parts = sides(it);
    parts.extend(found(it));
    parts.push(verdict(it));
    parts.extend(next(it));
    parts.join("\n\n")
}

/// The result of `rebase`.
pub(in crate::ui) fn rebased(it: &Rebased) -> String {
    let branch = &it.merged.branch;
    if it.moved.is_empty() {
        return format!("What this branch has added comes behind all that {branch} has.");
    }
    let lines: Vec<String> =
        it.moved.iter().map(|moved| format!("{} -> {}", moved.from, moved.to)).collect();
    let heading = if it.dry { "These would get new versions:" } else { "New versions:" };
    let mut parts: Vec<String> = list(heading, &lines).into_iter().collect();
    parts.extend(found(&it.merged));
    let old = if it.replaces {
        "A database that has one under its old version has the new one, too: its file says so."
    } else {
        "A database that has any of them under its old version rolls it back first \
         (`cargo migrate down`)."
    };
    parts.push(old.to_owned());
    if let Some((file, written)) = &it.lock_file {
        let directory = file.rsplit_once('/').map_or(".", |(directory, _)| directory);
        parts.push(format!(
            "{} {file}; its receipts for these are gone, since the schema before them is another\n\n\
             Next:\n    cargo migrate verify\n    git add --all {directory}",
            written.word()
        ));
    }
    parts.join("\n\n")
}

/// The result of `squash`.
pub(in crate::ui) fn squashed(it: &Squeezed) -> String {
    let head = format!("{} replaces:", bold(&it.name));
    let mut parts: Vec<String> = list(&head, &it.replaced).into_iter().collect();
    let unknown = list("The replay leaves this open:", &it.proof.unknown);
    parts.extend(unknown);
    let proven =
        "Replayed: it makes the same schema as they do one by one, and leaves the same behind.";
    parts.push(proven.to_owned());
    if let Some(engine) = &it.engine {
        parts.push(format!("Run on {engine}: it makes the same schema."));
    }
    let Some((file, written)) = &it.lock_file else {
        let files =
            it.files.iter().map(|(file, text)| format!("{}\n{}", bold(file), indented(text)));
        parts.extend(files);
        parts.push("Nothing was written.".to_owned());
        return parts.join("\n\n");
    };
    let created = it.files.iter().map(|(file, _)| format!("created {file}"));
    let removed = it.removed.iter().map(|file| format!("removed {file}"));
    let lines: Vec<String> = created.chain(removed).collect();
    parts.push(format!("{}\n{} {file}", lines.join("\n"), written.word()));
    parts.push("Next:\n    cargo migrate verify".to_owned());
    parts.join("\n\n")
}

fn list(heading: &str, lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{heading}\n{}", points(lines)))
}

fn sides(it: &Merged) -> Vec<String> {
    let theirs = format!("{} has added:", bold(&it.branch));
    let sides = [list("This branch has added:", &it.ours), list(&theirs, &it.theirs)];
    sides.into_iter().flatten().collect()
}

/// What stands in the way, one paragraph each.
pub(super) fn found(it: &Merged) -> Vec<String> {
    let twice = it.twice.iter().map(|(ours, theirs)| {
        format!("{} here and {} there have the same version.", bold(ours), bold(theirs))
    });
    let collisions = it.verdict.collisions.iter().map(|it| {
        let heading = format!("{} and {} collide:", bold(&it.ours), bold(&it.theirs));
        format!("{heading}\n{}", points(&it.reasons))
    });
    let unknown = list("This is not known:", &it.verdict.unknown);
    let notes = list("This depends on the order, and is no more than a note:", &it.verdict.notes);
    twice.chain(collisions).chain(unknown).chain(notes).collect()
}

fn verdict(it: &Merged) -> String {
    let sentence = if it.ours.is_empty() || it.theirs.is_empty() {
        "Only one of the two has added migrations: there is no order to choose."
    } else if !it.twice.is_empty() {
        "One version cannot mean two migrations."
    } else if !it.verdict.collisions.is_empty() {
        "Their order matters, so both cannot stay as they are."
    } else if it.verdict.commutes() {
        "They commute: every order ends in the same schema."
    } else if it.kept {
        "It is not known whether their order matters, and both are kept as you say."
    } else {
        "It is not known whether their order matters."
    };
    sentence.to_owned()
}

fn next(it: &Merged) -> Option<String> {
    let next = match (&it.lock_file, it.is_resolved()) {
        (Some((file, written)), _) => format!(
            "{} {file}\n\nNext:\n    cargo migrate verify\n    git add {file}\n    git commit",
            written.word()
        ),
        (None, true) if it.under_way => return None,
        (None, true) => "Nothing is merged yet, and nothing was written.".to_owned(),
        (None, false) => {
            let unknown = it.twice.is_empty() && it.verdict.collisions.is_empty();
            let keep = "Where you have looked and it does not: `cargo migrate merge --keep`.\n";
            let argument = if it.under_way { String::new() } else { format!(" {}", it.branch) };
            format!(
                "{}`cargo migrate rebase{argument}` gives what this branch has added later versions.",
                if unknown { keep } else { "" }
            )
        }
    };
    Some(next)
}
