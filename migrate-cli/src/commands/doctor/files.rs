//! The crate: what it says, what lies in its directory, and whether it notices.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use migrate_core::check::Checked;
use migrate_core::set::lock_file::NAME;
use migrate_core::text::counted;

use super::Examined;
use crate::project::{Project, dependency, shown};

/// All that is to be said of files.
pub(super) fn all(project: &Project, checked: &Checked) -> Vec<Examined> {
    let mut found = vec![manifest(project), directory(project, checked), lock_file(checked)];
    found.extend(embedding(project));
    found.extend(ignored(project, checked));
    found
}

fn manifest(project: &Project) -> Examined {
    let (package, target) = (&project.package, project.target);
    let name = &package.name;
    if project.settings().assumed {
        return Examined::note(
            "Cargo.toml",
            format!("{name} says `{}`, and not for which version", target.dialect),
            &format!(
                "write `target = \"{} <version>\"` under [package.metadata.migrate]: what is safe \
                 depends on the server's version",
                target.engine()
            ),
        );
    }
    Examined::fine("Cargo.toml", format!("{name}, for {target}"))
}

fn directory(project: &Project, checked: &Checked) -> Examined {
    const ABOUT: &str = "migrations";
    let shown = &project.location.shown;
    if !project.location.path.is_dir() {
        return Examined::wrong(
            ABOUT,
            format!("the directory `{shown}` does not exist"),
            "`cargo migrate init` creates it; `dir` under [package.metadata.migrate] names another one",
        );
    }
    let errors = checked.findings().filter(|finding| finding.is_error()).count();
    let migrations = counted(checked.reading.set.migrations.len(), "migration");
    if errors > 0 {
        let errors = counted(errors, "error");
        let text = format!("{shown} has {migrations}, and {errors}: the crate does not compile");
        return Examined::wrong(ABOUT, text, "`cargo migrate check` shows them");
    }
    Examined::fine(ABOUT, format!("{migrations} in {shown}, without errors"))
}

fn lock_file(checked: &Checked) -> Examined {
    let path = checked.reading.directory.join(NAME);
    let shown = shown(&path);
    match &checked.reading.lock {
        _ if !path.is_file() => Examined::wrong(
            NAME,
            format!("{shown} does not exist, so the compiler does not notice new migrations"),
            "`cargo migrate verify` writes it: commit it",
        ),
        None => Examined::wrong(
            NAME,
            format!("{shown} cannot be read"),
            "`cargo migrate check` shows why; after a merge keep both sides and delete the marks",
        ),
        Some(lock) if lock.listing(&checked.reading.set, checked.reading.has_errors()) != *lock => {
            Examined::wrong(
                NAME,
                format!("{shown} does not list what is in the directory"),
                "`cargo migrate verify` writes it anew: commit it",
            )
        }
        Some(_) => Examined::fine(NAME, format!("{shown} lists what is there")),
    }
}

/// Whether the crate embeds the migrations, and sees files that are added by hand.
fn embedding(project: &Project) -> Vec<Examined> {
    const ABOUT: &str = "crate";
    let package = &project.package;
    if !package.depends_on_runtime {
        return vec![Examined::note(
            ABOUT,
            format!("{} does not depend on migrate-runtime", package.name),
            &format!(
                "`{}` lets the crate embed its migrations and apply them itself",
                dependency::command(&package.root, project.target.dialect)
            ),
        )];
    }
    let mut sources = Vec::new();
    list(&package.root, &mut sources);
    let has =
        |path: &PathBuf, word: &str| fs::read_to_string(path).is_ok_and(|text| text.contains(word));
    let mut found = Vec::new();
    found.push(match sources.iter().find(|path| has(path, "embed_migrations!")) {
        Some(path) => Examined::fine(ABOUT, format!("embed_migrations! in {}", shown(path))),
        None => Examined::note(
            ABOUT,
            "no source has embed_migrations!, so nothing is checked when it is built",
            "write `static MIGRATIONS: Migrations = embed_migrations!();` where they are applied",
        ),
    });
    let build = package.root.join("build.rs");
    found.push(if has(&build, "build::watch") {
        Examined::fine("build.rs", "files that are added by hand are seen at once")
    } else {
        Examined::note(
            "build.rs",
            "files that are added by hand are seen when something else is built anew",
            "add migrate-runtime to the [build-dependencies], and `migrate_runtime::build::watch(\"migrations\")` \
             to the build.rs; what `cargo migrate new` adds is seen without it",
        )
    });
    found
}

/// The sources of a crate, without what it builds.
fn list(directory: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            list(&path, sources);
        } else if path.extension().is_some_and(|it| it == "rs") {
            sources.push(path);
        }
    }
}

/// What git leaves out that belongs in, and what it takes that is nobody's business.
fn ignored(project: &Project, checked: &Checked) -> Vec<Examined> {
    const ABOUT: &str = "git";
    let root = &project.package.root;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(root).args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?.code()
    };
    if git(&["rev-parse", "--is-inside-work-tree"]) != Some(0) {
        return vec![Examined::note(
            ABOUT,
            "the crate is in no git repository",
            "what git ignores and what branches add cannot be told without one",
        )];
    }
    let mut wanted: Vec<PathBuf> = vec![checked.reading.directory.join(NAME)];
    let set = &checked.reading.set;
    let scripts = set.migrations.iter().flat_map(|it| [Some(&it.up), it.down.script()]);
    let scripts = scripts.flatten().chain(set.repeatables.iter().map(|it| &it.script));
    wanted.extend(scripts.map(|it| checked.reading.directory.join(&*it.file)));
    let is_ignored = |path: &Path| git(&["check-ignore", "-q", &path.to_string_lossy()]) == Some(0);
    let lost: Vec<String> =
        wanted.iter().filter(|path| is_ignored(path)).map(|path| shown(path)).collect();
    let mut found = Vec::new();
    if !lost.is_empty() {
        let text = format!("git ignores {}", lost.join(", "));
        found.push(Examined::wrong(ABOUT, text, "take them out of .gitignore, and commit them"));
    }
    let environment = root.join(".env");
    if environment.is_file() && !is_ignored(&environment) {
        let text =
            format!("git does not ignore {}, which may hold a password", shown(&environment));
        found.push(Examined::note(ABOUT, text, "write `.env` into .gitignore"));
    }
    if found.is_empty() {
        found.push(Examined::fine(ABOUT, "every migration can be committed"));
    }
    found
}
