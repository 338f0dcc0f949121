//! What a driver reports.

use std::time::Duration;

use migrate_core::dialect::Dialect;
use migrate_core::dialect::session::{Failure, Session, session};
use migrate_core::text::Span;

/// What a driver reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverError {
    kind: Kind,
    code: Option<String>,
    message: String,
    more: Option<Box<More>>,
}

/// What only some engines say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct More {
    /// The class of errors that the standard puts it in, where the code does not say that.
    state: Option<String>,
    detail: Option<String>,
    hint: Option<String>,
    /// Which character of what was sent the engine points at, from zero.
    position: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Database(Failure),
    /// The URL or its scheme.
    Url,
    /// The URL is one of another engine than this.
    OtherEngine(Dialect),
    /// A cargo feature is off.
    #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
    Feature(&'static str),
}

impl DriverError {
    /// An error of an engine, with its own code and words.
    pub(crate) fn of(session: &dyn Session, code: &str, message: impl Into<String>) -> Self {
        let code_text = Some(code.to_owned()).filter(|code| !code.is_empty());
        Self { code: code_text, ..Self::new(Kind::Database(session.failure(code)), message.into()) }
    }

    const fn new(kind: Kind, message: String) -> Self {
        Self { kind, code: None, message, more: None }
    }

    /// What is named is a database of `found`.
    pub(super) fn other_engine(found: Dialect, wanted: Dialect) -> Self {
        let message =
            format!("it is one for `{found}`, and the migrations are written for `{wanted}`");
        Self::new(Kind::OtherEngine(wanted), message)
    }

    /// The database cannot be reached.
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    pub(crate) const fn unreachable(message: String) -> Self {
        Self::new(Kind::Database(Failure::Unreachable), message)
    }

    /// The connection is gone in the middle of its work.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(super) fn lost(message: String) -> Self {
        Self::unreachable(message).hinting(LOST)
    }

    /// There is no connection. Where the two do not agree on encryption, `mode` is what says in a URL how
    /// much of it there is to be, `certificate` what names whose certificates are trusted.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(super) fn not_connected(message: String, [mode, certificate]: [&str; 2]) -> Self {
        let hint = if message.contains("built without TLS") {
            "turn on a cargo feature of migrate-runtime, `tls-rustls` or `tls-native-tls`"
                .to_owned()
        } else if message.contains("does not support TLS") {
            format!(
                "turn TLS on at the server; where the way to it is a private one, leave `{mode}` out \
                 of the URL"
            )
        } else if message.contains("certificate") {
            format!(
                "name the certificate of whoever signed the server's, `{certificate}=FILE` in the URL; \
                 a weaker `{mode}` encrypts without knowing who is there"
            )
        } else if ["(os error ", "lookup address"].iter().any(|words| message.contains(words)) {
            "see whether the server runs, and whether the URL says where: its host, its port, or the \
             directory of its socket"
                .to_owned()
        } else if FOREIGN.iter().any(|words| message.contains(words)) {
            "what answers there is another kind of server: see whether the URL has its host and its port"
                .to_owned()
        } else {
            return Self::unreachable(message);
        };
        Self::unreachable(message).hinting(&hint)
    }

    #[cfg(any(feature = "postgres", feature = "mysql"))]
    fn hinting(mut self, hint: &str) -> Self {
        self.more.get_or_insert_default().hint = Some(hint.to_owned());
        self
    }

    /// The server lets nobody in.
    #[cfg(feature = "mysql")]
    pub(super) fn kept_out(code: &str, message: &str) -> Self {
        Self { code: Some(code.to_owned()), ..Self::unreachable(message.to_owned()) }
    }

    /// The same error with the SQLSTATE that goes with its code.
    #[cfg(feature = "mysql")]
    pub(super) fn in_state(mut self, state: Option<&str>) -> Self {
        let state = state.map(str::to_owned);
        self.more = Some(Box::new(More { state, ..More::default() }));
        self
    }

    /// The runner does not send that.
    pub(crate) const fn refused(message: String) -> Self {
        Self::new(Kind::Database(Failure::Statement), message)
    }

    /// The URL is none.
    pub(crate) const fn url(message: String) -> Self {
        Self::new(Kind::Url, message)
    }

    /// A cargo feature is off.
    #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
    pub(crate) fn feature(name: &'static str) -> Self {
        let message = format!("the cargo feature `{name}` of migrate-runtime is off");
        Self::new(Kind::Feature(name), message)
    }

    /// The same error with what else the engine said.
    #[cfg(feature = "postgres")]
    pub(super) fn with(
        mut self,
        detail: Option<&str>,
        hint: Option<&str>,
        position: Option<usize>,
    ) -> Self {
        let (detail, hint) = (detail.map(str::to_owned), hint.map(str::to_owned));
        self.more = Some(Box::new(More { state: None, detail, hint, position }));
        self
    }

    /// The same error, naming the file it is about.
    #[cfg(feature = "sqlite")]
    pub(super) fn about(mut self, path: &str) -> Self {
        self.message = format!("{}: {path}", self.message);
        self
    }

    /// The same error behind the words of a function that was told it. Where the engine points at is in a
    /// text that nobody sees.
    pub(crate) fn of_code(mut self, words: &[String]) -> Self {
        if let Some(more) = &mut self.more {
            more.position = None;
        }
        if !words.is_empty() {
            self.message = format!("{}: {}", words.join(": "), self.message);
        }
        self
    }

    /// The same error of a text that was sent with so many characters more in front.
    pub(crate) fn behind(mut self, characters: usize) -> Self {
        if let Some(more) = &mut self.more {
            more.position = more.position.and_then(|at| at.checked_sub(characters));
        }
        self
    }

    /// The same error of a statement that ran into what its script says of time.
    pub(crate) fn late(mut self, limit: Duration) -> Self {
        let more = self.more.get_or_insert_default();
        more.detail.get_or_insert_with(|| {
            format!("`timeout` of the script lets each of its statements take {limit:?}")
        });
        more.hint.get_or_insert_with(|| {
            "give it more time, or let it do less at a time: rows in portions, an index concurrently"
                .to_owned()
        });
        self
    }

    /// The same error of a statement that was ended because it waited for a table.
    pub(crate) fn in_the_way(self) -> Self {
        Self { kind: Kind::Database(Failure::Busy), ..self }
    }

    /// The engine's code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The SQLSTATE, where the engine has codes of its own beside it.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.more.as_ref()?.state.as_deref()
    }

    /// The engine's words.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the engine says beyond its message.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.more.as_ref()?.detail.as_deref()
    }

    /// The place in `sql`, which was sent, that the engine points at.
    fn place(&self, sql: &str) -> Option<usize> {
        sql.char_indices().nth(self.more.as_ref()?.position?).map(|(at, _)| at)
    }

    /// The part of `sql`, which was sent, that the engine complains of, as far as it says.
    pub(crate) fn culprit(&self, session: &dyn Session, sql: &str) -> Option<Span> {
        let tokens = || migrate_core::sql::lexer::significant(sql, session.dialect());
        match self.place(sql) {
            Some(at) => tokens().iter().find(|it| it.span.range().contains(&at)).map(|it| it.span),
            None => session.culprit(&self.message, sql),
        }
    }

    /// Whether another connection holds a lock.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.kind == Kind::Database(Failure::Busy)
    }

    /// Whether the database cannot be reached, or not any more.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        !matches!(self.kind, Kind::Database(kind) if kind != Failure::Unreachable)
    }

    /// What to do about it.
    #[must_use]
    pub fn hints(&self) -> Vec<String> {
        let ours = match (self.kind, self.code.as_deref()) {
            (Kind::Url, _) => Some(
                "a database URL looks like `sqlite:app.db`, `sqlite:app.db?mode=rwc`, \
                 `postgres://user@host/database` or `mysql://user@host/database`"
                    .to_owned(),
            ),
            (Kind::OtherEngine(wanted), _) => Some(format!(
                "name one of theirs, as in `{}`; which engine they are written for, Cargo.toml says under \
                 [package.metadata.migrate]",
                session(wanted).url()
            )),
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            (Kind::Feature(name), _) => Some(format!(
                "turn the feature on where Cargo.toml depends on it: \
                 `cargo add migrate-runtime --features {name}`"
            )),
            (Kind::Database(failure), code) => advice(failure, code.unwrap_or("")),
        };
        self.more.iter().filter_map(|more| more.hint.clone()).chain(ours).collect()
    }
}

