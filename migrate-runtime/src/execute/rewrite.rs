//! Writes to the history that no script goes with, under the right to migrate.

use super::Run;
use super::lease::Claim;
use crate::error::Error;

const MENDING: &str = "mending the history";

impl Run<'_, '_> {
    /// Writes to the history in one transaction, unless somebody wrote to it since it was read. With
    /// `leased`, where there is a lease beside it, nobody has that meanwhile either.
    pub(crate) async fn rewrite(&mut self, writes: &[String], leased: bool) -> Result<(), Error> {
        self.begin(false).await?;
        let outcome = match self.unchanged(leased).await {
            Ok(end) => self.written(writes.iter().chain(&end)).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => self.commit(MENDING).await,
            Err(error) => {
                self.rollback().await;
                Err(error)
            }
        }
    }

    /// In the transaction: that what was read is what there is. Answers what gives the lease back.
    async fn unchanged(&mut self, leased: bool) -> Result<Option<String>, Error> {
        let text = self.context.session().lease(self.context.table).filter(|_| leased);
        let end = match text {
            None => None,
            Some(text) => match self.claim(text).await? {
                Claim::Taken(lease) => Some(lease.back()),
                Claim::Missing => return Err(Error::Interfered),
                Claim::Refused { holder } => {
                    let waited = std::time::Duration::ZERO;
                    return Err(Error::Locked { waited, holder });
                }
            },
        };
        let (newest, _) =
            crate::history::newest(self.driver, self.context.table, self.history.exists).await?;
        if newest == self.history.newest() { Ok(end) } else { Err(Error::Interfered) }
    }

    async fn written(&mut self, writes: impl Iterator<Item = &String>) -> Result<(), Error> {
        for write in writes {
            let written = self.driver.execute(write).await;
            written.map_err(|error| Error::driver(MENDING, error))?;
        }
        Ok(())
    }
}
