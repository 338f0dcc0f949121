use super::*;
use crate::dialect::{Dialect, Target};
use crate::replay::Replay;
use crate::schema::Schema;
use crate::set::read::read_texts;
use crate::sql;

fn schema(sql: &str, dialect: Dialect) -> Schema {
    let mut replay = Replay::new(Target::oldest(dialect));
    replay.run(&sql::read(sql, replay.target()).statements);
    replay.schema().clone()
}

const SHOP: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\n\
                    CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id),\n\
                    parent INTEGER REFERENCES orders (id));\n\
                    CREATE TABLE profiles (user_id INTEGER PRIMARY KEY REFERENCES users (id), bio TEXT);\n\
                    CREATE VIEW names AS SELECT email FROM users;";

#[test]
fn a_schema_is_tables_and_their_references() {
    let graph = of(&schema(SHOP, Dialect::Sqlite));
    assert_eq!(
        graph.mermaid(),
        "erDiagram\n\
        \x20   t0[\"names (view)\"]\n\
        \x20   t1[\"orders\"] {\n\
        \x20       INTEGER id PK\n\
        \x20       INTEGER user_id FK \"NOT NULL\"\n\
        \x20       INTEGER parent FK\n\
        \x20   }\n\
        \x20   t2[\"profiles\"] {\n\
        \x20       INTEGER user_id PK, FK\n\
        \x20       TEXT bio\n\
        \x20   }\n\
        \x20   t3[\"users\"] {\n\
        \x20       INTEGER id PK\n\
        \x20       TEXT email UK \"NOT NULL\"\n\
        \x20   }\n\
        \x20   t1 |o--o{ t1 : \"parent\"\n\
        \x20   t3 ||--o{ t1 : \"user_id\"\n\
        \x20   t3 ||--o| t2 : \"user_id\"\n"
    );
}

#[test]
fn a_difference_shows_what_is_new_gone_and_another_and_what_is_near() {
    let before = schema(&format!("{SHOP} CREATE TABLE far (a TEXT);"), Dialect::Postgres);
    let after = {
        let change = "ALTER TABLE orders DROP COLUMN parent, ADD COLUMN total BIGINT, \
                      ALTER COLUMN user_id DROP NOT NULL;\n\
                      DROP TABLE profiles; CREATE TABLE notes (id INTEGER);";
        schema(&format!("{SHOP} CREATE TABLE far (a TEXT); {change}"), Dialect::Postgres)
    };
    let graph = between(&before, &after);
    let titles: Vec<String> = graph.nodes.iter().map(Node::title).collect();
    assert_eq!(titles, ["notes (new)", "orders (changed)", "profiles (dropped)", "users"]);
    let rows: Vec<(&str, Mark)> =
        graph.nodes[1].rows.iter().map(|row| (&*row.name, row.mark)).collect();
    assert_eq!(
        rows,
        [
            ("id", Mark::Same),
            ("user_id", Mark::Changed),
            ("total", Mark::New),
            ("parent", Mark::Gone)
        ]
    );
    assert!(graph.nodes[1].rows[1].comment().contains("was integer NOT NULL"), "{graph:?}");
    assert!(graph.links.iter().any(|link| link.mark == Mark::Gone && link.label == "parent"));
    assert_eq!(between(&before, &before), Graph::default());
}

