//! URLs of databases, as far as one is made of another.

use url::Url;

/// A text as a part of a URL, `/` included.
pub(super) fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The URL of another database of the same server.
pub(super) fn beside(url: &str, database: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_path(database);
    // PostgreSQL's second way to name it, which wins over the path.
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| key != "dbname")
        .map(|it| (it.0.into(), it.1.into()))
        .collect();
    url.set_query(None);
    if !others.is_empty() {
        url.query_pairs_mut().extend_pairs(others);
    }
    Some(url.into())
}

/// Where the server of a URL is, without user and password.
pub(super) fn server(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    let of_query = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    if let Some(place) = of_query("socket").or_else(|| of_query("host")) {
        return place;
    }
    let host = url.host_str().unwrap_or_default().replace("%2F", "/");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    host + &port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_the_same_server() {
        let other = |url| beside(url, "it").unwrap();
        assert_eq!(
            other("postgres://me:p%40ss@db:5433/app?sslmode=require"),
            "postgres://me:p%40ss@db:5433/it?sslmode=require"
        );
        assert_eq!(other("postgres:///app?host=%2Frun&dbname=more"), "postgres:///it?host=%2Frun");
        assert_eq!(other("mysql://root@localhost"), "mysql://root@localhost/it");
        assert_eq!(
            other("postgres://postgres@%2Ftmp%2Fx:5432/postgres"),
            "postgres://postgres@%2Ftmp%2Fx:5432/it"
        );
        assert_eq!(beside("no url", "it"), None);
    }

    #[test]
    fn a_server_is_named_without_its_password() {
        assert_eq!(server("postgres://me:secret@db:5433/app"), "db:5433");
        assert_eq!(server("mysql://me:secret@localhost/app?socket=/run/s"), "/run/s");
        assert_eq!(server("postgres://me@%2Frun%2Fpg/app"), "/run/pg");
        assert_eq!(server("postgres://me:sec ret@:x"), "");
    }
}
