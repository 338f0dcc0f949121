//! What bytes may do, looked up: a macro is built without optimisation, where a table costs what it
//! says and a function is called.

const BLANK: u8 = 1;
const BEGINS: u8 = 2;
const GOES_ON: u8 = 4;

// No constant: one would be copied wherever it is indexed.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> u8 {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => BLANK,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => BEGINS | GOES_ON,
        b'0'..=b'9' | b'$' => GOES_ON,
        _ => 0,
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    CLASSES[byte as usize] & BLANK != 0
}

pub(super) fn starts_word(byte: u8) -> bool {
    CLASSES[byte as usize] & BEGINS != 0
}

pub(super) fn continues_word(byte: u8) -> bool {
    CLASSES[byte as usize] & GOES_ON != 0
}

/// Where the blanks end that begin at `at`.
pub(super) fn behind_blanks(bytes: &[u8], at: usize) -> usize {
    behind(bytes, at, BLANK)
}

/// Where the word ends of which the byte before `at` is one.
pub(super) fn behind_word(bytes: &[u8], at: usize) -> usize {
    behind(bytes, at, GOES_ON)
}

fn behind(bytes: &[u8], mut at: usize, class: u8) -> usize {
    while at < bytes.len() && CLASSES[bytes[at] as usize] & class != 0 {
        at += 1;
    }
    at
}
