use migrate_core::{dialect::*, replay::*, schema::*, sql};
use std::io::Read;
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let arg = std::env::args().nth(1).unwrap();
    let d = match arg.as_str() {
        "pg" => Dialect::Postgres,
        "mysql" => Dialect::Mysql,
        _ => Dialect::Sqlite,
    };
    let t = Target::oldest(d);
    if std::env::args().nth(2).as_deref() == Some("time") {
        let a = std::time::Instant::now();
        let sc = sql::read(&s, t);
        let b = a.elapsed();
        let mut r = Replay::new(t);
        let a = std::time::Instant::now();
        let st = r.run(&sc.statements);
        let c = a.elapsed();
        println!(
            "statements {} read {b:?} replay {c:?} failures {} doubts {}",
            sc.statements.len(),
            st.iter().filter(|x| x.failure.is_some()).count(),
            r.doubts().len()
        );
        return;
    }
    // statements separated by lines of "---"? run each statement as own session keeping failures
    let mut r = Replay::new(t);
    let sc = sql::read(&s, t);
    for e in &sc.errors {
        println!("SYNTAX {e:?}");
    }
    for (i, st) in sc.statements.iter().enumerate() {
        let steps = r.run(std::slice::from_ref(st));
        let f = steps.iter().find_map(|x| x.failure.clone());
        let dd: Vec<_> = steps.iter().flat_map(|x| x.doubts.clone()).collect();
        println!(
            "STMT {i} {} {}",
            if f.is_some() {
                "FAIL"
            } else if !dd.is_empty() {
                "DOUBT"
            } else {
                "OK"
            },
            f.map(|f| format!("{} {:?}", f.message, f.notes)).unwrap_or_else(|| dd
                .iter()
                .map(|d| d.reason.clone())
                .collect::<Vec<_>>()
                .join(";"))
        );
    }
    let n = |n: &Name| {
        if n.namespace.is_empty() {
            format!("public.{}", n.name)
        } else {
            format!("{}.{}", n.namespace, n.name)
        }
    };
    let sc = r.schema();
    let mut out = vec![];
    for (k, t) in &sc.tables {
        out.push(format!("table {}", n(k)));
        for c in &t.columns {
            out.push(format!(
                "col {} {} {} {} def={}",
                n(k),
                c.name,
                c.data_type,
                if c.nullable { "null" } else { "notnull" },
                c.default.is_some() || c.generated.is_some()
            ));
        }
        for c in t.constraints() {
            let ty = match c {
                Constraint::PrimaryKey(_) => 'p',
                Constraint::Unique(_) => 'u',
                Constraint::Check(_) => 'c',
                Constraint::ForeignKey(_) => 'f',
                Constraint::Exclusion(_) => 'x',
            };
            out.push(format!("con {} {} {}", n(k), ty, c.name().unwrap_or("-")));
        }
        for (i, x) in &t.indexes {
            out.push(format!("idx {} {} {}", n(k), i, x.unique));
        }
    }
    for k in sc.views.keys() {
        out.push(format!("view {}", n(k)));
    }
    for (k, s) in &sc.sequences {
        out.push(format!(
            "seq {} {}",
            n(k),
            s.owned_by.as_ref().map(|(t, c)| format!("{}.{c}", n(t))).unwrap_or("-".into())
        ));
    }
    for (k, e) in &sc.enums {
        out.push(format!("enum {} {}", n(k), e.values.join(",")));
    }
    out.sort();
    for o in out {
        println!("{o}");
    }
}
