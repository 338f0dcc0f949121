//! What a column can hold, in the words of no dialect, and the values to try of it.

use crate::dialect::session::Session;

use super::fact::Facts;
use super::pattern;

/// What a column can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers between two limits.
    Integer {
        /// The smallest one.
        least: i128,
        /// The largest one.
        most: i128,
    },
    /// Numbers of so many digits.
    Decimal {
        /// All digits.
        digits: u32,
        /// Those behind the point.
        scale: u32,
        /// Whether there are negative ones.
        signed: bool,
    },
    /// Texts.
    Text {
        /// How many characters there may be.
        most: usize,
        /// Whether every character can be one of them.
        unicode: bool,
    },
    /// What somebody listed, as SQL.
    Listed(Values),
}

/// Values of one column as SQL, each list without repetitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Such as any row has, ascending where they have an order.
    pub usual: Vec<String>,
    /// Those at the limits of the type: the smallest, the largest, the empty one.
    pub edges: Vec<String>,
}

impl Values {
    /// Values that are spelled like this.
    #[must_use]
    pub fn of<T: AsRef<str>>(usual: &[T], edges: &[T]) -> Self {
        let owned = |list: &[T]| list.iter().map(|text| text.as_ref().to_owned()).collect();
        Self { usual: owned(usual), edges: owned(edges) }
    }

    /// Each of them written into a larger expression.
    #[must_use]
    pub fn map(self, write: impl Fn(&str) -> String) -> Self {
        let each = |list: Vec<String>| list.iter().map(|it| write(it)).collect();
        Self { usual: each(self.usual), edges: each(self.edges) }
    }
}

/// How many usual values there are of a kind that has that many: more than rows, so that columns of
/// one row can differ.
pub(super) const USUAL: usize = 14;

impl Kind {
    /// Values of a list, in quotes.
    #[must_use]
    pub fn quoted(usual: &[&str], edges: &[&str]) -> Self {
        Self::Listed(Values::of(usual, edges).map(|text| format!("'{text}'")))
    }

    /// Values to try that the facts allow, as far as they are understood. `salt` makes those of one
    /// column differ from those of another.
    pub(super) fn values(&self, facts: &Facts, salt: u64, session: &dyn Session) -> Values {
        if let Some(among) = &facts.among {
            return Values { usual: among.clone(), edges: Vec::new() };
        }
        if facts.json {
            return Values::of(&JSON, &[LAID_OUT, "'{}'", "'[]'", "'null'"]);
        }
        match self {
            Self::Integer { least, most } => integers(*least, *most, facts, salt),
            Self::Decimal { digits, scale, signed } => {
                decimals(*digits, *scale, *signed, facts, salt)
            }
            Self::Text { most, unicode } => texts(*most, *unicode, facts, salt, session),
            Self::Listed(values) => values.clone(),
        }
    }
}

/// A document whose blanks and whose order of keys only a text keeps.
pub(crate) const LAID_OUT: &str = r#"'{"b": "x",  "a": 0}'"#;

/// Documents that differ in what JSON has.
pub(crate) const JSON: [&str; 8] = [
    r#"'{"a": 1}'"#,
    r#"'{"a": [1, 2, {"b": null}]}'"#,
    r"'[1, 2.5, true]'",
    r#"'{"name": "Zoë"}'"#,
    r#"'{"b": "x", "a": 0}'"#,
    r#"'{"c": false}'"#,
    r#"'["q"]'"#,
    r#"'{"d": {"e": "f"}}'"#,
];

#[allow(
    clippy::cast_possible_truncation,
    reason = "bounds of checks beyond what a float tells apart are as good as any"
)]
fn integers(least: i128, most: i128, facts: &Facts, salt: u64) -> Values {
    let low = facts.least.map_or(least, |it| {
        let bound = it.number.ceil() as i128;
        least.max(bound + i128::from(it.strict && it.number.fract() == 0.0))
    });
    let high = facts.most.map_or(most, |it| {
        let bound = it.number.floor() as i128;
        most.min(bound - i128::from(it.strict && it.number.fract() == 0.0))
    });
    // Checks that contradict each other say nothing.
    let (low, high) = if low > high { (least, most) } else { (low, high) };
    let room = high - low;
    // Small numbers that differ from column to column.
    let start = (low..=high).contains(&11).then_some(11).filter(|_| high - 11 >= 100);
    let start = start.unwrap_or(low);
    let step = ((high - start) / i128::try_from(USUAL).unwrap_or(1)).clamp(1, 7);
    let shift = i128::from(salt % 5).min(step - 1);
    let usual = (0..).map(|at| start + shift + at * step).take_while(|it| *it <= high);
    let usual: Vec<String> = usual.take(USUAL).map(|it| it.to_string()).collect();
    let mut edges: Vec<i128> = if room > 20 { vec![low, high] } else { Vec::new() };
    edges.extend([0, -1].into_iter().filter(|it| room > 20 && (low..=high).contains(it)));
    edges.dedup();
    // The smallest number has no literal of its own in every engine.
    let spelled = |it: i128| {
        if it == i128::from(i64::MIN) { format!("({} - 1)", it + 1) } else { it.to_string() }
    };
    Values { usual, edges: edges.into_iter().map(spelled).collect() }
}

