//! Connections that are to be encrypted.

use migrate_tests::server::postgres::Postgres;

use super::site::{Site, succeeded};

fn migrations() -> Vec<(String, String, String)> {
    vec![("1_t".into(), "CREATE TABLE t (n INT);\n".into(), "DROP TABLE t;\n".into())]
}

fn refused(site: &Site, url: &str, words: &[&str]) {
    let output = site.command_at(url, &["up"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{url}: {said}");
    assert!(words.iter().all(|words| said.contains(words)), "{url}: {said}");
}

#[test]
fn a_server_without_tls_says_what_to_do() {
    let words = ["does not support TLS", "turn TLS on at the server"];
    if let Some(site) = Site::new("plain", &migrations()) {
        refused(&site, &format!("{}?sslmode=require", site.url()), &words);
        succeeded(
            site.command_at(&format!("{}?sslmode=prefer", site.url()), &["up"]).spawn().unwrap(),
        );
    }
    // MySQL makes a certificate for itself.
    if migrate_tests::server::mariadb::is_mysql() {
        return;
    }
    if let Some(site) = Site::on_mariadb("plain", &migrations()) {
        refused(&site, &format!("{}&ssl-mode=required", site.url()), &words);
    }
}

/// One that signed its own certificate may be spoken to, and is known where the certificate is.
#[test]
fn a_server_with_a_certificate_of_its_own_is_spoken_to() {
    let Some(site) = Site::new("encrypted", &migrations()) else { return };
    let Some((server, authority)) = Postgres::start_encrypted() else { return };
    let encrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    site.write("migrations/1_t.up.sql", &format!("CREATE TABLE t AS {encrypted};\n"));
    let url = |query: &str| format!("{}?{query}", server.url_of_port("postgres"));
    refused(&site, &url("sslmode=verify-full"), &["certificate", "`sslrootcert=FILE` in the URL"]);
    let known = format!("sslmode=verify-full&sslrootcert={}", authority.display());
    for query in ["sslmode=require", &known] {
        succeeded(site.command_at(&url(query), &["up"]).spawn().unwrap());
        assert_eq!(server.run("postgres", "SELECT ssl FROM t").unwrap().trim(), "t");
        succeeded(site.command_at(&url(query), &["down", "--yes"]).spawn().unwrap());
    }
}
