//! What rustc is told of receipts.

use std::fs;
use std::process::Command;

use migrate_tests::cargo_migrate;

use super::Service;

impl Service {
    /// What rustc prints in a debug build, or in a release build: that is one without assertions; this
    /// one is without them alone, so that nothing else is built anew.
    fn build(&self, name: &str, assertions: bool, metadata: &str) -> String {
        let file = fs::read_to_string(self.path("Cargo.toml")).unwrap();
        let (before, rest) = file.split_once("[package.metadata.migrate]").unwrap();
        let (_, rest) = rest.split_once("[dependencies]").unwrap();
        let (rest, _) = rest.split_once("[workspace]").unwrap();
        let profile = format!("[profile.dev.package.{name}]\ndebug-assertions = {assertions}\n");
        let rest = rest.split("[profile.dev.package").next().unwrap();
        self.write(
            "Cargo.toml",
            &format!(
                "{before}[package.metadata.migrate]\n{metadata}\n\n[dependencies]{rest}{profile}\n\
                 [workspace]\n"
            ),
        );
        self.check()
    }

    fn verify(&self) {
        let mut command = Command::new(cargo_migrate());
        let output = command.arg("verify").current_dir(self.directory.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_stale_receipt_is_a_warning_in_a_debug_build_and_an_error_in_a_release_build() {
    let service = Service::new("rebuild-receipts");
    let build = |assertions: bool, metadata: &str| {
        let metadata = format!("dialect = \"sqlite\"\n{metadata}");
        service.build("rebuild-receipts", assertions, &metadata)
    };
    assert_eq!(build(false, ""), "", "there is no receipt yet");
    service.verify();
    assert_eq!(build(false, ""), "");
    service.pair("1_create_users", "users", "id, name");
    let changed = "the up has changed since 1 was verified";
    let debug = build(true, "");
    assert!(debug.contains("warning: ") && debug.contains(changed), "{debug}");
    assert!(
        debug.contains("a release build does not compile") && !debug.contains("error"),
        "{debug}"
    );
    let release = build(false, "");
    assert!(release.contains("error: ") && release.contains(changed), "{release}");
    let warned = build(false, "receipts = { release = \"warn\" }");
    assert!(warned.contains(changed) && !warned.contains("error: "), "{warned}");
    assert_eq!(build(false, "receipts = \"off\""), "");
    service.verify();
    assert_eq!(build(false, "receipts = \"require\""), "", "the lock file is watched");
}

/// Receipts of 1 to 4 and none of 5. What is wrong with each is written into the lock file by hand: it is
/// compared with the scripts, whoever wrote it.
#[test]
fn whatever_a_receipt_lacks_is_said_by_the_compiler() {
    let service = Service::new("rebuild-lacking");
    for number in 2..5 {
        service.pair(&format!("{number}_t"), &format!("t{number}"), "id, name");
    }
    service.verify();
    let lock = fs::read_to_string(service.path("migrations/migrate.lock")).unwrap();
    let (before, third) = lock.split_once("\n[3_t.\"").unwrap();
    let (_, rest) = third.split_once('"').unwrap();
    let elsewhere = format!("{before}\n[3_t.\"postgres 13.4\"{rest}");
    let (before, second) = elsewhere.split_once("\n[2_t.\"").unwrap();
    let second = second.replacen("seeded = ", "lost = [\"users.id\"]\nseeded = ", 1);
    service.write("migrations/migrate.lock", &format!("{before}\n[2_t.\"{second}"));
    service.pair("1_create_users", "users", "id, name");
    service.pair("4_t", "t4", "id");
    service.pair("5_t", "t5", "id");
    let said = [
        "the up has changed since 1 and newer ones were verified",
        "2 was verified with a loss that it does not acknowledge: `users.id`",
        "migration 3 was verified on postgres 13.4, target is sqlite 3.45",
        "the up has changed since 4 was verified",
        "migration 5 was never verified on an engine",
    ];
    for (assertions, level) in [(true, "warning: "), (false, "error: ")] {
        let printed = service.build("rebuild-lacking", assertions, "target = \"sqlite 3.45\"");
        assert!(said.iter().all(|it| printed.contains(it)), "{printed}");
        // What rustc begins each of them with; it says more of its own.
        assert!(printed.matches(level).count() >= said.len(), "{printed}");
        assert_eq!(printed.contains("error"), !assertions, "{printed}");
    }
}
