//! `completions`, in the shells themselves: those that are installed.

use std::process::{Command, Stdio};

use migrate_tests::{Crate, server};

use crate::two_migrations;

/// What is written for a shell, in a file of that name.
fn written(it: &Crate, shell: &str, file: &str) {
    it.write(file, &String::from_utf8(it.run(&["completions", shell]).stdout).unwrap());
}

/// What a shell prints that runs this; none where it is not installed.
fn run(it: &Crate, shell: &str, script: &str) -> Option<String> {
    let mut command = Command::new(shell);
    command.args(["-c", script]).current_dir(it.path()).stdin(Stdio::null());
    let output = command.env("HOME", it.path()).env("LC_ALL", "C.UTF-8").output();
    let Ok(output) = output else {
        server::missing(shell);
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn bash_completes_commands_and_what_stands_behind_them() {
    let it = two_migrations();
    written(&it, "bash", "it.bash");
    let completed = |words: &[&str]| {
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let completes = if words[0] == "cargo" { "_cargo_and_migrate" } else { "_cargo__migrate" };
        let script = format!(
            "_cargo() {{ COMPREPLY=(of cargo); }}; complete -F _cargo cargo; source it.bash; source it.bash; \
             COMP_WORDS=({}); COMP_CWORD={}; {completes} {} '{last}' '{before}'; echo ${{COMPREPLY[@]}}",
            words.join(" "),
            words.len() - 1,
            words[0],
        );
        run(&it, "bash", &script).unwrap().trim().to_owned()
    };
    assert_eq!(completed(&["cargo-migrate", "sta"]), "status stamp");
    assert_eq!(
        completed(&["cargo-migrate", "up", "--ver"]),
        "--verify --verify-in-place --verbose"
    );
    assert_eq!(completed(&["cargo-migrate", "schema", "dump", "--li"]), "--live");
    assert_eq!(completed(&["cargo", "migrate", "sta"]), "status stamp");
    assert_eq!(completed(&["cargo", "migrate", "schema", "dump", "--li"]), "--live");
    assert_eq!(completed(&["cargo", "mi"]), "of cargo");
}

#[test]
fn fish_completes_commands_and_what_stands_behind_them() {
    let it = two_migrations();
    written(&it, "fish", "it.fish");
    let completed = |typed: &str| {
        let said = run(&it, "fish", &format!("source it.fish; complete -C '{typed}'"))?;
        let words = said.lines().map(|line| line.split('\t').next().unwrap_or(line).to_owned());
        Some(words.collect::<Vec<_>>().join(" "))
    };
    for name in ["cargo-migrate", "cargo migrate"] {
        let Some(commands) = completed(&format!("{name} sta")) else { return };
        assert_eq!(commands, "stamp status");
        let expect = |typed: &str, words: &str| {
            assert_eq!(completed(&format!("{name} {typed}")).unwrap(), words, "{name} {typed}");
        };
        expect("up --ver", "--verbose --verify --verify-in-place");
        expect("schema dump --li", "--live");
        expect("completions ", "bash elvish fish powershell zsh");
        expect("--format s", "sarif svg");
        expect("up --database-url \"sqlite:a b\" --format j", "json");
    }
}

/// A completion asks the editor of lines what was typed, so there must be one: a terminal of its own, in
/// which each line is printed as it was completed.
#[test]
fn zsh_completes_commands_and_what_stands_behind_them() {
    let it = two_migrations();
    written(&it, "zsh", "functions/_cargo-migrate");
    it.write(
        "functions/_cargo",
        "#compdef cargo\nshift words; (( CURRENT-- )); _cargo-$words[1]\n",
    );
    let completed = |typed: &str| {
        let script = format!(
            "zmodload zsh/zpty; zpty it zsh -f -i; \
             zpty -w it 'PS1=; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D; \
             done-with() {{ print -r -- \"<$BUFFER>\"; exit }}; zle -N done-with; bindkey \"^X\" done-with; print ready-; \
             unsetopt zle_bracketed_paste'; \
             zpty -r -m it said '*ready-?*ready-*'; \
             zpty -n -w it $'{typed}\\t\\x18'; zpty -r -m it said '*<*>*'; print -r -- $said"
        );
        let said = run(&it, "zsh", &script)?;
        let at = said.rfind('<').unwrap_or_else(|| panic!("{typed}: {said}"));
        Some(said[at + 1..].split('>').next().unwrap().to_owned())
    };
    for name in ["cargo-migrate", "cargo migrate"] {
        let Some(line) = completed(&format!("{name} statu")) else { return };
        assert_eq!(line, format!("{name} status "));
        let up = completed(&format!("{name} up --verify-i")).unwrap();
        assert_eq!(up, format!("{name} up --verify-in-place "));
        let dump = completed(&format!("{name} schema dump --li")).unwrap();
        assert_eq!(dump, format!("{name} schema dump --live "));
        let format = completed(&format!("{name} --format js")).unwrap();
        assert_eq!(format, format!("{name} --format json "));
    }
}
