//! Random scripts: few names, so that things meet.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

pub(super) struct Writer {
    random: TestRng,
}

const RELATIONS: [&str; 6] = ["t", "u", "w", "V", "x", "t_new"];
const COLUMNS: [&str; 5] = ["a", "b", "C", "id", "note"];

impl Writer {
    pub(super) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self { random: TestRng::from_seed(RngAlgorithm::ChaCha, &bytes) }
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.random.next_u32() as usize) % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// `name` in some letters and quotes.
    fn spelled(&mut self, name: &str) -> String {
        match self.below(12) {
            0 => name.to_uppercase(),
            1 => format!("\"{name}\""),
            2 => format!("[{name}]"),
            3 => format!("`{name}`"),
            _ => name.to_owned(),
        }
    }

    fn relation(&mut self) -> String {
        let at = self.below(RELATIONS.len() * 3 / 2) % RELATIONS.len();
        let name = self.spelled(RELATIONS[at]);
        if self.chance(5) { format!("main.{name}") } else { name }
    }

    /// A relation without its database.
    fn bare(&mut self) -> String {
        let name = self.pick(&RELATIONS);
        self.spelled(name)
    }

    fn column(&mut self) -> String {
        let name = self.pick(&COLUMNS);
        self.spelled(name)
    }

    fn index(&mut self) -> String {
        let name = self.pick(&["i", "j", "K", "t", "sqlite_autoindex_t_1"]);
        if self.chance(2) { name.to_owned() } else { name.replace("sqlite_autoindex_t_1", "i") }
    }

    fn constraint(&mut self) -> String {
        let (one, two, other) = (self.column(), self.column(), self.bare());
        match self.below(10) {
            0 => format!("primary key ({one})"),
            // One column twice is told in two ways by the engine itself.
            1 if !one.eq_ignore_ascii_case(&two) => "primary key (a, b)".to_owned(),
            2 => format!("unique ({one})"),
            3 => format!("unique ({one} collate nocase, {two} desc)"),
            4 => format!("constraint k check ({one} > 0)"),
            5 => format!("check ({one} <> {two})"),
            6 => format!("foreign key ({one}) references {other}"),
            7 => format!("foreign key ({one}) references {other} ({two}) on delete cascade"),
            8 => format!("foreign key ({one}, {two}) references {other} (a, b)"),
            _ => format!(
                "constraint f foreign key ({one}) references {other} ({two}) deferrable initially deferred"
            ),
        }
    }

    fn attribute(&mut self) -> String {
        let (column, other) = (self.column(), self.bare());
        match self.below(16) {
            0 => "not null".to_owned(),
            1 => "not null default 0".to_owned(),
            2 => "default 'x'".to_owned(),
            3 => "unique".to_owned(),
            4 => "primary key".to_owned(),
            5 => "primary key autoincrement".to_owned(),
            6 => format!("references {other}"),
            7 => format!("references {other} ({column})"),
            8 => format!("references {other} default 1"),
            9 => format!("check ({column} is not null)"),
            10 => "collate nocase".to_owned(),
            11 => format!("as ({column} || 'x')"),
            12 => format!("generated always as ({column}) stored"),
            13 => "default current_timestamp".to_owned(),
            14 => "default (1 + 1)".to_owned(),
            _ => "not null default null".to_owned(),
        }
    }

    fn definition(&mut self) -> String {
        let column = self.column();
        let data_type = self.pick(&["", " int", " integer", " text", " varchar(10)"]);
        let attribute = if self.chance(45) { self.attribute() } else { String::new() };
        format!("{column}{data_type} {attribute}").trim().to_owned()
    }

    fn body(&mut self) -> String {
        let mut parts =
            vec![self.pick(&["id integer primary key", "id int", "id", "a text"]).to_owned()];
        for _ in 0..1 + self.below(3) {
            parts.push(self.definition());
        }
        if self.chance(40) {
            parts.push(self.constraint());
        }
        let options = self.pick(&["", "", "", "", "", "", "", " without rowid", " strict"]);
        format!("({}){options}", parts.join(", "))
    }

    fn create_table(&mut self) -> String {
        let guard = if self.chance(15) { "if not exists " } else { "" };
        let temporary = if self.chance(4) { "temp " } else { "" };
        format!("create {temporary}table {guard}{} {}", self.relation(), self.body())
    }

    fn create_index(&mut self) -> String {
        let unique = if self.chance(30) { "unique " } else { "" };
        let guard = if self.chance(15) { "if not exists " } else { "" };
        let (name, table) = (self.index(), self.bare());
        // In double quotes the name of a column that there is not is a string, which is no mistake.
        let (one, two) = (self.pick(&COLUMNS).to_owned(), self.pick(&COLUMNS).to_owned());
        let parts = match self.below(6) {
            0 => format!("{one}, {two} desc"),
            1 => format!("lower({one})"),
            2 => format!("{one} collate nocase desc"),
            _ => one,
        };
        let filter = if self.chance(20) { format!(" where {two} > 0") } else { String::new() };
        format!("create {unique}index {guard}{name} on {table} ({parts}){filter}")
    }

    fn create_view(&mut self) -> String {
        let guard = if self.chance(15) { "if not exists " } else { "" };
        let (name, one, two) = (self.relation(), self.bare(), self.bare());
        let (a, b) = (self.column(), self.column());
        let query = match self.below(7) {
            0 => format!("select * from {one}"),
            1 => format!("select {a}, {b} as q from {one} where {b} > 1"),
            2 => format!("select x1.{a}, x2.{b} from {one} x1 join {two} x2 on x1.id = x2.id"),
            3 => format!(
                "select {one}.{a} from {one} where exists (select 1 from {two} where {b} = 1)"
            ),
            4 => format!("select {a} from {one} union select {b} from {two}"),
            5 => "select 1 as a".to_owned(),
            _ => format!("select count(*) as n from {one} group by {a}"),
        };
        format!("create view {guard}{name} as {query}")
    }

    fn create_trigger(&mut self) -> String {
        let guard = if self.chance(15) { "if not exists " } else { "" };
        let name = self.pick(&["r", "s", "R"]);
        let (on, other) = (self.bare(), self.bare());
        let (a, b) = (self.column(), self.column());
        let event = match self.below(5) {
            0 => "before insert".to_owned(),
            1 => format!("after update of {a}"),
            2 => "instead of insert".to_owned(),
            _ => "after insert".to_owned(),
        };
        let step = match self.below(5) {
            0 => format!("insert into {other} ({a}) values (new.{b})"),
            1 => format!("update {other} set {a} = new.{b} where {b} = 1"),
            2 => format!("delete from {other} where {a} = new.{a}"),
            _ => format!("select new.{a}"),
        };
        format!("create trigger {guard}{name} {event} on {on} begin {step}; end")
    }

    fn alter(&mut self) -> String {
        let table = self.relation();
        match self.below(12) {
            0..=2 => format!("alter table {table} rename to {}", self.bare()),
            3..=5 => {
                format!("alter table {table} rename column {} to {}", self.column(), self.column())
            }
            6..=8 => format!("alter table {table} add column {}", self.definition()),
            _ => format!("alter table {table} drop column {}", self.column()),
        }
    }

    fn drop(&mut self) -> String {
        let guard = if self.chance(30) { "if exists " } else { "" };
        match self.below(8) {
            0 | 1 => format!("drop index {guard}{}", self.index()),
            2 => format!("drop view {guard}{}", self.relation()),
            3 => format!("drop trigger {guard}{}", self.pick(&["r", "s"])),
            _ => format!("drop table {guard}{}", self.relation()),
        }
    }

    /// The recipe for what no `ALTER TABLE` does.
    fn rebuild(&mut self) -> Vec<String> {
        let table = self.bare();
        let body = self.body();
        let mut steps = vec![
            format!("create table rebuilt {body}"),
            format!("drop table {table}"),
            format!("alter table rebuilt rename to {table}"),
        ];
        if self.chance(30) {
            steps.insert(0, "pragma legacy_alter_table = on".to_owned());
            steps.push("pragma legacy_alter_table = off".to_owned());
        }
        steps
    }

    fn statements(&mut self) -> Vec<String> {
        vec![match self.below(100) {
            0..=24 => self.create_table(),
            25..=36 => self.create_index(),
            37..=43 => self.create_view(),
            44..=49 => self.create_trigger(),
            50..=79 => self.alter(),
            80..=91 => self.drop(),
            92..=95 => return self.rebuild(),
            96 => format!("pragma legacy_alter_table = {}", self.pick(&["on", "off"])),
            97 => format!("pragma foreign_keys = {}", self.pick(&["on", "off"])),
            98 => "savepoint s".to_owned(),
            _ => "select 1".to_owned(),
        }]
    }

    pub(super) fn script(&mut self) -> Vec<String> {
        let mut script = vec![self.create_table(), self.create_table()];
        for _ in 0..2 + self.below(10) {
            script.extend(self.statements());
        }
        script
    }
}
