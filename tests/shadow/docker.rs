//! Servers in containers, by a stand-in for the command `docker`: whose container is a file.

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::end::until;
use super::{Trial, names, said};

/// Containers are files in the directory `made`, and whoever makes one takes a while for it.
const STAND_IN: &str = r#"#!/bin/sh
cd "$(dirname "$0")" || exit
for last; do :; done
case $1,$WRONG in
*,daemon) echo "is the daemon running?" >&2; exit 1 ;;
image,image) exit 1 ;;
pull,image) echo "no such image: $last" >&2; exit 1 ;;
create,options) echo "unknown flag" >&2; exit 1 ;;
create,*) : >creating; sleep 0.5; : >"made/$4"; : >created ;;
start,server) echo "it is broken" >&2; rm "made/$last" ;;
start,*) while test -e "made/$last"; do sleep 0.02; done ;;
rm,*) rm "made/$last" ;;
esac
"#;

struct Docker {
    trial: Trial,
    directory: TempDir,
}

impl Docker {
    fn new() -> Self {
        let trial = Trial::for_nobody("postgres 15");
        trial.write("20260101120000_create_users", super::USERS);
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("made")).unwrap();
        let file = directory.path().join("docker");
        fs::write(&file, STAND_IN).unwrap();
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        Self { trial, directory }
    }

    /// The stand-in comes before the command that may be installed.
    fn verify(&self, wrong: &str) -> Command {
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = self.trial.command(&["verify", "--shadow", "docker"]);
        command.env("PATH", format!("{}:{path}", self.directory.path().display()));
        command.env("WRONG", wrong);
        command
    }

    fn has(&self, name: &str) -> bool {
        self.directory.path().join(name).exists()
    }

    fn containers(&self) -> Vec<String> {
        names(&self.directory.path().join("made"))
    }
}

/// Whoever removes one too early finds none, and then there is one.
#[test]
fn a_kill_leaves_no_container_that_is_just_being_made() {
    let docker = Docker::new();
    let mut command = docker.verify("");
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until("container", || docker.has("creating"));
    running.kill().unwrap();
    running.wait().unwrap();
    until("end of the making", || docker.has("created"));
    until("end of the container", || docker.containers().is_empty());
}

#[test]
fn what_is_wrong_with_docker_is_told_and_what_to_do() {
    let docker = Docker::new();
    for (wrong, code, words, step) in [
        ("daemon", 2, "is the daemon running?", "start the daemon of Docker"),
        ("image", 2, "no such image: postgres:15", "`docker pull postgres:15`"),
        ("options", 2, "unknown flag", "`docker run --rm --tmpfs /shadow "),
        ("server", 2, "it is broken", " postgres:15` says"),
    ] {
        let output = docker.verify(wrong).output().unwrap();
        let text = said(&output);
        assert_eq!(output.status.code(), Some(code), "{wrong}: {text}");
        assert!(text.contains(words) && text.contains(step), "{wrong}: {text}");
        assert!(text.contains("or have one started that is installed"), "{wrong}: {text}");
        assert!(!text.contains("or try `--shadow docker`"), "{wrong}: {text}");
        assert_eq!(docker.containers(), [""; 0]);
    }
}

#[test]
fn where_there_is_no_docker_the_static_check_is_said_and_how_to_get_one() {
    let docker = Docker::new();
    let empty = tempfile::tempdir().unwrap();
    let output = docker.verify("").env("PATH", empty.path()).output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("no command `docker` is found here"), "{text}");
    assert!(text.contains("install Docker"), "{text}");
    assert!(text.contains("1 migration checked"), "{text}");
}
