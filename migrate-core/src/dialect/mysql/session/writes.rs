//! What is written to the history, in as few statements as can be: each is one more answer of the server,
//! and those are what a journal costs.

use super::LARGEST;
use super::Mysql;
use crate::dialect::session::{Finds, HistoryTable, Progress, Session as _, Write};

/// What becomes of a row.
struct Move {
    sequence: i64,
    /// What its state is then, as an expression.
    state: String,
    /// How long the migration took, where it is applied.
    duration_ms: Option<u128>,
}

impl Move {
    fn of(write: &Write) -> Option<Self> {
        let (sequence, state, duration_ms) = match write {
            Write::State { sequence, state } => (*sequence, Mysql.literal(state), None),
            Write::Applied { sequence, duration_ms } => {
                (*sequence, "'applied'".to_owned(), Some(*duration_ms))
            }
            Write::Row(_) | Write::Removal { .. } => return None,
        };
        Some(Self { sequence, state, duration_ms })
    }

    /// From one state to another, and an error from any other one; but what `writes` bring the row to needs
    /// not be looked at.
    fn along(Progress { sequence, from, to }: Progress<'_>, writes: &[Write]) -> Self {
        let owed = Write::State { sequence, state: from.to_owned() };
        let (from, to) = (Mysql.literal(from), Mysql.literal(to));
        let state = match writes.contains(&owed) {
            true => to,
            false => format!("IF(state = {from}, {to}, {LARGEST} + (state <> {from}))"),
        };
        Self { sequence, state, duration_ms: None }
    }
}

/// The statements that do `writes`, in their order, and of which the last records `progress`.
pub(super) fn statements(
    history: &HistoryTable,
    writes: &[Write],
    progress: Option<Progress<'_>>,
) -> Vec<Finds> {
    let mut progress = progress.map(|progress| Move::along(progress, writes));
    let mut groups = writes.chunk_by(are_alike).peekable();
    let mut statements = Vec::new();
    while let Some(group) = groups.next() {
        let mut moves: Vec<Move> = group.iter().filter_map(Move::of).collect();
        if let Some(it) = &progress {
            moves.retain(|moved| moved.sequence != it.sequence);
        }
        if !moves.is_empty() && groups.peek().is_none() {
            moves.extend(progress.take());
        }
        statements.extend(match group {
            [Write::Row(_), ..] => Some(inserted(history, group)),
            [Write::Removal { .. }, ..] => Some(removed(history, group)),
            _ => moved(history, &moves),
        });
    }
    statements.extend(progress.and_then(|progress| moved(history, &[progress])));
    statements
}

/// Whether one statement does both.
const fn are_alike(one: &Write, other: &Write) -> bool {
    match one {
        Write::Row(_) => matches!(other, Write::Row(_)),
        Write::Removal { .. } => matches!(other, Write::Removal { .. }),
        Write::State { .. } | Write::Applied { .. } => {
            matches!(other, Write::State { .. } | Write::Applied { .. })
        }
    }
}

fn inserted(history: &HistoryTable, rows: &[Write]) -> Finds {
    let values = rows.iter().filter_map(|write| match write {
        Write::Row(values) => Some(values.clone()),
        Write::State { .. } | Write::Applied { .. } | Write::Removal { .. } => None,
    });
    let values: Vec<String> = values.collect();
    Finds { text: history.insert_values(&values), rows: values.len() }
}

/// A row that is not there is none, as it is to be.
fn removed(history: &HistoryTable, rows: &[Write]) -> Finds {
    let sequences = rows.iter().filter_map(Write::row);
    let text = format!("DELETE FROM {} WHERE sequence {}", history.qualified(), among(sequences));
    Finds { text, rows: 0 }
}

fn moved(history: &HistoryTable, moves: &[Move]) -> Option<Finds> {
    let set = match moves {
        [] => return None,
        [Move { state, duration_ms: None, .. }] => format!("state = {state}"),
        [Move { state, duration_ms: Some(took), .. }] => {
            format!("state = {state}, duration_ms = {took}, applied_at = {}", Mysql.now())
        }
        _ => several(moves),
    };
    let rows = among(moves.iter().map(|it| it.sequence));
    let text = format!("UPDATE {} SET {set} WHERE sequence {rows}", history.qualified());
    Some(Finds { text, rows: moves.len() })
}