fn decimals(digits: u32, scale: u32, signed: bool, facts: &Facts, salt: u64) -> Values {
    let whole = digits.saturating_sub(scale).min(30);
    let scale = scale.min(20);
    let least = facts.least.map(|it| it.number);
    let most = facts.most.map(|it| it.number);
    let limit = 10_f64.powi(i32::try_from(whole).unwrap_or(30));
    let low = least.unwrap_or(0.0);
    let high = most.unwrap_or(limit).min(limit).min(low + 200.0);
    let step = (high - low) / 16.0;
    let places = usize::try_from(scale.min(3)).unwrap_or(0);
    let salted = f64::from(u16::try_from(salt % 10).unwrap_or(0)) / 17.0;
    let mut usual: Vec<String> = (1_u16..15)
        .map(|at| format!("{:.places$}", (f64::from(at) + salted).mul_add(step, low)))
        .collect();
    usual.dedup();
    let mut edges = Vec::new();
    if least.is_none() && most.is_none() {
        let nines = "9".repeat(usize::try_from(whole).unwrap_or(0).max(1));
        let nines = if whole == 0 { "0".to_owned() } else { nines };
        let behind = "9".repeat(usize::try_from(scale).unwrap_or(0));
        let largest = if scale == 0 { nines } else { format!("{nines}.{behind}") };
        if signed {
            edges.push(format!("-{largest}"));
        }
        edges.push(largest);
        edges.push("0".to_owned());
    }
    Values { usual, edges }
}

fn texts(most: usize, unicode: bool, facts: &Facts, salt: u64, session: &dyn Session) -> Values {
    let most = facts.longest.map_or(most, |longest| most.min(longest));
    let least = facts.shortest.unwrap_or(0);
    let fits = |text: &String| (least..=most).contains(&text.chars().count());
    let literal = |text: String| session.literal(&text);
    if let Some(pattern) = &facts.pattern {
        let made: Vec<String> =
            (0..USUAL as u64).filter_map(|at| pattern::text(pattern, salt + at)).collect();
        let mut usual: Vec<String> = made.into_iter().filter(fits).map(literal).collect();
        usual.dedup();
        return Values { usual, edges: Vec::new() };
    }
    let word =
        |at: usize| sized(&format!("{}{}", name(salt), (b'a' + at as u8) as char), at, least, most);
    let usual = (0..USUAL).map(word).map(literal).collect();
    let long: String = "Long text, ".chars().cycle().take(most.min(400)).collect();
    let strange = if unicode { " Ünï çødé ☃ 日本 🙂 " } else { " it's \\ \"x\" % _ " };
    let quotes = "O'Neil \\ \"q\" %_;-- ";
    // Cut short it still ends with a blank, which a type of fixed length forgets.
    let cut = |text: &str| {
        let mut cut: String = text.chars().take(most).collect();
        if most > 2 && cut.len() < text.len() {
            cut.pop();
            cut.push(' ');
        }
        cut
    };
    let edges = [String::new(), long, cut(strange), cut(quotes)];
    let mut edges: Vec<String> = edges.into_iter().filter(fits).map(literal).collect();
    edges.dedup();
    Values { usual, edges }
}

/// A name in mixed letters, another one for another salt.
fn name(salt: u64) -> String {
    const SYLLABLES: [&str; 8] = ["ba", "de", "Fi", "go", "Ku", "la", "Mi", "no"];
    let syllable = |by: u32| SYLLABLES[usize::try_from(salt >> by & 7).unwrap_or(0)];
    format!("{}{}{}", syllable(3), syllable(9), syllable(17))
}

/// The text with its end kept where it is too long, and filled up where it is too short.
fn sized(text: &str, at: usize, least: usize, most: usize) -> String {
    let count = text.chars().count();
    if count > most {
        // Ends differ from row to row.
        return text.chars().skip(count - most).collect();
    }
    let fill = "xyz".chars().cycle().skip(at).take(least.saturating_sub(count));
    fill.chain(text.chars()).collect()
}