/// What sqlx says of a server that speaks another protocol.
#[cfg(any(feature = "postgres", feature = "mysql"))]
const FOREIGN: [&str; 2] = ["unexpected response from SSLRequest", "got 0 bytes at EOF"];

/// What to do where a connection is gone.
const LOST: &str = "the server went down, or somebody ended the session: run it again when the server \
                    answers (where it does not, its log says why: a full disk, for one); what was \
                    recorded is kept, and what was not is rolled back or gone on with";

/// What to do about an error of an engine.
fn advice(failure: Failure, code: &str) -> Option<String> {
    let hint = match (failure, code) {
        (Failure::Unreachable, "14") => {
            "check the path, that its directory exists, and that you may read and write both; `?mode=rwc` \
             at the end of the URL creates the file"
        }
        (Failure::Unreachable, "26") => {
            "the file exists and is not a SQLite database (or it is an encrypted one): check \
             the path"
        }
        (Failure::Unreachable, "1044") => {
            "see whether the name of the database is spelled right; the server let the user in, whom \
             `GRANT ALL ON <database>.* TO <user>` gives the right to it"
        }
        (Failure::Unreachable, "28P01" | "28000" | "1045" | "1698") => {
            "check the user and the password in the URL, and that the server lets that user in from here"
        }
        (Failure::Unreachable, "57P01" | "57P02" | "57P05" | "1053" | "1927" | "3169") => LOST,
        (Failure::Unreachable, "1046") => {
            "name the database in the URL, as in `mysql://user@host/database`"
        }
        (Failure::Unreachable, "3D000" | "1049") => {
            "create the database first: the migrator needs one to connect to"
        }
        (Failure::ReadOnly, "25006" | "1290" | "1792" | "1836") => {
            "connect to the primary: a standby, and a session that is set to read only, cannot be migrated"
        }
        (Failure::ReadOnly, _) => {
            "the migrator needs the right to write the file and its directory"
        }
        (Failure::Full, _) => "make room on the disk and run it again",
        (Failure::Busy, "55P03" | "1205") => {
            "another transaction uses the table for longer than the migrator waits: end it, or wait \
             longer with the option `lock_timeout` (`--lock-timeout`)"
        }
        (Failure::Statement, "42501" | "1044" | "1142" | "1143" | "1227" | "1370" | "1419") => {
            "grant the user what the statement needs, or migrate as the owner of the tables"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

impl std::fmt::Display for DriverError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        match (&self.code, self.state()) {
            (Some(code), Some(state)) => write!(f, " (code {code}, SQLSTATE {state})"),
            (Some(code), None) => write!(f, " (code {code})"),
            (None, _) => Ok(()),
        }
    }
}

impl std::error::Error for DriverError {}
