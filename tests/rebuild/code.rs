//! Migrations in Rust, and what makes cargo build them anew.

use std::fs;
use std::process::Command;

use migrate_tests::cargo_migrate;

use crate::Service;

#[test]
fn a_migration_in_rust_is_embedded_and_followed() {
    let service = Service::new("rebuild-code");
    let text = |id: u8| {
        let function = |name: &str, sql: &str| {
            format!(
                "#[migration]\npub async fn {name}(it: &mut Connection<'_>) -> Result<(), CodeError> {{\n    \
                 it.execute(\"{sql}\").await?;\n    Ok(())\n}}\n"
            )
        };
        let up = function("up", &format!("INSERT INTO users VALUES ({id})"));
        let down = function("down", "DELETE FROM users");
        format!("use migrate_runtime::{{CodeError, Connection, migration}};\n\n{up}{down}")
    };
    service.write("migrations/2_fill.rs", &text(1));
    let said = service.run();
    assert!(said.contains("INSERT INTO users VALUES (1)"), "{said}");
    assert!(!said.contains("note: "), "what it embeds is what the directory holds: {said}");
    service.write("migrations/2_fill.rs", &text(2));
    assert!(service.run().contains("INSERT INTO users VALUES (2)"));
    service.write("migrations/2_fill.rs", &text(2).replace("pub async fn down", "async fn other"));
    let errors = service.check();
    assert!(errors.contains("2_fill.rs"), "{errors}");
    service.write("migrations/2_fill.rs", &text(2));
    service.run();
    // Added by hand it is told, as one in SQL is.
    service.write("migrations/3_more.rs", &text(3));
    let stale = service.run();
    assert!(stale.contains("note: this build") && stale.contains("added 3_more;"), "{stale}");
    fs::remove_file(service.path("migrations/3_more.rs")).unwrap();
    // The lock file is there for that: cargo watches no directory.
    let output = Command::new(cargo_migrate())
        .args(["new", "--rust", "later"])
        .current_dir(service.directory.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let errors = service.check();
    assert!(errors.contains("the function `up` does nothing"), "{errors}");
}
