//! Expressions.

use super::Reader;
use super::kind::{Kind, Value};
use super::words::Word;
use crate::dialect::types;

const COMPARISONS: [&str; 7] = ["=", "<>", "!=", "<=", ">=", "<", ">"];
/// Words that are no columns, whatever columns there are.
const RESERVED: [&str; 16] = [
    "all",
    "and",
    "any",
    "array",
    "between",
    "from",
    "in",
    "is",
    "like",
    "limit",
    "not",
    "on",
    "or",
    "returning",
    "select",
    "where",
];

impl Reader<'_> {
    /// A condition: what it comes to must be true or false.
    pub(super) fn condition(&mut self) -> Option<()> {
        let value = self.expression()?;
        value.is(&Kind::Boolean).then_some(())
    }

    pub(super) fn expression(&mut self) -> Option<Value> {
        let mut value = self.conjunction()?;
        while self.words.take("or") {
            let other = self.conjunction()?;
            value = both(&value, &other)?;
        }
        Some(value)
    }

    fn conjunction(&mut self) -> Option<Value> {
        let mut value = self.negation()?;
        while self.words.take("and") {
            let other = self.negation()?;
            value = both(&value, &other)?;
        }
        Some(value)
    }

    fn negation(&mut self) -> Option<Value> {
        if self.words.take("not") {
            let value = self.negation()?;
            return both(&value, &value);
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Option<Value> {
        let value = self.sum()?;
        if let Some(operator) = COMPARISONS.into_iter().find(|it| self.words.is(0, it)) {
            self.words.expect(operator)?;
            if self.words.take("any") {
                return self.any(&value);
            }
            let other = self.sum()?;
            return truth(value.compares_with(&other));
        }
        if self.words.take("is") {
            self.words.take("not");
            if self.words.take("distinct") {
                self.words.expect("from")?;
                let other = self.sum()?;
                return truth(value.compares_with(&other));
            }
            if self.words.take("null") {
                return truth(true);
            }
            return truth(
                (self.words.take("true") || self.words.take("false")) && value.is(&Kind::Boolean),
            );
        }
        let negated = self.words.is(0, "not");
        let next = |reader: &Self, word| reader.words.is(usize::from(negated), word);
        let Some(operator) =
            ["in", "between", "like", "ilike"].into_iter().find(|it| next(self, it))
        else {
            return Some(value);
        };
        if negated {
            self.words.expect("not")?;
        }
        self.words.expect(operator)?;
        match operator {
            "in" => self.listed(&value),
            "between" => {
                let low = self.sum()?;
                self.words.expect("and")?;
                let high = self.sum()?;
                truth(value.compares_with(&low) && value.compares_with(&high))
            }
            _ => {
                let other = self.sum()?;
                truth(value.is(&Kind::Text) && other.is(&Kind::Text))
            }
        }
    }

    fn listed(&mut self, value: &Value) -> Option<Value> {
        self.words.expect("(")?;
        let values = if self.words.is(0, "select") {
            let found = self.select()?;
            (found.len() == 1).then_some(found)?
        } else {
            self.list()?
        };
        self.words.expect(")")?;
        truth(values.iter().all(|other| value.compares_with(other)))
    }

    /// `= ANY (ARRAY[…])`.
    fn any(&mut self, value: &Value) -> Option<Value> {
        self.words.expect("(")?;
        self.words.expect("array")?;
        self.words.expect("[")?;
        let values = self.list()?;
        self.words.expect("]")?;
        self.words.expect(")")?;
        truth(values.iter().all(|other| value.compares_with(other)))
    }

    fn list(&mut self) -> Option<Vec<Value>> {
        let mut values = vec![self.expression()?];
        while self.words.take(",") {
            values.push(self.expression()?);
        }
        Some(values)
    }

    fn sum(&mut self) -> Option<Value> {
        let mut value = self.factor()?;
        loop {
            let is_moved = value.is(&Kind::Time) && self.words.is(1, "interval");
            if is_moved && (self.words.take("+") || self.words.take("-")) {
                self.words.expect("interval")?;
                let Some(Word::Text(_)) = self.words.next() else { return None };
                continue;
            }
            let kind = if self.words.take("||") {
                Kind::Text
            } else if ["+", "-", "*", "/"].into_iter().any(|it| self.words.take(it)) {
                Kind::Number
            } else {
                return Some(value);
            };
            let other = self.factor()?;
            let is_typed = value.kind().is_some() || other.kind().is_some();
            if !(is_typed && value.is(&kind) && other.is(&kind)) {
                return None;
            }
            value = Value::Of(kind);
        }
    }

    fn factor(&mut self) -> Option<Value> {
        let mut value = if self.words.take("-") {
            match self.primary()? {
                Value::Number(number) => Value::Number(format!("-{number}")),
                Value::Of(Kind::Number) => Value::Of(Kind::Number),
                _ => return None,
            }
        } else {
            self.primary()?
        };
        while self.words.take("::") {
            let to = self.kind_named()?;
            value = value.cast(to)?;
        }
        if self.words.is(0, "at") && value == Value::Of(Kind::Time) {
            ["at", "time", "zone"].iter().try_for_each(|word| self.words.expect(word))?;
            let Some(Word::Text(zone)) = self.words.next() else { return None };
            ["utc", "gmt", "etc/utc"].contains(&zone.to_ascii_lowercase().as_str()).then_some(())?;
        }
        Some(value)
    }

    fn primary(&mut self) -> Option<Value> {
        if self.words.take("(") {
            let value = if self.words.is(0, "select") {
                let found = self.select()?;
                (found.len() == 1).then(|| found.into_iter().next())??
            } else {
                self.expression()?
            };
            self.words.expect(")")?;
            return Some(value);
        }
        match self.words.next()? {
            Word::Text(text) => Some(Value::Literal(text)),
            Word::Number(number) => Some(Value::Number(number)),
            Word::Symbol(_) => None,
            Word::Name(name, false) if RESERVED.contains(&name.as_str()) => None,
            Word::Name(name, false) if self.words.is(0, "(") => self.call(&name),
            Word::Name(name, false) => match name.as_str() {
                "null" => Some(Value::Null),
                "true" | "false" => Some(Value::Of(Kind::Boolean)),
                "current_timestamp" | "localtimestamp" | "current_date" => {
                    Some(Value::Of(Kind::Time))
                }
                "case" => self.case(),
                _ => self.column(name),
            },
            Word::Name(name, true) => self.column(name),
        }
    }

    fn column(&mut self, name: String) -> Option<Value> {
        let (alias, name) =
            if self.words.take(".") { (Some(name), self.words.name()?) } else { (None, name) };
        let named =
            self.scope.iter().filter(|it| alias.as_ref().is_none_or(|alias| it.alias == *alias));
        let found = named.filter_map(|it| Some((it.depth, it.table.column(&name)?)));
        let found: Vec<_> = found.collect();
        let nearest = found.iter().map(|(depth, _)| *depth).min()?;
        let mut found = found.into_iter().filter(|(depth, _)| *depth == nearest);
        let (_, column) = found.next().filter(|_| found.next().is_none())?;
        Some(Value::Of(Kind::of(&column.data_type, self.schema)?))
    }

    fn case(&mut self) -> Option<Value> {
        let subject = if self.words.is(0, "when") { None } else { Some(self.expression()?) };
        let mut values = Vec::new();
        while self.words.take("when") {
            match &subject {
                None => self.condition()?,
                Some(subject) => {
                    let other = self.expression()?;
                    subject.compares_with(&other).then_some(())?;
                }
            }
            self.words.expect("then")?;
            values.push(self.expression()?);
        }
        if self.words.take("else") {
            values.push(self.expression()?);
        }
        self.words.expect("end")?;
        Value::common(&values)
    }

    fn call(&mut self, name: &str) -> Option<Value> {
        self.words.expect("(")?;
        match name {
            "exists" => {
                self.select()?;
                self.words.expect(")")?;
                return truth(true);
            }
            "cast" => {
                let value = self.expression()?;
                self.words.expect("as")?;
                let to = self.kind_named()?;
                self.words.expect(")")?;
                return value.cast(to);
            }
            _ => {}
        }
        let arguments = if self.words.is(0, ")") { Vec::new() } else { self.list()? };
        self.words.expect(")")?;
        let all = |kind: &Kind| arguments.iter().all(|it| it.is(kind));
        let returned = match (name, arguments.len()) {
            ("coalesce" | "greatest" | "least", 1..) | ("nullif", 2) => {
                return Value::common(&arguments);
            }
            ("now" | "clock_timestamp" | "statement_timestamp", 0) => Kind::Time,
            ("gen_random_uuid", 0) => Kind::Uuid,
            ("lower" | "upper" | "trim" | "btrim" | "md5", 1) | ("replace", 3)
                if all(&Kind::Text) =>
            {
                Kind::Text
            }
            ("length" | "char_length", 1) if all(&Kind::Text) => Kind::Number,
            ("abs" | "floor" | "ceil" | "round", 1)
                if all(&Kind::Number) && arguments[0].kind().is_some() =>
            {
                Kind::Number
            }
            _ => return None,
        };
        Some(Value::Of(returned))
    }

    /// The type that comes next.
    fn kind_named(&mut self) -> Option<Kind> {
        let mut written = self.words.name()?;
        for word in ["varying", "precision", "with", "without", "time", "zone"] {
            if self.words.take(word) {
                written = format!("{written} {word}");
            }
        }
        // Whether a value has room in a type with a modifier is a question of rows.
        if self.words.is(0, "(") || self.words.is(0, "[") || self.words.is(0, ".") {
            return None;
        }
        Kind::of(&types::normal(&written), self.schema)
    }
}

fn truth(is_accepted: bool) -> Option<Value> {
    is_accepted.then_some(Value::Of(Kind::Boolean))
}

fn both(one: &Value, other: &Value) -> Option<Value> {
    truth(one.is(&Kind::Boolean) && other.is(&Kind::Boolean))
}
