//! What each command says in a terminal of 80 columns, in colours and without, and in a pipe.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::thread;

use migrate_tests::Crate;

use crate::branches::branches;
use crate::speech::commands;

const WIDTH: usize = 80;

/// Where what is said goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Pipe,
    Terminal,
    TerminalWithoutColor,
}

const CUSTOMERS: [(&str, &str); 2] = [
    (
        "20260101120000_customers_of_europe_and_all_their_addresses.up",
        "CREATE TABLE the_customers_of_europe (id INTEGER PRIMARY KEY, address_of_the_customer TEXT);\n",
    ),
    (
        "20260101120000_customers_of_europe_and_all_their_addresses.down",
        "DROP TABLE the_customers_of_europe;\n",
    ),
];
/// It comes back with its columns in another order, and says what it does to all rows.
const SECOND: [(&str, &str); 2] = [
    (
        "20260102120000_second_address_of_each_customer_of_europe.up",
        "ALTER TABLE the_customers_of_europe ADD COLUMN second_address_of_the_customer TEXT;\n\
         UPDATE the_customers_of_europe SET second_address_of_the_customer = address_of_the_customer;\n",
    ),
    (
        "20260102120000_second_address_of_each_customer_of_europe.down",
        "ALTER TABLE the_customers_of_europe DROP COLUMN second_address_of_the_customer;\n",
    ),
];
const VOTES: [(&str, &str); 2] = [
    (
        "20260103120000_votes_of_the_customers_of_europe.up",
        "CREATE TABLE votes_of_the_customers (id INTEGER PRIMARY KEY);\n",
    ),
    (
        "20260103120000_votes_of_the_customers_of_europe.down",
        "DROP TABLE votes_of_the_customers;\n",
    ),
];

/// What is typed, in an order in which each has something to say. `schema` and `shadow` say what their
/// own commands do.
const TYPED: [&str; 45] = [
    "init",
    "check",
    "check --dir none",
    "chekc",
    "explain drop-column",
    "explain",
    "explain drop-colunm",
    "up --dry-run",
    "pending",
    "up",
    "up --steps nine",
    "status",
    "current",
    "history",
    "history -v",
    "show customers",
    "show second",
    "show third",
    "heads",
    "redo --yes",
    "goto customers --yes",
    "up +1",
    "-v down --yes",
    "up --verify",
    "verify --all",
    "verify --check",
    "test --no-verify -- true",
    "drift",
    "repair",
    "repair --log",
    "doctor",
    "schema dump",
    "script",
    "graph",
    "stamp second --force",
    "unstamp second --force --yes",
    "completions bash",
    "man",
    "shadow list",
    "shadow install mysql",
    "adopt --from flyway",
    "merge main",
    "rebase main --dry-run",
    "squash customers..second both --dry-run",
    "new roles of the customers of europe",
];

/// What these print is for a program or a file: it is there as it is in a pipe.
const PRINTED: [&str; 6] =
    ["up --dry-run", "schema dump", "script", "graph", "completions bash", "man"];

/// What each command says to a reader.
fn all(reader: Reader) -> BTreeMap<&'static str, String> {
    let it = branches(&CUSTOMERS, &SECOND, &VOTES);
    let said = TYPED.map(|typed| (typed, said(&it, typed, reader)));
    let told: Vec<String> = commands(&it);
    let untold = told.iter().filter(|name| !TYPED.iter().any(|typed| typed.contains(&***name)));
    assert_eq!(untold.collect::<Vec<_>>(), Vec::<&String>::new());
    said.into()
}

fn said(it: &Crate, typed: &str, reader: Reader) -> String {
    let program = migrate_tests::cargo_migrate().display();
    let words: Vec<&str> = typed.split(' ').collect();
    // What stands behind `--` is another program's.
    let (ours, theirs) = typed.split_once(" --").filter(|_| words.contains(&"--")).map_or(
        (typed.to_owned(), String::new()),
        |_| {
            let (ours, theirs) = typed.split_once(" -- ").unwrap();
            (ours.to_owned(), format!(" -- {theirs}"))
        },
    );
    let url = "--database-url 'sqlite:app.db?mode=rwc'";
    let title =
        if ours.starts_with("new ") { ours.replacen("new ", "new '", 1) + "'" } else { ours };
    let line = format!("'{program}' migrate {title} {url}{theirs} 2>&1");
    let (shell, arguments): (_, &[&str]) = match reader {
        Reader::Pipe => ("sh", &["-c", &line]),
        _ => ("script", &["-qec", &format!("stty cols {WIDTH} rows 24; {line}"), "/dev/null"]),
    };
    let mut shell = Command::new(shell);
    shell.args(arguments).current_dir(it.path()).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "SHADOW_DATABASE_URL", "RUST_LOG"] {
        shell.env_remove(variable);
    }
    if reader == Reader::TerminalWithoutColor {
        shell.env("NO_COLOR", "1");
    }
    let output = shell.env("TERM", "xterm").env("LC_ALL", "C.UTF-8").output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

