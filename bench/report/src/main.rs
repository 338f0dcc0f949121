//! Runs everything and prints the tables as Markdown.
//!
//! `report [--quick] [analysis] [check] [cold] [fresh] [idle] [servers] [replicas] [traffic] [verify]
//! [inspect]`; without a name, all of them.

mod analysis;
mod check;
mod cold;
mod effort;
mod fresh;
mod idle;
mod inspect;
mod replicas;
mod runner;
mod sample;
mod server;
mod servers;
mod traffic;
mod verify;

use std::error::Error;
use std::path::Path;

use effort::Effort;
use runner::{Build, Runners};
use server::Server;

/// Anything that goes wrong ends the report.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let quick = args.iter().any(|arg| arg == "--quick");
    let effort = if quick { Effort::Quick } else { Effort::Full };
    let names: Vec<&str> =
        args.iter().map(String::as_str).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| names.is_empty() || names.contains(&name);

    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let program = std::env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("this program is not in a target directory")?;
    // On the disk the target directory is on; the one for temporary files may be memory.
    let scratch = tempfile::tempdir_in(target)?;

    if wanted("analysis") {
        println!("{}", analysis::table(&workspace, target, effort)?);
    }
    if wanted("check") {
        println!("{}", check::table(&workspace, target, scratch.path(), effort)?);
    }
    if wanted("cold") {
        println!("{}", cold::table(&workspace, scratch.path(), effort)?);
    }
    if wanted("verify") {
        println!("{}", verify::table(&workspace, target, effort)?);
    }
    if wanted("inspect") {
        println!("{}", inspect::table(&Server::all(), &workspace, target, effort)?);
    }
    for build in Build::ALL {
        if !(wanted("fresh") || wanted("idle")) {
            continue;
        }
        let runners = Runners::build(&workspace, target, "runners", build)?;
        if wanted("fresh") {
            println!("{}", fresh::table(&runners, build, scratch.path(), effort)?);
        }
        if wanted("idle") {
            println!("{}", idle::table(&runners, build, scratch.path(), effort)?);
        }
    }
    if ["servers", "replicas", "traffic"].into_iter().any(wanted) {
        let runners = Runners::build(&workspace, target, "clients", Build::Release)?;
        on_servers(&runners, scratch.path(), effort, &wanted)?;
    }
    Ok(())
}

/// The parts that need a server.
fn on_servers(
    runners: &Runners,
    scratch: &Path,
    effort: Effort,
    wanted: &dyn Fn(&str) -> bool,
) -> Outcome {
    let servers = Server::all();
    if wanted("servers") {
        println!("{}", servers::tables(&servers, runners, scratch, effort)?);
    }
    if wanted("replicas") {
        println!("{}", replicas::table(&servers, runners, effort)?);
    }
    if wanted("traffic") {
        println!("{}", traffic::table(&servers, runners, effort)?);
    }
    Ok(())
}
