//! What happens while it happens, as data.

use std::time::Duration;

use migrate_core::set::name::Direction;
use migrate_core::version::Version;

/// Something that happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// There is work.
    Planned {
        /// How many scripts will run.
        steps: usize,
    },
    /// Another process is migrating, or holds a lock that is needed.
    Waiting {
        /// For how long already.
        waited: Duration,
        /// Who is waited for, as far as the database tells.
        holder: Option<&'a str>,
    },
    /// A script begins to run.
    Started {
        /// Its version.
        version: &'a Version,
        /// Its title.
        title: &'a str,
        /// Which of its scripts.
        direction: Direction,
    },
    /// A script has run; it is not committed yet where others share its transaction.
    Finished {
        /// Its version.
        version: &'a Version,
        /// Its title.
        title: &'a str,
        /// Which of its scripts.
        direction: Direction,
        /// How long it took.
        took: Duration,
    },
    /// What has run so far can no longer be lost.
    Committed,
    /// A migration is about to be verified.
    Verifying {
        /// Its version.
        version: &'a Version,
        /// Its title.
        title: &'a str,
        /// Which of the set it is, from zero.
        index: usize,
        /// How many the set has.
        total: usize,
    },
}

/// Somebody who is told. Called on the task that migrates, so it must not block.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync> Observer for F {
    fn event(&self, event: &Event<'_>) {
        self(event);
    }
}

/// Tells `tracing` and the observer.
pub(crate) fn tell(observer: Option<&dyn Observer>, event: &Event<'_>) {
    match event {
        Event::Planned { steps } => tracing::info!(steps, "migrations to run"),
        Event::Waiting { waited, holder } => {
            tracing::info!(?waited, holder, "waiting for another migrator");
        }
        Event::Started { version, title, direction } => {
            tracing::info!(%version, title, direction = direction.word(), "migration started");
        }
        Event::Finished { version, title, direction, took } => {
            let direction = direction.word();
            tracing::info!(%version, title, direction, ?took, "migration finished");
        }
        Event::Committed => tracing::debug!("committed"),
        Event::Verifying { version, title, .. } => tracing::debug!(%version, title, "verifying"),
    }
    if let Some(observer) = observer {
        observer.event(event);
    }
}