/// What is left on the screen: the bar of progress is gone.
fn screen(said: &str) -> String {
    let lines = said.lines().map(|line| line.rsplit("\u{1b}[2K").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The parts of a text, each with the numbers that say how it is painted.
fn painted(text: &str) -> Vec<(Vec<u8>, String)> {
    let mut style: Vec<u8> = Vec::new();
    let mut parts = Vec::new();
    for (at, part) in text.split("\u{1b}[").enumerate() {
        let (numbers, rest) = if at == 0 { ("", part) } else { part.split_once('m').unwrap() };
        for number in numbers.split(';').filter(|_| at > 0) {
            match number.parse().unwrap_or_default() {
                0 => style.clear(),
                number => style.push(number),
            }
        }
        parts.push((style.clone(), rest.to_owned()));
    }
    parts
}

fn plain(text: &str) -> String {
    painted(text).into_iter().map(|(_, text)| text).collect()
}

/// Why a line may be wider than the terminal: it is quoted or copied, and would be another one if it were
/// cut. The terminal itself goes on below.
fn is_whole(line: &str) -> bool {
    let text = line.trim_start();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    let is_sql = begins(&["-- ", "CREATE ", "ALTER ", "DROP ", "UPDATE ", "INSERT "]);
    // A record of the log is one line, so that it can be searched.
    let is_record = begins(&["INFO ", "WARN "]);
    // A line for Cargo.toml, with a path.
    let is_dependency = text.starts_with("migrate-runtime = {");
    // What is wrong with an argument is drawn by the library that reads it, with what ours says behind.
    let is_usage = text.starts_with("error: invalid value ");
    let is_place = begins(&["--> ", "::: ", "migrations/"])
        || text.rsplit(' ').next().is_some_and(|last| last.starts_with('/'));
    let is_source = text.split_once(" |").is_some_and(|(number, _)| {
        number.is_empty() || number.chars().all(|it| it.is_ascii_digit())
    });
    // A checksum, a path, a command in backticks: what has no blank at which it could be cut.
    let mut words = text
        .split('`')
        .enumerate()
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part] } else { part.split(' ').collect() });
    is_sql
        || is_record
        || is_usage
        || is_dependency
        || is_place
        || is_source
        || words.any(|word| word.chars().count() > WIDTH - 20)
}

#[test]
fn what_is_said_fits_the_terminal_it_goes_to() {
    let readers = [Reader::Pipe, Reader::Terminal, Reader::TerminalWithoutColor];
    let [piped, terminal, colorless] =
        readers.map(|reader| thread::spawn(move || all(reader))).map(|it| it.join().unwrap());
    for typed in TYPED {
        let (piped, colorless) = (&piped[typed], screen(&colorless[typed]));
        assert!(!piped.contains(['\u{1b}']), "{typed}: {piped}");
        assert!(!colorless.contains('\u{1b}'), "{typed}: {colorless}");
        let text = plain(&screen(&terminal[typed]));
        if PRINTED.contains(&typed) {
            assert!(
                !text.contains('…') && piped.lines().count() == text.lines().count(),
                "{typed}"
            );
            continue;
        }
        let wide = text.lines().filter(|line| line.chars().count() > WIDTH && !is_whole(line));
        assert_eq!(wide.collect::<Vec<_>>(), [""; 0], "{typed}: {text}");
    }
    are_to_be_seen(&terminal);
}

#[test]
fn tables_fit_the_terminal() {
    let title = "the_table_of_customers_and_of_all_of_their_addresses_in_europe";
    let [up, down] = ["up", "down"].map(|way| format!("20260101120000_{title}.{way}"));
    let it = Crate::with(&[(&up, "CREATE TABLE a (b INTEGER);\n"), (&down, "DROP TABLE a;\n")]);
    said(&it, "up", Reader::Pipe);
    for typed in ["status", "history", "check", "verify"] {
        let text = screen(&said(&it, typed, Reader::TerminalWithoutColor));
        let table = text.lines().rfind(|line| line.contains("the_table_of")).unwrap();
        assert!(!text.contains('\u{1b}'), "{text}");
        assert!(table.contains('…') && table.chars().count() <= WIDTH, "{typed}: {text}");
        assert!(said(&it, typed, Reader::Terminal).contains('\u{1b}'), "{typed} has colours");
        let piped = said(&it, typed, Reader::Pipe);
        assert!(piped.contains(title) && !piped.contains(['…', '\u{1b}']), "{typed}: {piped}");
    }
}

/// Colours that are to be seen on a dark background and on a light one: no background of their own, none
/// that is bright or faint, neither black nor white, and no blue, which is dark. And none that says
/// what no word says: the same words never have two colours.
fn are_to_be_seen(terminal: &BTreeMap<&str, String>) {
    const BOLD: u8 = 1;
    const UNDERLINED: u8 = 4;
    const RED: u8 = 31;
    const GREEN: u8 = 32;
    const YELLOW: u8 = 33;
    const MAGENTA: u8 = 35;
    const CYAN: u8 = 36;
    let colors = [RED, GREEN, YELLOW, MAGENTA, CYAN];
    let mut used: BTreeMap<u8, &str> = BTreeMap::new();
    let mut words: BTreeMap<String, (u8, &str)> = BTreeMap::new();
    for (typed, said) in terminal {
        for (style, text) in painted(&screen(said)) {
            used.extend(style.iter().map(|number| (*number, *typed)));
            let color = style.iter().find(|it| colors.contains(it));
            let is_word = text.chars().any(char::is_alphabetic);
            let Some(color) = color.filter(|_| is_word) else { continue };
            let text = text.trim().to_owned();
            let (other, elsewhere) = *words.entry(text.clone()).or_insert((*color, typed));
            assert_eq!(*color, other, "`{text}` in {typed} and in {elsewhere}");
        }
    }
    let strange =
        used.iter().filter(|(it, _)| !colors.contains(it) && ![BOLD, UNDERLINED].contains(it));
    assert_eq!(strange.collect::<Vec<_>>(), Vec::new());
    for color in [RED, GREEN, YELLOW, CYAN] {
        assert!(used.contains_key(&color), "nothing is painted in {color}: {used:?}");
    }
}
