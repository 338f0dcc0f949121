//! `verifier <target> <count> <jobs>`: verifies that many migrations on so many throwaway databases and
//! prints what it took, each line a name, the wall's time, this process's and the server's: `start`, `verify`.

mod clock;

use std::error::Error;

use clock::Clock;
use migrate_core::dialect::Target;
use migrate_core::set::read::read_texts;
use migrate_runtime::shadow::{Provider, Shadow};
use migrate_runtime::{Database, Migrator, Options};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("usage: verifier <target> <count> <jobs>");
    let (target, count): (Target, usize) = (next()?.parse()?, next()?.parse()?);
    let jobs: usize = next()?.parse()?;
    let files: Vec<(String, String)> = corpus::feature(target.engine(), count)
        .into_iter()
        .flat_map(|it| {
            let stem = format!("{}_{}", it.version(), it.title);
            [(format!("{stem}.up.sql"), it.up), (format!("{stem}.down.sql"), it.down)]
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let reading = read_texts(&files, target);
    if reading.has_errors() {
        return Err(format!("{:?}", reading.findings).into());
    }
    let clock = Clock::start()?;
    let mut shadow = Shadow::start(&Provider::Auto, target, None).await?;
    clock.stop("start")?;
    let clock = Clock::start()?;
    let migrator = Migrator::new(&reading.set, Options::default());
    let mut databases = vec![Database::from(shadow.url())];
    while databases.len() < jobs {
        databases.push(Database::from(&shadow.another().await?));
    }
    let verification = match databases.as_slice() {
        [only] => migrator.verify_on(only.clone()).await?,
        all => migrator.verify_on_each(all).await?.ok_or("the parts do not fit")?,
    };
    clock.stop("verify")?;
    match verification.blocker() {
        Some((verified, blocker)) => {
            let lines = blocker.differences();
            Err(format!("{}: {} {lines:?}", verified.path, blocker.words()).into())
        }
        None => Ok(()),
    }
}
