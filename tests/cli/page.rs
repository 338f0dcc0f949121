//! `verify --html`: the page, and that nothing a user writes becomes a part of it.

use migrate_tests::Crate;

use crate::{USERS, assert_said, redacted, two_migrations};

/// The page of a verification that ends so.
fn page(it: &Crate, code: i32) -> String {
    let output = it.run(&["verify", "--all", "--html", "out.html"]);
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    it.read("out.html")
}

/// A page without the style, which is not what a test is about.
fn unstyled(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}{after}").replace("><", ">\n<")
}

#[test]
fn a_page_is_written_beside_what_is_said() {
    let it = two_migrations();
    it.write(
        "migrations/20260103120000_drop_emails.up.sql",
        "-- migrate: lossy(users.email, reason = \"nobody mails\")\n\
         DROP INDEX users_email;\nALTER TABLE users DROP COLUMN email;\n",
    );
    it.write(
        "migrations/20260103120000_drop_emails.down.sql",
        "ALTER TABLE users ADD COLUMN email TEXT;\nCREATE INDEX users_email ON users (email);\n",
    );
    let page = page(&it, 0);
    redacted(&it).bind(|| insta::assert_snapshot!("page", unstyled(&page)));
    assert_said!(it, "page_again", it.run(&["verify", "--html", "out.html"]));
    let again = it.read("out.html");
    assert!(again.contains("unchanged since it was verified"), "what is known is on it, too");
    assert!(again.contains("column <code>users.email</code> is dropped"), "and drawn");
    it.write("no.html/here", "");
    assert_said!(it, "page_unwritten", it.run(&["verify", "--html", "no.html"]));
}

#[test]
fn a_blocker_stands_open_on_the_page() {
    let it = two_migrations();
    it.write("migrations/20260102120000_index_emails.down.sql", "SELECT 'nothing is dropped';\n");
    for count in 3..6 {
        it.write(&format!("migrations/2026010{count}120000_t.up.sql"), "SELECT 1;\n");
        it.write(&format!("migrations/2026010{count}120000_t.down.sql"), "SELECT 1;\n");
    }
    let page = page(&it, 5);
    assert!(page.contains("<span class=\"badge bad\">BLOCKER</span>"), "{page}");
    assert!(page.contains("index <code>users_email</code> is left behind"), "{page}");
    assert!(page.contains("They come behind the BLOCKER"), "{page}");
}

const HOSTILE: &str = "<script>alert('&')</script>";

#[test]
fn what_users_write_is_never_markup() {
    let it = Crate::with(&USERS);
    let table = format!("\"{HOSTILE}\"");
    it.write(
        "migrations/20260102120000_hostile.up.sql",
        &format!(
            "CREATE TABLE {table} (\"</pre><b>\" TEXT DEFAULT '</code><img src=x onerror=y>');\n\
             -- </details></main>\nCREATE INDEX \"\"\"\" ON {table} (\"</pre><b>\");\n"
        ),
    );
    it.write("migrations/20260102120000_hostile.down.sql", &format!("DROP TABLE {table};\n"));
    it.write(
        "migrations/20260103120000_reason.up.sql",
        "-- migrate: irreversible(reason = \"<i>it</i> is & gone\")\nUPDATE users SET email = NULL;\n",
    );
    let page = page(&it, 0);
    for markup in ["<script", "<b>\"", "</pre><b>", "<img", "<i>"] {
        assert!(!page.contains(markup), "{markup} in {page}");
    }
    assert!(page.contains("&lt;script&gt;alert('&amp;')&lt;/script&gt;"), "{page}");
    assert_eq!(unbalanced(&page), [""; 0]);
    for fetched in ["http:", "https:", "url(", "@import", "<link", "src="] {
        let style_and_tags = page.replace("&lt;img src=x", "");
        assert!(!style_and_tags.contains(fetched), "{fetched} in {page}");
    }
}

/// The tags that are opened and not closed, or closed and not opened.
fn unbalanced(page: &str) -> Vec<String> {
    let (mut open, mut wrong) = (Vec::new(), Vec::new());
    for part in page.split('<').skip(1) {
        let tag = part.split(['>', ' ']).next().unwrap().to_owned();
        match tag.strip_prefix('/') {
            Some(name) if open.last().is_some_and(|last| last == name) => drop(open.pop()),
            Some(_) => wrong.push(tag),
            None if tag.starts_with('!') || tag == "meta" => {}
            None => open.push(tag),
        }
    }
    wrong.extend(open);
    wrong
}
