//! A server of our own, from programs that are installed here.

mod programs;

use migrate_core::dialect::Target;

use super::Found;
use super::engine::{Engine, Programs};
use super::error::{INSTEAD_OF_OURS, ShadowError};
use super::guard::{command, quoted};
use super::place::Place;
use super::server::{Ender, Own};
use super::template;
use super::user::unprivileged;

/// Starts a server; it may not answer yet.
pub(super) fn start(engine: &'static dyn Engine, target: Target) -> Result<Own, ShadowError> {
    let programs = programs::best(engine, target)?;
    let user = unprivileged(engine.user())?;
    let mut place = Place::take(user, engine.signal())?;
    template::fill(&mut place, engine, &programs, user)?;
    let directory = place.directory.display().to_string();
    let serve = command(&engine.serve(&programs, &place.path("data"), &directory));
    // Whoever finds the directory left behind has to know what to end.
    let note = format!("echo $server >{}", quoted(&place.path("pid")));
    place.guard.start(&serve, &note).map_err(ShadowError::io("speaking to a shell"))?;
    let Programs { release, server } = &programs;
    let from = server.parent().unwrap_or(server).display().to_string();
    Ok(Own {
        name: release.to_string(),
        place: format!("from {from}"),
        remedy: INSTEAD_OF_OURS.to_owned(),
        address: engine.url(&place.directory, engine.ready().unwrap_or_default()),
        ready: engine.ready().is_some(),
        ender: Ender::Place(place),
    })
}

/// All servers of an engine that are found here.
pub(super) fn found(engine: &dyn Engine) -> Vec<Found> {
    let found = |it: Programs| Found { directory: it.directory().to_owned(), release: it.release };
    programs::all(engine).into_iter().map(found).collect()
}
