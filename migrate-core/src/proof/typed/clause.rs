//! Statements and their clauses.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::kind::{Kind, Value};
use super::{Reader, Source};
use crate::schema::{Column, Identity, IndexKey, Name, Table};

/// What a row may give for a column.
enum Given {
    Default,
    Value(Value),
}

impl Reader<'_> {
    pub(super) fn statement(&mut self) -> Option<()> {
        match self.words.name()?.as_str() {
            "update" => self.update(),
            "delete" => self.delete(),
            "insert" => self.insert(),
            _ => None,
        }
    }

    fn update(&mut self) -> Option<()> {
        self.words.take("only");
        let source = self.source()?;
        self.scope.push(source.clone());
        self.words.expect("set")?;
        let rest = match self
            .words
            .find("from")
            .filter(|at| self.words.find("where").is_none_or(|it| *at < it))
        {
            None => None,
            Some(at) => Some(self.tables_at(at)?),
        };
        self.assignments(&source.table)?;
        if let Some((from, rest)) = rest {
            (self.words.place() == from).then_some(())?;
            self.words.go_to(rest);
        }
        self.filter()
    }

    fn delete(&mut self) -> Option<()> {
        self.words.expect("from")?;
        self.words.take("only");
        let source = self.source()?;
        self.scope.push(source);
        if self.words.take("using") {
            self.sources()?;
        }
        self.filter()
    }

    fn insert(&mut self) -> Option<()> {
        self.words.expect("into")?;
        let source = self.source()?;
        let table = Arc::clone(&source.table);
        let columns = self.written_columns(&table)?;
        let is_left_out = |column: &&Column| {
            !column.nullable
                && column.default.is_none()
                && column.identity.is_none()
                && !columns.contains(&column.name)
        };
        if table.columns.iter().any(|column| is_left_out(&column)) {
            return None;
        }
        let columns: Vec<&Column> =
            columns.iter().map(|name| table.column(name)).collect::<Option<_>>()?;
        if self.words.is(0, "select") {
            let values = self.select()?;
            self.row(&columns, &values.into_iter().map(Given::Value).collect::<Vec<_>>())?;
        } else {
            self.words.expect("values")?;
            loop {
                let row = self.values()?;
                self.row(&columns, &row)?;
                if !self.words.take(",") {
                    break;
                }
            }
        }
        self.conflict(&source)
    }

    /// The columns that rows are given for.
    fn written_columns(&mut self, table: &Table) -> Option<Vec<String>> {
        if !self.words.take("(") {
            return Some(table.columns.iter().map(|column| column.name.clone()).collect());
        }
        let columns = self.names()?;
        Some(columns)
    }

    /// Names up to the parenthesis that ends them.
    fn names(&mut self) -> Option<Vec<String>> {
        let mut names = vec![self.words.name()?];
        while self.words.take(",") {
            names.push(self.words.name()?);
        }
        self.words.expect(")")?;
        let different: BTreeSet<&String> = names.iter().collect();
        (different.len() == names.len()).then_some(names)
    }

    fn values(&mut self) -> Option<Vec<Given>> {
        self.words.expect("(")?;
        let mut row = vec![self.given()?];
        while self.words.take(",") {
            row.push(self.given()?);
        }
        self.words.expect(")")?;
        Some(row)
    }

    fn given(&mut self) -> Option<Given> {
        if self.words.take("default") {
            return Some(Given::Default);
        }
        self.expression().map(Given::Value)
    }

    /// Fewer values than columns leave the last ones to their defaults only where no column is
    /// written, which is rare.
    fn row(&self, columns: &[&Column], row: &[Given]) -> Option<()> {
        let fits = |(column, given): (&&Column, &Given)| self.takes(column, given).is_some();
        (columns.len() == row.len() && columns.iter().zip(row).all(fits)).then_some(())
    }

    fn takes(&self, column: &Column, given: &Given) -> Option<()> {
        let Given::Value(value) = given else { return Some(()) };
        let is_own = column.generated.is_some() || column.identity == Some(Identity::Always);
        if is_own || *value == Value::Null && !column.nullable {
            return None;
        }
        // Whatever the type, it has NULL.
        if *value == Value::Null {
            return Some(());
        }
        let kind = Kind::of(&column.data_type, self.schema)?;
        value.fits(&column.data_type, &kind).then_some(())
    }

    fn conflict(&mut self, source: &Source) -> Option<()> {
        if !self.words.take("on") {
            return Some(());
        }
        self.words.expect("conflict")?;
        if self.words.take("(") {
            let columns = self.names()?;
            is_key(&source.table, &columns).then_some(())?;
        }
        self.words.expect("do")?;
        if self.words.take("nothing") {
            return Some(());
        }
        self.words.expect("update")?;
        self.words.expect("set")?;
        let excluded =
            Source { alias: "excluded".to_owned(), table: Arc::clone(&source.table), depth: 0 };
        self.scope = vec![source.clone(), excluded];
        self.assignments(&source.table)?;
        self.filter()
    }

    fn assignments(&mut self, table: &Table) -> Option<()> {
        let mut seen = BTreeSet::new();
        loop {
            let name = self.words.name()?;
            seen.insert(name.clone()).then_some(())?;
            self.words.expect("=")?;
            let given = self.given()?;
            self.takes(table.column(&name)?, &given)?;
            if !self.words.take(",") {
                return Some(());
            }
        }
    }

    fn filter(&mut self) -> Option<()> {
        if self.words.take("where") { self.condition() } else { Some(()) }
    }

    /// A query, up to its end; the types of its columns.
    pub(super) fn select(&mut self) -> Option<Vec<Value>> {
        self.words.expect("select")?;
        self.words.take("distinct");
        let outer = self.scope.len();
        let rest = match self.words.find("from") {
            None => None,
            Some(at) => Some(self.tables_at(at)?),
        };
        // A name in the query means a table of the query first.
        let own: Vec<Source> = self.scope.drain(outer..).collect();
        let outside = std::mem::replace(&mut self.scope, own);
        let shadowed = |name: &Source| self.scope.iter().any(|own| own.alias == name.alias);
        let deeper = |it: &Source| Source { depth: it.depth + 1, ..it.clone() };
        let visible: Vec<Source> = outside.iter().filter(|it| !shadowed(it)).map(deeper).collect();
        self.scope.extend(visible);
        let mut values = Vec::new();
        loop {
            if self.words.take("*") {
                values.extend(self.all_columns()?);
                break;
            }
            values.push(self.expression()?);
            if self.words.take("as") {
                self.words.name()?;
            }
            if !self.words.take(",") {
                break;
            }
        }
        if let Some((from, rest)) = rest {
            (self.words.place() == from).then_some(())?;
            self.words.go_to(rest);
        }
        self.filter()?;
        self.order()?;
        self.scope = outside;
        Some(values)
    }

    /// What `*` by itself stands for.
    fn all_columns(&self) -> Option<Vec<Value>> {
        let own = self.scope.iter().filter(|source| source.depth == 0);
        let columns = own.flat_map(|source| &source.table.columns);
        columns.map(|it| Some(Value::Of(Kind::of(&it.data_type, self.schema)?))).collect()
    }

    /// `ORDER BY … LIMIT …`.
    fn order(&mut self) -> Option<()> {
        if self.words.take("order") {
            self.words.expect("by")?;
            loop {
                self.expression()?;
                let _ = self.words.take("asc") || self.words.take("desc");
                if !self.words.take(",") {
                    break;
                }
            }
        }
        if self.words.take("limit") {
            let Some(super::words::Word::Number(_)) = self.words.next() else { return None };
        }
        Some(())
    }

    /// Reads the tables of a `FROM` that comes later; where it stands, and where what follows it does.
    fn tables_at(&mut self, at: usize) -> Option<(usize, usize)> {
        let back = self.words.place();
        self.words.go_to(at);
        self.words.expect("from")?;
        self.sources()?;
        let end = self.words.place();
        self.words.go_to(back);
        Some((at, end))
    }

    fn sources(&mut self) -> Option<()> {
        loop {
            let source = self.source()?;
            self.scope.push(source);
            let is_outer = ["left", "right", "full"].into_iter().any(|it| self.words.take(it));
            if is_outer {
                self.words.take("outer");
            } else {
                self.words.take("inner");
            }
            if self.words.take("join") {
                let source = self.source()?;
                self.scope.push(source);
                self.words.expect("on")?;
                self.condition()?;
            }
            if !self.words.take(",") {
                return Some(());
            }
        }
    }

    /// A table with the name that it has in the statement.
    fn source(&mut self) -> Option<Source> {
        let mut name = self.words.name()?;
        let mut namespace = None;
        if self.words.take(".") {
            namespace = Some(std::mem::replace(&mut name, self.words.name()?));
        }
        let is_it = |it: &&Name| {
            it.name == name
                && namespace.as_deref().is_none_or(|of| of == "public" || of == it.namespace)
        };
        let found =
            self.step.targets.iter().filter(is_it).find_map(|it| self.schema.tables.get(it));
        let table = Arc::clone(found.or_else(|| {
            let namespace = namespace.clone().filter(|it| it != "public").unwrap_or_default();
            self.schema.tables.get(&Name::new(namespace, name.clone()))
        })?);
        const CLAUSES: [&str; 15] = [
            "set", "where", "from", "using", "values", "select", "on", "join", "inner", "left",
            "right", "full", "order", "group", "limit",
        ];
        let is_alias = self.words.take("as")
            || !CLAUSES.iter().any(|word| self.words.is(0, word))
                && matches!(self.words.peek(0), Some(super::words::Word::Name(..)));
        let alias = if is_alias { self.words.name()? } else { name };
        Some(Source { alias, table, depth: 0 })
    }
}

/// Whether those columns are unique together without a condition.
fn is_key(table: &Table, columns: &[String]) -> bool {
    let same = |names: Vec<&str>| {
        names.len() == columns.len() && columns.iter().all(|it| names.contains(&it.as_str()))
    };
    let keys = table.primary_key.iter().map(|key| &key.columns);
    let mut keys = keys.chain(table.uniques.iter().map(|key| &key.columns));
    keys.any(|key| same(key.iter().map(|part| part.name.as_str()).collect()))
        || table.indexes.values().any(|index| {
            let names: Option<Vec<&str>> = index
                .columns
                .iter()
                .map(|part| match &part.key {
                    IndexKey::Column(name) => Some(name.as_str()),
                    IndexKey::Expression(_) => None,
                })
                .collect();
            index.unique && index.predicate.is_none() && names.is_some_and(same)
        })
}
