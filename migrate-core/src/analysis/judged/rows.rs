//! What is said of rows that are lost, or may be.

use super::super::{consent, report};
use super::Judged;
use crate::finding::Finding;
use crate::proof::{self, RowVerdict, SchemaVerdict};
use crate::rules;
use crate::text::Span;

impl Judged<'_> {
    /// What may be lost, and somebody wrote down that it may, is no reason to wonder any more.
    fn answer_doubts(&mut self) {
        let mut meant = Vec::new();
        for proof::Doubt { reason, losses } in std::mem::take(&mut self.verdict.doubts) {
            let open = losses.iter().filter(|loss| !self.consents.acknowledges(loss)).count();
            if open > 0 {
                continue;
            }
            if let RowVerdict::Unknown(reasons) = &mut self.verdict.rows {
                reasons.retain(|other| *other != reason);
            }
            meant.extend(losses);
        }
        if matches!(&self.verdict.rows, RowVerdict::Unknown(reasons) if reasons.is_empty()) {
            self.verdict.rows = RowVerdict::Lossy(Vec::new());
        }
        if self.verdict.rows != RowVerdict::Kept {
            self.verdict.losses.extend(meant);
        }
    }

    pub(super) fn rows(&mut self, broken: bool) {
        self.answer_doubts();
        let mut losses = std::mem::take(&mut self.verdict.losses);
        for loss in &mut losses {
            loss.acknowledged = self.consents.acknowledges(loss);
        }
        // One finding can speak of several: those that nobody answered are said by themselves then.
        losses.sort_by_key(|loss| !loss.acknowledged);
        for loss in &losses {
            let path = self.paths.of(loss.place.direction).unwrap_or_default();
            let is_it = |finding: &Finding| is_about(finding, path, loss.place.span);
            if loss.acknowledged {
                self.found.retain(|finding| !is_it(finding));
            } else if self.verdict.rows != RowVerdict::Irreversible && !self.found.iter().any(is_it)
            {
                self.found.push(report::loss(&self.paths, loss));
            }
        }
        match &mut self.verdict.rows {
            RowVerdict::Lossy(verdict) => verdict.clone_from(&losses),
            RowVerdict::Unknown(reasons)
                if matches!(
                    self.verdict.schema,
                    SchemaVerdict::Proven | SchemaVerdict::Order(_) | SchemaVerdict::Differs(_)
                ) && !broken =>
            {
                let message = "it is not known whether the rows come back";
                let rule = &rules::proof::ROWS_UNKNOWN;
                let finding = report::unknown(rule, &self.paths, message, reasons);
                self.found.push(finding);
            }
            _ => {}
        }
        self.verdict.losses = losses;
    }
}

/// Whether another rule says already that something is lost there.
fn is_about(finding: &Finding, path: &str, place: Span) -> bool {
    let overlaps = |span: Span| span.start < place.end && place.start < span.end;
    consent::is_about_loss(finding.rule)
        && finding.labels.iter().any(|label| label.path == path && label.span.is_some_and(overlaps))
}
