use super::*;

/// The text with `t (a, "B c")` and `u (x, foo)` for the tables.
fn resolved(sql: &str) -> String {
    query(&normal::normal(sql, Dialect::Sqlite), |table| {
        let columns: &[&str] = match table {
            "t" => &["a", "b c"],
            "u" => &["x", "foo"],
            _ => return None,
        };
        Some(columns.iter().map(|column| (*column).to_owned()).collect())
    })
}

#[test]
fn what_fits_no_column_is_a_string() {
    for (sql, expected) in [
        ("select 'Foo' from t where a = \"Foo\"", "select 'Foo' from t where a = 'Foo'"),
        ("select a from t where a = \"Foo\"", "select a from t where a = 'Foo'"),
        ("select \"it's\" from t", "select 'it''s' from t"),
        (
            "select a from t where a is distinct from \"Foo\"",
            "select a from t where a is distinct from 'Foo'",
        ),
        (
            "after insert on t when new.a = \"A b\" begin delete from t where \"Z\"; end",
            "after insert on t when new . a = 'A b' begin delete from t where 'Z' ; end",
        ),
    ] {
        assert_eq!(resolved(sql), expected);
    }
}

#[test]
fn what_is_a_column_right_there_is_a_name() {
    for (sql, expected) in [
        ("select \"A\" from T", "select a from t"),
        ("select \"B c\" from t", "select `b c` from t"),
        ("select 1 from t join u on \"Foo\" = 1", "select 1 from t join u on foo = 1"),
        ("select 1 from t, \"U\" where \"X\"", "select 1 from t , u where x"),
        ("select 1 from (t join u on \"X\")", "select 1 from ( t join u on x )"),
        (
            "select max(\"A\") from main.t group by (\"A\")",
            "select max ( a ) from main . t group by ( a )",
        ),
        (
            "begin update t set a = 1, \"B c\" = \"A\"; end",
            "begin update t set a = 1 , `b c` = a ; end",
        ),
        ("select \"A\" from t union select \"X\" from u", "select a from t union select x from u"),
    ] {
        assert_eq!(resolved(sql), expected);
    }
}

#[test]
fn what_is_doubtful_is_kept() {
    for sql in [
        // No table of that name, so whatever columns it has.
        "select \"Foo\" from v",
        "select a from t , json_each ( a ) where \"Foo\"",
        // Another word has that name, and may be an alias.
        "select a as Foo from t order by \"Foo\"",
        "select a \"Foo\" from t order by \"Foo\"",
        "select foo \"Foo\" from u",
        "select a 'Bar' from t order by \"Bar\"",
        // The column belongs to a table that is not seen here, or perhaps not.
        "select ( select \"Foo\" from t ) from u",
        "select ( select \"Foo\" ) from t , u",
        "select 1 from ( select \"Foo\" from t ) join u",
        "begin insert into u values ( \"Foo\" ) ; end",
        "begin insert into u select \"Foo\" from t ; end",
        "after update on u when \"Foo\" begin select 1 from u ; end",
        "begin insert into t values ( 1 ) on conflict do update set a = \"A\" ; end",
        "with t as ( select 1 ) select \"A\" from t",
        "select \"RowId\" from t",
    ] {
        assert_eq!(resolved(sql), sql);
    }
}
