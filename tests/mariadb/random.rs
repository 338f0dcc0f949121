//! Scripts made up of statements that fit each other often enough.

/// A small generator: the same seed makes the same script.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const TABLES: [&str; 3] = ["t", "u", "v"];
const COLUMNS: [&str; 5] = ["a", "b", "c", "d", "e"];
const TYPES: [&str; 9] = [
    "int",
    "bigint unsigned not null",
    "varchar(30)",
    "varchar(20) character set latin1 not null default 'x'",
    "text",
    "decimal(8,3) default 1.5",
    "datetime(3) default now(3) on update now(3)",
    "tinyint(1) not null default true",
    "enum('a','b') comment 'c'",
];

/// A script of so many statements behind three tables.
pub(crate) fn script(seed: u64, statements: usize) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut script = String::new();
    for table in TABLES {
        script.push_str(&format!(
            "create table {table} (id int primary key, a int, b varchar(40) not null, c bigint);\n"
        ));
    }
    for _ in 0..statements {
        let (table, other) = (dice.one(&TABLES), dice.one(&TABLES));
        let (a, b) = (dice.one(&COLUMNS), dice.one(&COLUMNS));
        let data_type = dice.one(&TYPES);
        let name = dice.one(&["i", "j", "k", "a"]);
        let statement = match dice.below(16) {
            0 => format!("alter table {table} add {a} {data_type}"),
            1 => format!("alter table {table} drop column {a}"),
            2 => format!("alter table {table} modify {a} {data_type}"),
            3 => format!("alter table {table} change {a} {b} {data_type}"),
            4 => format!("alter table {table} rename column {a} to {b}"),
            5 => format!("create index {name} on {table} ({a}, id)"),
            6 => format!("alter table {table} add unique ({a}, {b})"),
            7 => format!("alter table {table} add index ({a})"),
            8 => format!("drop index {name} on {table}"),
            9 => format!("alter table {table} add foreign key ({a}) references {other} (id)"),
            10 => format!(
                "alter table {table} add constraint {name}{a} foreign key (a) references {other} (id)"
            ),
            11 => format!("alter table {table} drop foreign key {table}_ibfk_1"),
            12 => format!("alter table {table} rename index {name} to {a}"),
            13 => format!("alter table {table} add {a} int after {b}, add key {name} ({a})"),
            14 => format!(
                "alter table {table} comment '{name}', drop primary key, add primary key (id)"
            ),
            _ => format!("drop index {a} on {table}"),
        };
        script.push_str(&statement);
        script.push_str(";\n");
    }
    script
}
