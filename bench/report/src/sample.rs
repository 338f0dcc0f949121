//! Numbers: samples, medians, ratios of runs that stood side by side.

use std::time::Duration;

/// What one run took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample {
    /// By the clock on the wall.
    pub(crate) wall: Duration,
    /// On all cores, user and system.
    pub(crate) cpu: Duration,
}

/// Which of the two clocks.
pub(crate) type Of = fn(&Sample) -> Duration;

/// The clock on the wall.
pub(crate) const WALL: Of = |sample| sample.wall;
/// The processor's time.
pub(crate) const CPU: Of = |sample| sample.cpu;

/// The samples of one subject, one a round.
#[derive(Clone, Debug, Default)]
pub(crate) struct Series(pub(crate) Vec<Sample>);

impl Series {
    /// The median in milliseconds.
    pub(crate) fn median(&self, of: Of) -> Option<f64> {
        median(self.0.iter().map(|sample| of(sample).as_secs_f64() * 1e3).collect())
    }

    /// The median of this series' ratios to `base`, round by round: what else the machine does
    /// hits both runs of a round alike.
    pub(crate) fn ratio(&self, base: &Self, of: Of) -> Option<f64> {
        let rounds = self.0.iter().zip(&base.0);
        let ratio = |(one, other): (&Sample, &Sample)| {
            of(one).as_secs_f64() / of(other).as_secs_f64().max(1e-9)
        };
        median(rounds.map(ratio).collect())
    }

    /// The median in milliseconds of how much more it took than `base`, round by round.
    pub(crate) fn more(&self, base: &Self, of: Of) -> Option<f64> {
        let rounds = self.0.iter().zip(&base.0);
        median(
            rounds
                .map(|(one, other)| 1e3 * (of(one).as_secs_f64() - of(other).as_secs_f64()))
                .collect(),
        )
    }
}

/// Microseconds of CPU time for each of `count` migrations: what stays the same where cost is linear.
#[expect(clippy::cast_precision_loss, reason = "a few thousand")]
pub(crate) fn each(milliseconds: Option<f64>, count: usize) -> String {
    milliseconds
        .map_or_else(|| "–".to_owned(), |total| format!("{:.1}", total * 1e3 / count as f64))
}

/// The one in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

/// A number of milliseconds with three digits that mean something.
pub(crate) fn milliseconds(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value < 10.0 => format!("{value:.2}"),
        Some(value) if value < 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.0}"),
    }
}

/// A number of milliseconds as seconds.
pub(crate) fn seconds(milliseconds: Option<f64>) -> String {
    milliseconds.map_or_else(|| "–".to_owned(), |value| format!("{:.1}", value / 1e3))
}

/// A ratio.
pub(crate) fn times(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value < 10.0 => format!("{value:.2} ×"),
        Some(value) => format!("{value:.0} ×"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn ratios_are_taken_within_a_round() {
        let series = |walls: &[u64]| {
            let sample = |&wall| Sample { wall: Duration::from_millis(wall), ..Sample::default() };
            Series(walls.iter().map(sample).collect())
        };
        assert_eq!(series(&[2, 40, 6]).more(&series(&[1, 20, 3]), WALL), Some(3.0));
        assert_eq!(series(&[2, 40, 6]).ratio(&series(&[1, 20, 3]), WALL), Some(2.0));
    }
}