/// What several rows become, each told by its number.
fn several(moves: &[Move]) -> String {
    let case = |when: &mut dyn Iterator<Item = (i64, &str)>, otherwise: &str| {
        let when: String =
            when.map(|(sequence, then)| format!(" WHEN {sequence} THEN {then}")).collect();
        match &*when {
            "" => otherwise.to_owned(),
            when => format!("CASE sequence{when} ELSE {otherwise} END"),
        }
    };
    let under_way = || moves.iter().filter(|it| it.duration_ms.is_none());
    let state = case(&mut under_way().map(|it| (it.sequence, &*it.state)), "'applied'");
    let took: Vec<(i64, String)> =
        moves.iter().filter_map(|it| Some((it.sequence, it.duration_ms?.to_string()))).collect();
    if took.is_empty() {
        return format!("state = {state}");
    }
    let duration =
        case(&mut took.iter().map(|(sequence, took)| (*sequence, &**took)), "duration_ms");
    let applied_at = case(&mut under_way().map(|it| (it.sequence, "applied_at")), Mysql.now());
    format!("state = {state}, duration_ms = {duration}, applied_at = {applied_at}")
}

/// A condition on the number of a row.
fn among(sequences: impl Iterator<Item = i64>) -> String {
    let list: Vec<String> = sequences.map(|it| it.to_string()).collect();
    match &*list {
        [one] => format!("= {one}"),
        _ => format!("IN ({})", list.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(writes: &[Write], progress: Option<Progress<'_>>) -> Vec<String> {
        let history = HistoryTable::new(&Mysql, None, "h");
        statements(&history, writes, progress).into_iter().map(|it| it.text).collect()
    }

    fn applied(sequence: i64) -> Write {
        Write::Applied { sequence, duration_ms: 7 }
    }

    fn state(sequence: i64) -> Write {
        Write::State { sequence, state: "applying 1".to_owned() }
    }

    const PROGRESS: Progress<'static> =
        Progress { sequence: 3, from: "applying 1", to: "applying 2" };

    #[test]
    fn what_is_alike_is_one_statement() {
        let writes = [applied(1), applied(2), state(3)];
        let expected = format!(
            "UPDATE `h` SET state = CASE sequence WHEN 3 THEN 'applying 1' ELSE 'applied' END, \
             duration_ms = CASE sequence WHEN 1 THEN 7 WHEN 2 THEN 7 ELSE duration_ms END, \
             applied_at = CASE sequence WHEN 3 THEN applied_at ELSE {} END \
             WHERE sequence IN (1, 2, 3)",
            Mysql.now()
        );
        assert_eq!(texts(&writes, None), [expected]);
        let rows = [Write::Row("(1)".to_owned()), Write::Row("(2)".to_owned())];
        let [row, removal, moved] = &texts(
            &[rows.as_slice(), &[Write::Removal { sequence: 2 }, applied(1)]].concat(),
            None,
        )[..] else {
            panic!("three kinds are three statements")
        };
        assert!(row.ends_with(" VALUES (1),\n(2)"), "{row}");
        assert_eq!(removal, "DELETE FROM `h` WHERE sequence = 2");
        assert!(moved.starts_with("UPDATE `h` SET state = 'applied', duration_ms = 7, "));
    }

    #[test]
    fn what_a_row_is_not_brought_to_it_must_be_in() {
        let from_elsewhere = "IF(state = 'applying 1', 'applying 2', \
                              9223372036854775807 + (state <> 'applying 1'))";
        let alone = format!("UPDATE `h` SET state = {from_elsewhere} WHERE sequence = 3");
        assert_eq!(texts(&[], Some(PROGRESS)), std::slice::from_ref(&alone));
        let behind_another = &texts(&[applied(2)], Some(PROGRESS))[0];
        assert!(behind_another.contains(&format!("WHEN 3 THEN {from_elsewhere} ELSE 'applied'")));
        let row = Write::Row("(3)".to_owned());
        assert_eq!(texts(&[row], Some(PROGRESS))[1], alone);
        assert_eq!(
            texts(&[state(3)], Some(PROGRESS)),
            ["UPDATE `h` SET state = 'applying 2' WHERE sequence = 3"]
        );
    }

    #[test]
    fn each_says_how_many_rows_it_finds() {
        let history = HistoryTable::new(&Mysql, None, "h");
        let writes =
            [Write::Removal { sequence: 9 }, Write::Row("(3)".to_owned()), applied(1), applied(2)];
        let found: Vec<usize> =
            statements(&history, &writes, Some(PROGRESS)).into_iter().map(|it| it.rows).collect();
        assert_eq!(found, [0, 1, 3]);
    }
}
