//! The result of `doctor`, for people.

use migrate_core::text::counted;

use super::super::fold;
use super::super::table::painted;
use super::{BAD, GOOD, WAITING};
use crate::commands::{Examined, State};

/// What was found of each thing, and one sentence on all.
pub(in crate::ui) fn examined(all: &[Examined]) -> String {
    let mut text: String = all.iter().map(line).collect();
    let wrong = all.iter().filter(|it| it.state == State::Wrong).count();
    text += &match wrong {
        0 => "\nNothing is wrong.".to_owned(),
        1 => "\n1 thing is wrong.".to_owned(),
        _ => format!("\n{} are wrong.", counted(wrong, "thing")),
    };
    text
}

/// The word for how something is.
pub(in crate::ui) const fn state(state: State) -> &'static str {
    match state {
        State::Fine => "fine",
        State::Note => "note",
        State::Wrong => "wrong",
    }
}

fn line(it: &Examined) -> String {
    let style = match it.state {
        State::Fine => GOOD,
        State::Note => WAITING,
        State::Wrong => BAD,
    };
    let word = painted(&(format!("{:<5}", state(it.state)), style));
    let help = it.help.iter().map(|help| format!("{:20}help: {help}", ""));
    let help = help.map(|help| fold::item(&help, 26) + "\n");
    let line = fold::item(&format!("{word}  {:<12} {}", it.about, it.text), 20);
    format!("{line}\n{}", help.collect::<String>())
}
