//! A migration of a table that an application uses, while one transaction that has read it stays open.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::time::Duration;

use crate::Outcome;
use crate::effort::Effort;
use crate::runner::{Runners, Subject, succeed};
use crate::sample::milliseconds;
use crate::server::Server;

const SUBJECTS: [Subject; 2] = [
    Subject { name: "**ours**", binary: "ours_server", mode: "apply" },
    Subject { name: "`sqlx::migrate!`", binary: "sqlx_server", mode: "run" },
];
const APPLICATION: Subject = Subject { name: "", binary: "traffic", mode: "traffic" };

/// The migrations that make the table, and those that change it, too.
const BEFORE: usize = 1;
const AFTER: usize = 2;

/// Runs and prints the table.
pub(crate) fn table(servers: &[Server], runners: &Runners, effort: Effort) -> Outcome<String> {
    let open = effort.open();
    let mut text = format!(
        "| a table is altered, one transaction open for {} s | | longest stall of another client, ms | \
         migration done after, ms | answers to other clients meanwhile |\n|---|---|--:|--:|--:|\n",
        open.as_secs()
    );
    for server in servers {
        for subject in SUBJECTS {
            let Seen { stall, took, answers } = seen(server, runners, subject, open)?;
            let shown = |time: Duration| milliseconds(Some(time.as_secs_f64() * 1e3));
            text += &format!(
                "| {} | {} | {} | {} | {answers} |\n",
                server.name(),
                subject.name,
                shown(stall),
                shown(took)
            );
        }
    }
    Ok(text)
}

/// What the others saw of a migration.
struct Seen {
    stall: Duration,
    took: Duration,
    answers: u64,
}

fn seen(server: &Server, runners: &Runners, subject: Subject, open: Duration) -> Outcome<Seen> {
    let url = server.create("traffic")?;
    succeed(&mut runners.command(subject, BEFORE, &url))?;
    let milliseconds = usize::try_from(open.as_millis())?;
    let mut application = runners.command(APPLICATION, milliseconds, &url);
    let mut application = application.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut said = BufReader::new(application.stdout.take().ok_or("the application is mute")?);
    let mut ready = String::new();
    said.read_line(&mut ready)?;
    let migrated = server.measured(&mut runners.command(subject, AFTER, &url));
    // Its input ends, and so does it.
    drop(application.stdin.take());
    let mut rest = String::new();
    said.read_to_string(&mut rest)?;
    if !application.wait()?.success() {
        return Err(format!("the application failed: {ready}{rest}").into());
    }
    let number = |name| {
        let line = rest.lines().find_map(|line| line.strip_prefix(name));
        Ok::<u64, Box<dyn std::error::Error>>(
            line.ok_or("the application said too little")?.parse()?,
        )
    };
    Ok(Seen {
        stall: Duration::from_nanos(number("stall ")?),
        took: migrated?.sample.wall,
        answers: number("answers ")?,
    })
}
