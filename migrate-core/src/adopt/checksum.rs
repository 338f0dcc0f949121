//! What other tools keep of the text of a migration, to see whether it was changed.

use std::hash::Hasher as _;

use hmac_sha512::sha384::Hash;
use siphasher::sip::SipHasher13;

use super::PeerRow;

/// How a tool computes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// It does not.
    None,
    /// sqlx: of the bytes of the file, in hexadecimal digits.
    Sha384,
    /// refinery: of the name, the version and the text, as Rust hashes them, in decimal digits.
    SipHash,
    /// Flyway: of the lines without their ends, as a signed number.
    Crc32,
}

impl Algorithm {
    /// Whether the checksum of a row is of this text, whatever the ends of its lines are, with or
    /// without a byte order mark: git and editors change both.
    pub(super) fn is_of(self, row: &PeerRow, sql: &str) -> bool {
        let windows = sql.replace('\n', "\r\n");
        let texts = [sql, &windows].into_iter();
        let mut texts = texts.flat_map(|text| [text.to_owned(), format!("\u{feff}{text}")]);
        match self {
            Self::None => true,
            Self::Sha384 => texts.any(|text| sha384(&text).eq_ignore_ascii_case(&row.checksum)),
            Self::SipHash => texts.any(|text| {
                [4, 8]
                    .into_iter()
                    .any(|width| siphash(row, width, &text).as_ref() == Some(&row.checksum))
            }),
            Self::Crc32 => crc32(sql).to_string() == row.checksum,
        }
    }
}

/// SHA-384 in hexadecimal digits.
pub(crate) fn sha384(text: &str) -> String {
    Hash::hash(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The version is a number of that many bytes, which depends on a feature of refinery; bytes are in the
/// order of the machine that wrote it, which is this one in all but odd cases.
fn siphash(row: &PeerRow, width: usize, sql: &str) -> Option<String> {
    let version = row.version.parse::<i64>().ok()?.to_le_bytes();
    let mut hasher = SipHasher13::new();
    // `Hash` of a text writes its bytes and then this one.
    const END: [u8; 1] = [0xff];
    let parts = [row.title.as_bytes(), &END, &version[..width], sql.as_bytes(), &END];
    parts.iter().for_each(|part| hasher.write(part));
    Some(hasher.finish().to_string())
}

fn crc32(sql: &str) -> i32 {
    let mut hasher = crc32fast::Hasher::new();
    sql.lines().for_each(|line| hasher.update(line.as_bytes()));
    hasher.finalize().cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: &str, title: &str, checksum: &str) -> PeerRow {
        let text = str::to_owned;
        PeerRow {
            version: text(version),
            title: text(title),
            checksum: text(checksum),
            ..PeerRow::default()
        }
    }

    #[test]
    fn git_may_have_changed_the_ends_of_lines() {
        let of =
            |text: &str, kept: &str| Algorithm::Sha384.is_of(&row("1", "a", &sha384(kept)), text);
        assert!(of("a\n", "a\r\n"));
        assert!(of("a\n", "\u{feff}a\n"));
        assert!(!of("a\n", "a"));
        let upper = sha384("a\n").to_uppercase();
        assert!(Algorithm::Sha384.is_of(&row("1", "a", &upper), "a\n"));
    }

    #[test]
    fn refinery_hashes_name_version_and_text() {
        let sql = "CREATE TABLE a (b INT);\n";
        let of = |version, title, kept| Algorithm::SipHash.is_of(&row(version, title, kept), sql);
        let (short, long) = ("5911435986568260744", "15493878602458858981");
        assert!(of("1", "create_a", short), "with versions of four bytes");
        assert!(of("1", "create_a", long), "with versions of eight");
        assert!(!of("1", "other", short));
        assert!(!of("2", "create_a", short));
        assert!(!of("x", "create_a", short));
    }

    #[test]
    fn flyway_adds_up_lines_without_their_ends() {
        // The check value of the algorithm is that of `123456789`.
        let kept = 0xcbf4_3926_u32.cast_signed().to_string();
        assert!(Algorithm::Crc32.is_of(&row("1", "a", &kept), "1234\n5678\n\n9\n"));
        assert!(!Algorithm::Crc32.is_of(&row("1", "a", &kept), "1234\n5678"));
    }
}
