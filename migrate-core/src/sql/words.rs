//! Lists of words, in which readers look up every word of a script.

/// A list of words, by their first letter and their length: few words have both in common. Searched by
/// hand, since a macro is built without optimisation, where halving a sorted list calls a dozen functions
/// for each step.
pub(crate) struct Words<const N: usize> {
    words: [&'static str; N],
    /// Where the words of each first letter and length begin, and where the last of all end.
    begins: [u16; KINDS + 1],
}

/// The five lowest bits of a letter tell which one it is, in any case.
const LETTERS: usize = 32;

/// Words that are longer share the last place.
const LONGEST: usize = 23;

const KINDS: usize = LETTERS * (LONGEST + 1);

impl<const N: usize> Words<N> {
    /// Of words, none of them empty.
    pub(crate) const fn new(words: [&'static str; N]) -> Self {
        let mut list = Self { words, begins: [0; KINDS + 1] };
        let mut at = 0;
        while at < N {
            list.begins[kind(words[at].as_bytes()) + 1] += 1;
            at += 1;
        }
        let mut kinds = 0;
        while kinds < KINDS {
            list.begins[kinds + 1] += list.begins[kinds];
            kinds += 1;
        }
        let mut next = list.begins;
        let mut at = 0;
        while at < N {
            let kind = kind(words[at].as_bytes());
            list.words[next[kind] as usize] = words[at];
            next[kind] += 1;
            at += 1;
        }
        list
    }

    /// Whether `word` is one of them, in these letters.
    pub(crate) fn have(&self, word: &str) -> bool {
        match self.place_in_any_case(word) {
            Some(at) => self.words[at] == word,
            None => false,
        }
    }

    /// Whether `word` is one of them in any case.
    pub(crate) fn have_in_any_case(&self, word: &str) -> bool {
        self.place_in_any_case(word).is_some()
    }

    /// The place of `word` among [`Self::all`], in any case.
    pub(crate) fn place_in_any_case(&self, word: &str) -> Option<usize> {
        let wanted = word.as_bytes();
        if wanted.is_empty() {
            return None;
        }
        let kind = kind(wanted);
        let (mut at, end) = (self.begins[kind] as usize, self.begins[kind + 1] as usize);
        while at < end {
            let known = self.words[at].as_bytes();
            let mut same = 0;
            while same < known.len() && same < wanted.len() {
                let (one, other) = (known[same], wanted[same]);
                // A letter differs from itself in the other case by one bit.
                if one != other && (one ^ other != 0x20 || one < b'A' || one == b'_') {
                    break;
                }
                same += 1;
            }
            // Nearly always the length is the one that is wanted.
            if same == known.len() && same == wanted.len() {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    /// All of them, in an order of their own.
    pub(crate) const fn all(&self) -> &[&'static str] {
        &self.words
    }
}

const fn kind(word: &[u8]) -> usize {
    let length = if word.len() < LONGEST { word.len() } else { LONGEST };
    (word[0] & 0x1f) as usize * (LONGEST + 1) + length
}

/// Whether the letters of `word` stand somewhere in `text`, in any case. It is asked in vain nearly always,
/// and looking is cheaper than reading tokens or copying the text.
pub(crate) fn has_letters(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let first = word[0] & 0xdf;
    let Some(last) = text.len().checked_sub(word.len()) else { return false };
    let mut at = 0;
    while at <= last {
        if text[at] & 0xdf == first && text[at..at + word.len()].eq_ignore_ascii_case(word) {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_in_any_case() {
        for text in ["migrate", "-- Migrate: x", "xMIGRATE", "mmigrate", "ä migrate"] {
            assert!(has_letters(text, "migrate"), "{text}");
        }
        assert!(!has_letters("-- migrat", "migrate") && !has_letters("", "migrate"));
    }

    static WORDS: Words<6> = Words::new([
        "and",
        "add",
        "between",
        "z",
        "zerofill",
        "a_word_that_is_as_long_as_this_one",
    ]);

    #[test]
    fn a_word_is_found_and_nothing_else() {
        for word in WORDS.all() {
            assert!(WORDS.have(word) && WORDS.have_in_any_case(word));
            assert_eq!(WORDS.place_in_any_case(word).map(|at| WORDS.all()[at]), Some(*word));
            let upper = word.to_ascii_uppercase();
            assert!(!WORDS.have(&upper) && WORDS.have_in_any_case(&upper));
        }
        let long = WORDS.all().iter().max_by_key(|word| word.len()).unwrap();
        let (longer, shorter) = (format!("{long}s"), &long[..long.len() - 1]);
        for other in
            ["", "ad", "ant", "cat", "betweem", "za", "zz", "1", ":", "!dd", "\u{1}dd", "äd"]
        {
            assert!(!WORDS.have(other) && !WORDS.have_in_any_case(other), "{other}");
        }
        for other in [longer.as_str(), shorter, "a_word\u{7f}that_is_as_long_as_this_one"] {
            assert!(!WORDS.have(other) && !WORDS.have_in_any_case(other), "{other}");
        }
    }
}
