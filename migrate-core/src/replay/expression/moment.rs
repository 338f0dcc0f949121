//! Literals that stand for the moment at which they are read.

/// Whether a literal of the text stands for the moment at which it is read.
pub(in crate::replay) fn tells_the_time(text: &str) -> bool {
    let moments = ["'now'", "'today'", "'tomorrow'", "'yesterday'"];
    moments.iter().any(|moment| {
        let mut rest = text;
        while let Some(at) = rest.find(moment) {
            let (before, after) = (&rest[..at], &rest[at + moment.len()..]);
            let is_typed = ["date", "time", "timestamp", "zone"]
                .iter()
                .any(|kind| before.trim_end().ends_with(kind));
            if is_typed || after.trim_start().starts_with("::") {
                return true;
            }
            rest = after;
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_literals_stand_for_a_moment() {
        assert!(tells_the_time("a < ( 'now' :: timestamp )"));
        assert!(tells_the_time("a < timestamp 'now'"));
        assert!(!tells_the_time("a = 'now' or b = now ( )"));
    }
}
