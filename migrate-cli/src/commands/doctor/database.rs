//! The database.

use migrate_core::dialect::engine::Engine;
use migrate_core::set::read::Reading;
use migrate_core::text::counted;
use migrate_runtime::Migrator;

use super::{Examined, State};
use crate::cli::Common;
use crate::error::CliError;
use crate::project::neighbour::neighbours;
use crate::project::{Project, database};
use crate::ui::Ui;

const ABOUT: &str = "database";

/// All that is to be said of the database.
pub(super) async fn all(
    project: &Project,
    reading: &Reading,
    common: &Common,
    ui: &Ui,
) -> Vec<Examined> {
    let url = match database::url(&common.database, &project.package) {
        Ok(url) => url,
        Err(error) => {
            return vec![Examined { state: State::Note, ..Examined::error(ABOUT, &error) }];
        }
    };
    let mut options = common.database.options(ui.silence());
    options.neighbours = neighbours(&project.package, &project.location);
    let migrator =
        Migrator::new(&reading.set, options).by(&project.package.name, &project.package.version);
    let examined = match migrator.examine(&*url).await {
        Ok(examined) => examined,
        Err(error) => return vec![Examined::error(ABOUT, &CliError::Run(error))],
    };
    if !examined.exists {
        let text = "the file is not there, and what writes to it first makes it";
        return vec![Examined::note(
            ABOUT,
            text,
            "`cargo migrate up` makes it, with what is pending",
        )];
    }
    let mut found = vec![version(project, &examined.engine)];
    match examined.creating {
        Some(Err(error)) => found.push(Examined {
            about: "rights",
            state: State::Wrong,
            text: format!("its user may not create tables: {error}"),
            help: error.hints(),
        }),
        Some(Ok(())) => found.push(Examined::fine("rights", "its user may create tables")),
        None => {}
    }
    found.push(history(&migrator, &url).await);
    found
}

fn version(project: &Project, engine: &str) -> Examined {
    let (target, assumed) = (project.target, project.settings().assumed);
    let speaks = Engine::parse(engine).is_some_and(|it| it.speaks_for(target, assumed));
    if speaks || target.engine() == "sqlite" && engine.starts_with("sqlite") {
        return Examined::fine(ABOUT, format!("it is {engine}"));
    }
    Examined::wrong(
        ABOUT,
        format!("it is {engine}, and the migrations are written for {target}"),
        "change `target` under [package.metadata.migrate], so that they are judged for the server that \
         runs them",
    )
}

async fn history(migrator: &Migrator<'_>, url: &str) -> Examined {
    const ABOUT: &str = "history";
    let broken = match migrator.troubles(url).await {
        Ok(broken) => broken,
        Err(error) => return Examined::error(ABOUT, &CliError::Run(error)),
    };
    if !broken.is_empty() {
        let text = format!("it has {}", counted(broken.len(), "trouble"));
        return Examined::wrong(ABOUT, text, "`cargo migrate repair` shows what, and mends it");
    }
    match migrator.status(url).await {
        Ok(status) if status.pending() > 0 => Examined::note(
            ABOUT,
            format!("{} pending", counted(status.pending(), "migration")),
            "`cargo migrate up` applies what is pending",
        ),
        Ok(_) => Examined::fine(ABOUT, "nothing is pending"),
        Err(error) => Examined::error(ABOUT, &CliError::Run(error)),
    }
}
