//! Kinds of values, and which of them go together.

use crate::dialect::types;
use crate::schema::Schema;

/// Types that are compared with and assigned to each other without a cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Json,
    Jsonb,
    Number,
    Text,
    Time,
    Uuid,
    /// An enumerated type, with its values.
    Enum(String, Vec<String>),
}

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A value of a type.
    Of(Kind),
    /// A string whose type is that of what stands beside it.
    Literal(String),
    /// A number as it is written.
    Number(String),
    Null,
}

impl Kind {
    pub(super) fn of(data_type: &str, schema: &Schema) -> Option<Self> {
        if data_type.contains('[') {
            return None;
        }
        let kind = match types::without_modifier(data_type).as_ref() {
            "boolean" => Self::Boolean,
            "json" => Self::Json,
            "jsonb" => Self::Jsonb,
            "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
                Self::Number
            }
            "text" | "character varying" | "character" => Self::Text,
            "date" | "timestamp with time zone" | "timestamp without time zone" => Self::Time,
            "uuid" => Self::Uuid,
            other => {
                let (namespace, name) = other.rsplit_once('.').unwrap_or(("", other));
                let name = name.trim_matches('"');
                let mut found = schema.enums.iter().filter(|(it, _)| {
                    it.name == name && (namespace.is_empty() || it.namespace == namespace)
                });
                let (_, of) = found.next().filter(|_| found.next().is_none())?;
                Self::Enum(other.to_owned(), of.values.clone())
            }
        };
        Some(kind)
    }
}

impl Value {
    /// Whether it is of that kind, or becomes so unasked.
    pub(super) fn is(&self, kind: &Kind) -> bool {
        match self {
            Self::Of(own) => own == kind,
            Self::Literal(text) => reads_as(text, kind),
            Self::Number(_) => *kind == Kind::Number,
            Self::Null => true,
        }
    }

    /// Whether it can be stored in a column of that type.
    pub(super) fn fits(&self, data_type: &str, kind: &Kind) -> bool {
        let becomes_text = *kind == Kind::Text && !matches!(self, Self::Literal(_));
        (self.is(kind) || becomes_text) && self.has_room(data_type)
    }

    fn has_room(&self, data_type: &str) -> bool {
        let bare = types::without_modifier(data_type);
        match self {
            Self::Literal(text) if bare.starts_with("character") => {
                let most = data_type.split(['(', ')']).nth(1);
                let most = most.and_then(|most| most.trim().parse::<usize>().ok());
                most.is_none_or(|most| text.chars().count() <= most)
            }
            Self::Literal(number) | Self::Number(number) => match bare.as_ref() {
                "smallint" => number.parse::<i16>().is_ok(),
                "integer" => number.parse::<i32>().is_ok(),
                "bigint" => number.parse::<i64>().is_ok(),
                "numeric" => bare == data_type,
                _ => true,
            },
            _ => true,
        }
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Of(kind) => Some(kind.clone()),
            Self::Number(_) => Some(Kind::Number),
            Self::Literal(_) | Self::Null => None,
        }
    }

    /// Whether the two are compared without a cast.
    pub(super) fn compares_with(&self, other: &Self) -> bool {
        match (self.kind(), other.kind()) {
            (Some(Kind::Json), _) | (_, Some(Kind::Json)) => false,
            (Some(kind), _) => other.is(&kind),
            (None, Some(kind)) => self.is(&kind),
            (None, None) => true,
        }
    }

    /// The type of several that are one after the other: branches, arguments of `coalesce`.
    pub(super) fn common(values: &[Self]) -> Option<Self> {
        // Strings among themselves are texts.
        let kind = values.iter().find_map(Self::kind).unwrap_or(Kind::Text);
        values.iter().all(|value| value.is(&kind)).then_some(Self::Of(kind))
    }

    /// What a cast that is written makes of it.
    pub(super) fn cast(&self, to: Kind) -> Option<Self> {
        let is_fine = self.is(&to) || to == Kind::Text || self.kind()? == Kind::Text;
        is_fine.then_some(Self::Of(to))
    }
}

/// Whether a string is a value of that kind for certain.
fn reads_as(text: &str, kind: &Kind) -> bool {
    match kind {
        Kind::Text => true,
        Kind::Boolean => ["t", "true", "f", "false", "yes", "no", "on", "off", "1", "0"]
            .contains(&text.to_ascii_lowercase().as_str()),
        Kind::Number => {
            text.parse::<f64>().is_ok() && text.bytes().all(|it| b"-.0123456789".contains(&it))
        }
        Kind::Enum(_, values) => values.iter().any(|value| value == text),
        Kind::Json | Kind::Jsonb => {
            ["{}", "[]", "null", "true", "false", "\"\"", "0"].contains(&text)
        }
        Kind::Uuid => {
            let parts: Vec<usize> = text.split('-').map(str::len).collect();
            parts == [8, 4, 4, 4, 12] && text.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit())
        }
        Kind::Time => is_date(text),
    }
}

/// `2024-01-31`, with the hour behind it or without.
fn is_date(text: &str) -> bool {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let numbers = |text: &str, mark| {
        text.split(mark).map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<u32>>>()
    };
    let is_day = matches!(
        numbers(date, '-').as_deref(),
        Some(
            [1000..=9999, 1..=12, 1..=28]
                | [1000..=9999, 1 | 3..=12, 29 | 30]
                | [1000..=9999, 1 | 3 | 5 | 7 | 8 | 10 | 12, 31]
        )
    );
    let is_hour = matches!(numbers(time, ':').as_deref(), Some([0..=23, 0..=59, 0..=59]));
    is_day && is_hour
}