#[test]
fn a_history_is_a_chain_that_divides_where_the_order_does_not_matter() {
    let table =
        |name: &str| [format!("CREATE TABLE {name} (a INTEGER);"), format!("DROP TABLE {name};")];
    let names = ["1_a", "2_b", "3_c", "4_d"];
    let scripts: Vec<(String, String)> = names
        .iter()
        .flat_map(|name| {
            let [up, down] = table(&name[2..]);
            [(format!("{name}.up.sql"), up), (format!("{name}.down.sql"), down)]
        })
        .collect();
    let mut files: Vec<(&str, &str)> =
        scripts.iter().map(|(name, sql)| (&**name, &**sql)).collect();
    let target = Target::oldest(Dialect::Sqlite);
    let links = |files: &[(&str, &str)]| {
        let graph = history(&read_texts(files, target).set);
        graph.links.iter().map(|link| (link.from, link.to)).collect::<Vec<_>>()
    };
    assert_eq!(links(&files), [(1, 0), (2, 1), (3, 2)]);
    let lock = "format = 3\n\n[4_d]\n\n[3_c]\n\n[2_b]\nbeside = [\"3\"]\n\n[1_a]\n";
    files.push(("migrate.lock", lock));
    assert_eq!(links(&files), [(1, 0), (2, 0), (3, 2), (3, 1)]);
    let graph = history(&read_texts(&files, target).set);
    assert_eq!(
        graph.mermaid(),
        "flowchart TD\n    m0[\"1_a\"]\n    m1[\"2_b\"]\n    m2[\"3_c\"]\n    m3[\"4_d\"]\n    \
         m0 --> m1\n    m0 --> m2\n    m2 --> m3\n    m1 --> m3\n"
    );
    assert!(graph.dot().contains("    n0 -> n1;\n"), "{}", graph.dot());
    let (places, _) = layout::places(&graph, &[(80.0, 26.0); 4]);
    let at = |number: usize| (places[number].x, places[number].y);
    assert!(at(0).1 < at(1).1 && at(1).1 < at(3).1, "the oldest is on top: {places:?}");
    assert!(at(1).1 == at(2).1 && at(1).0 < at(2).0, "side by side: {places:?}");
}

/// Names may hold anything; what comes out is still the language that it is in.
#[test]
fn names_are_escaped() {
    let hostile = "CREATE TABLE \"a\"\"<b>&\\{%x}\" (\"c \"\"<d>\" \"double <x>\", \"é\" INTEGER PRIMARY KEY);";
    let graph = of(&schema(hostile, Dialect::Sqlite));
    assert_eq!(graph.nodes[0].name, "a\"<b>&\\{%x}");
    let mermaid = graph.mermaid();
    assert!(mermaid.contains("    t0[\"a'<b>&___x_\"] {\n"), "{mermaid}");
    for line in mermaid.lines().filter(|line| line.starts_with("        ")) {
        let bare = line.split('"').next().unwrap();
        let is_fine = |it: char| it.is_ascii_alphanumeric() || "_()[], ".contains(it);
        assert!(bare.chars().all(is_fine), "{line}");
    }
    let dot = graph.dot();
    assert!(dot.contains("a&quot;&lt;b&gt;&amp;\\{%x}"), "{dot}");
    let svg = graph.svg();
    assert!(svg.contains("a&quot;&lt;b&gt;&amp;\\{%x}") && !svg.contains("<b>"), "{svg}");
}

/// Boxes do not cover each other, and nothing lies outside.
#[test]
fn every_box_has_a_place_of_its_own() {
    let mut many = String::new();
    for number in 0..40 {
        let reference = match number {
            0..3 => String::new(),
            _ if number % 5 == 0 => String::new(),
            _ => format!(", up INTEGER REFERENCES t{} (id)", number / 3),
        };
        let columns = (0..number % 7).map(|at| format!(", c{at} TEXT")).collect::<String>();
        many += &format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY{columns}{reference});\n");
    }
    // References that go round, and one to itself.
    many += "CREATE TABLE x (id INTEGER PRIMARY KEY, y INTEGER REFERENCES y (id));\n\
             CREATE TABLE y (id INTEGER PRIMARY KEY, x INTEGER REFERENCES x (id), own INTEGER REFERENCES y (id));";
    let graph = of(&schema(&many, Dialect::Sqlite));
    let sizes: Vec<(f64, f64)> =
        graph.nodes.iter().map(|node| (120.0, 30.0 + 18.0 * node.rows.len() as f64)).collect();
    let (places, (width, height)) = layout::places(&graph, &sizes);
    for (at, one) in places.iter().enumerate() {
        assert!(one.x >= 0.0 && one.x + one.width <= width, "{one:?} {width}");
        assert!(one.y >= 0.0 && one.y + one.height <= height, "{one:?} {height}");
        for other in &places[at + 1..] {
            let apart = one.x + one.width <= other.x
                || other.x + other.width <= one.x
                || one.y + one.height <= other.y
                || other.y + other.height <= one.y;
            assert!(apart, "{one:?} {other:?}");
        }
    }
    assert_eq!(graph.svg(), of(&schema(&many, Dialect::Sqlite)).svg());
}
