//! Names in queries.

use super::*;

/// What a query uses of `t (a, b)` and `u (a, c)`: doubtful names with a question mark.
fn used(query: &str) -> String {
    let relation = |name: &str, columns: [&str; 2]| Relation {
        name: Name::bare(name),
        columns: Some(columns.map(str::to_owned).to_vec()),
        gone: Vec::new(),
    };
    let relations = [relation("t", ["a", "b"]), relation("u", ["a", "c"])];
    let mut names = Vec::new();
    for (name, used) in super::used(query, &relations) {
        names.extend(used.surely.iter().map(|column| format!("{name}.{column}")));
        names.extend(used.maybe.iter().map(|column| format!("{name}.{column}?")));
    }
    names.join(" ")
}

#[test]
fn names_belong_to_the_nearest_table_that_has_them() {
    for (query, expected) in [
        ("select b from t", "t.b"),
        ("select * from t", "t.a t.b"),
        ("select x . * , y . c from t x join u as y on x . a = y . a", "t.a t.b u.a u.c"),
        ("select y . c from t x , u y", "u.c"),
        ("select count ( * ) from t", ""),
        ("select b as c from t order by c", "t.b"),
        ("select b , ( select a from u where c = b ) from t", "t.b u.a u.c"),
        ("select x . a from ( select a from t ) x", "t.a"),
        ("select a from u union all select b from t order by a", "t.b t.a? u.a"),
        ("with t as ( select a from u ) select b from u", "u.a"),
        ("select a from f ( 1 ) , t", "t.a"),
        ("select ( select b from f ( 1 ) ) from t", "t.b?"),
        ("select extract ( year from b ) from public . t where a is distinct from 1", "t.a t.b"),
        ("select q . a from t as q ( a , d )", ""),
        ("select 1 from t , f ( t . a ) as l ( b text ) where l . c", "t.a"),
        ("select ( select x . c from ( select b from t ) x ) from u x", "t.b"),
        ("select b from ( t join u on t . a = u . a )", "t.a t.b u.a"),
    ] {
        let expected: Vec<&str> = expected.split(' ').collect();
        assert_eq!(used(query).split(' ').collect::<Vec<_>>(), expected, "{query}");
    }
}
