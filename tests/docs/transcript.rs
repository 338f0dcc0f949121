//! What was typed and what was answered, as a page shows it.

/// The commands behind `$`, each with what stands below it.
pub(crate) fn calls(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts = text.match_indices("$ ").filter(|(at, _)| is_start(text, *at)).map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    let ends = starts.clone().into_iter().skip(1).chain([text.len()]);
    let calls: Vec<(usize, usize)> = starts.into_iter().zip(ends).collect();
    calls.into_iter().map(|(start, end)| {
        let call = &text[start + 2..end];
        call.split_once('\n').unwrap_or((call, ""))
    })
}

fn is_start(text: &str, at: usize) -> bool {
    at == 0 || text[..at].ends_with('\n')
}

/// Whether something is said as expected: `...` stands for any lines, `[..]` for anything in a line.
/// Where nothing is expected, nothing is compared: a page need not show everything.
pub(crate) fn is_like(said: &str, expected: &str) -> bool {
    let lines = |text: &str| text.trim_end().lines().map(|it| it.trim_end().to_owned()).collect();
    let (said, expected): (Vec<String>, Vec<String>) = (lines(said), lines(expected));
    expected.is_empty() || all_like(&said, &expected)
}

fn all_like(said: &[String], expected: &[String]) -> bool {
    match expected.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first == "..." => {
            (0..=said.len()).any(|skipped| all_like(&said[skipped..], rest))
        }
        Some((first, rest)) => said
            .split_first()
            .is_some_and(|(line, more)| is_line_like(line, first) && all_like(more, rest)),
    }
}

fn is_line_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}
