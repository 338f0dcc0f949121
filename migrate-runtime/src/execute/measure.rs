//! What statements cost, found out while they run on a throwaway database.

use migrate_core::dialect::meter::{Meter, Way};
use migrate_core::impact::Impact;
use migrate_core::impact::measured::Measured;
use migrate_core::sql::split::Statement;
use migrate_core::text::Span;

use super::Run;
use crate::driver::DriverError;

/// Somebody who watches the statements of scripts, and what was seen of the last script.
#[derive(Debug)]
pub(crate) struct Gauge {
    meter: Box<dyn Meter>,
    pub(crate) seen: Vec<Measured>,
    /// Whether it was asked what there is before the first statement that is asked about.
    has_begun: bool,
    /// The last statement behind which nobody asked: what it did is not what the next one does.
    unasked: Option<Span>,
}

impl Gauge {
    pub(crate) fn new(meter: Box<dyn Meter>) -> Self {
        Self { meter, seen: Vec::new(), has_begun: false, unasked: None }
    }

    fn saw(&mut self, span: Span, impact: Option<Impact>) {
        // What nobody notices is not worth a word.
        if impact.as_ref().is_none_or(|it| !it.locks.is_empty() || !it.work.is_empty()) {
            self.seen.push(Measured { span, impact });
        }
    }
}

impl Run<'_, '_> {
    /// Forgets what was seen of another script.
    pub(super) fn gauge(&mut self) {
        if let Some(gauge) = &mut self.gauge {
            gauge.seen.clear();
            (gauge.has_begun, gauge.unasked) = (false, None);
        }
    }

    /// Sends a statement of the script `sql`, behind a limit, and sees what it costs where somebody
    /// watches.
    pub(super) async fn send_measured(
        &mut self,
        limit: &str,
        sql: &str,
        statement: &Statement,
    ) -> Result<(), DriverError> {
        let text = &sql[statement.span.range()];
        let way = self.gauge.as_ref().map_or(Way::Nothing, |it| it.meter.way(sql, statement));
        let seen = match way {
            Way::Nothing => {
                if let Some(gauge) = &mut self.gauge {
                    gauge.unasked = Some(statement.span);
                }
                return self.send(limit, text, None).await;
            }
            Way::Ask(query) => {
                self.ask_first(query).await?;
                self.send(limit, text, None).await?;
                let rows = self.driver.fetch(query).await?;
                self.gauge.as_mut().map(|gauge| gauge.meter.told(rows))
            }
            Way::Demand(demands, otherwise) => {
                for demand in demands {
                    let refused = match self.send(limit, &demand.sql, None).await {
                        Ok(()) => {
                            self.saw(statement.span, Some(demand.impact));
                            return Ok(());
                        }
                        Err(error) => self.refuses(&error),
                    };
                    // Whatever else is wrong is said of the statement as it is written.
                    if !refused {
                        return self.send(limit, text, None).await;
                    }
                }
                self.send(limit, text, None).await?;
                Some(Some(*otherwise))
            }
        };
        if let Some(impact) = seen {
            self.saw(statement.span, impact);
        }
        Ok(())
    }

    /// Asks what there is, and what the statements did behind which nobody asked.
    async fn ask_first(&mut self, query: &str) -> Result<(), DriverError> {
        let Some(gauge) = &mut self.gauge else { return Ok(()) };
        let unasked = gauge.unasked.take();
        let impact = match (gauge.has_begun, unasked) {
            (true, None) => return Ok(()),
            (true, Some(_)) => {
                let rows = self.driver.fetch(query).await?;
                gauge.meter.told(rows)
            }
            (false, _) => {
                let rows = self.driver.fetch(&gauge.meter.before()).await?;
                gauge.has_begun = true;
                Some(gauge.meter.begun(rows))
            }
        };
        // Outside a transaction there is nothing to see, and nobody waited for it.
        if let (Some(span), Some(impact)) = (unasked, impact) {
            gauge.saw(span, Some(impact));
        }
        Ok(())
    }

    fn saw(&mut self, span: Span, impact: Option<Impact>) {
        if let Some(gauge) = &mut self.gauge {
            gauge.saw(span, impact);
        }
    }

    fn refuses(&self, error: &DriverError) -> bool {
        let code = error.code().unwrap_or_default();
        self.gauge.as_ref().is_some_and(|gauge| gauge.meter.refuses(code))
    }
}
