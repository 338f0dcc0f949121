//! Whether a column takes a value.

use super::{Names, Resolver, Rows};
use crate::command::{Given, Path, Typed, Used, Value};
use crate::replay::expression;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Column, Identity, Name};

impl<'w> Resolver<'w, '_> {
    /// Refuses a value that its type does not have, or that its column makes itself.
    pub(super) fn value(&mut self, value: &Value) -> Outcome {
        if let Typed::As(path) = &value.of {
            let Some(name) = self.enum_at(path) else { return Ok(()) };
            return self.of_enum(&name, None, value);
        }
        if value.of == Typed::Condition {
            return self.condition(value);
        }
        let Some((table, column)) = self.column_of(value.scope, &value.of) else { return Ok(()) };
        if self.is_doubted(&table) {
            return Ok(());
        }
        self.of_column(&table, column, value)?;
        let data_type = column.data_type.as_str();
        if data_type.ends_with(']') {
            return Ok(());
        }
        let Some(own) = expression::own_type(data_type) else { return Ok(()) };
        let namespace = expression::type_namespace(data_type).to_owned();
        let name = Name::new(namespace, own);
        self.of_enum(&name, Some(&table), value)
    }

    /// That what must be true or false is.
    fn condition(&mut self, value: &Value) -> Outcome {
        let (what, about) = match &value.given {
            Given::Text(text) if !is_truth(text) => (format!("`{text}`"), None),
            Given::Number => ("a number".to_owned(), None),
            Given::Counted => ("what is counted".to_owned(), None),
            Given::Column(of, name) => {
                let of = Typed::Column(of.clone(), name.clone());
                let Some((table, column)) = self.column_of(value.scope, &of) else { return Ok(()) };
                let data_type = column.data_type.as_str();
                let is_other = data_type != "boolean"
                    && (data_type.ends_with("[]") || expression::own_type(data_type).is_none());
                if !is_other || self.is_doubted(&table) {
                    return Ok(());
                }
                (format!("column `{name}` of type `{data_type}`"), Some(table))
            }
            _ => return Ok(()),
        };
        let message = format!("{what} is no condition: it is neither true nor false");
        let refusal = Refusal::refused(message, value.span);
        Err(about.iter().fold(refusal, Refusal::about))
    }

    fn enum_at(&self, path: &Path) -> Option<Name> {
        let places = self.work.places(path);
        places.into_iter().find(|name| self.work.schema().enums.contains_key(name))
    }

    fn of_enum(&self, name: &Name, table: Option<&Name>, value: &Value) -> Outcome {
        let Given::Text(text) = &value.given else { return Ok(()) };
        let Some(of) = self.work.schema().enums.get(name) else { return Ok(()) };
        if of.values.contains(text) || self.is_doubted(name) {
            return Ok(());
        }
        let message = format!("`{text}` is no value of the type `{name}`");
        let values = of.values.iter().map(String::as_str);
        let refusal = Refusal::refused(message, value.span).nearest(text, values).about(name);
        Err(table.into_iter().fold(refusal, Refusal::about))
    }

    /// The column that a value is for, and its table, if that is certain.
    fn column_of(&mut self, scope: usize, of: &Typed) -> Option<(Name, &'w Column)> {
        let (work, names): (&'w Work<'_>, &'w Names) = (self.work, self.names);
        let mut next = Some(scope);
        while let Some(at) = next {
            let scope = names.scopes.get(at)?;
            let columns = self.scope(at);
            let mut found = None;
            for (source, columns) in scope.sources.iter().zip(columns.iter()) {
                let is_meant = match of {
                    Typed::Column(Some(of), _) => *of == source.alias,
                    Typed::Column(None, column) => {
                        columns.is_open || self.has(columns, Some(column))
                    }
                    _ => true,
                };
                if is_meant && found.replace((source, columns)).is_some() {
                    return None;
                }
            }
            if let Some((source, columns)) = found {
                let (Rows::Of(_), [name]) = (&source.rows, &columns.about[..]) else { return None };
                let table = work.schema().tables.get(name)?;
                let column = match of {
                    Typed::Column(_, column) => table.column(column),
                    Typed::At(at) => table.columns.get(*at),
                    Typed::As(_) | Typed::Condition => None,
                };
                return source.columns.is_empty().then_some((name.clone(), column?));
            }
            next = scope.around.filter(|around| *around < at);
        }
        None
    }

    /// That a column which is computed or numbered by the engine is given no value.
    fn of_column(&self, table: &Name, column: &Column, value: &Value) -> Outcome {
        let is_numbered = column.identity == Some(Identity::Always);
        let is_computed = column.generated.is_some();
        let is_written = match value.used {
            Used::Inserted | Used::Updated => is_numbered || is_computed,
            Used::Overriding => is_computed,
            Used::Compared => false,
        };
        if value.given == Given::Default || !is_written {
            return Ok(());
        }
        let what = format_args!("column `{}` of table `{table}`", column.name);
        let refusal = if is_computed {
            let message = format!("{what} is computed from others, and takes no value");
            Refusal::refused(message, value.span)
        } else {
            let message = format!("{what} is `GENERATED ALWAYS`, and takes no value");
            let refusal = Refusal::refused(message, value.span);
            match value.used {
                Used::Updated => refusal,
                _ => refusal.note("write `OVERRIDING SYSTEM VALUE` in front of the values"),
            }
        };
        Err(refusal.about(table))
    }
}

/// Whether a string is read as true or false (`parse_bool_with_len` in `bool.c`).
fn is_truth(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let begins = |word: &&str| word.starts_with(&text);
    match text.as_str() {
        "" | "o" => false,
        "0" | "1" | "on" => true,
        _ => ["true", "false", "yes", "no", "off"].iter().any(begins),
    }
}
