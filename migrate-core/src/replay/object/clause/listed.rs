//! Definitions that are lists: which options an aggregate has, what statistics are of, which tables are
//! published, how a server is reached.

use super::split::words;
use crate::dialect::types;

/// `aggregate ( integer ) ( stype = integer , sfunc = int4pl )`: the options have no order.
pub(super) fn aggregate(text: &str) -> Option<String> {
    let body = text.strip_suffix(" )")?;
    let at = body.rfind("( ")?;
    let (head, options) = (body.get(..at)?, body.get(at + 2..)?);
    // An option in parentheses or quotes may hold a comma; the old form has its types among the options.
    if !head.starts_with("aggregate (") || !head.ends_with(" ) ") || options.contains('"') {
        return None;
    }
    let words = split(options);
    let mut options: Vec<String> =
        words.into_iter().map(|words| option(&words.join(" "))).collect();
    options.sort();
    Some(format!("{head}( {} )", options.join(" , ")))
}

/// A type in the one spelling that it has elsewhere.
fn option(text: &str) -> String {
    match text.split_once(" = ") {
        Some((key @ ("stype" | "mstype"), value)) => format!("{key} = {}", types::normal(value)),
        _ => text.to_owned(),
    }
}

/// `statistics ( mcv , ndistinct ) on a , b from t`: the kinds have no order, and all of them are meant
/// where none is said.
pub(super) fn statistics(text: &str) -> Option<String> {
    let rest = text.strip_prefix("statistics ( ")?;
    let (kinds, rest) = rest.split_once(" ) on ")?;
    let mut kinds: Vec<&str> = kinds.split(" , ").collect();
    kinds.sort_unstable();
    Some(match kinds[..] {
        ["dependencies", "mcv", "ndistinct"] => format!("statistics on {rest}"),
        _ => format!("statistics ( {} ) on {rest}", kinds.join(" , ")),
    })
}

/// `publication for table a , b`: the definition with a table more, or less.
pub(super) fn publication(text: &str, action: &str) -> Option<String> {
    const HEAD: &str = "publication for table ";
    let (tables, with) = match text.split_once(" with (") {
        Some((tables, with)) => (tables, format!(" with ({with}")),
        None => (text, String::new()),
    };
    // What is published of a table stands in parentheses, and another list may follow.
    let plain = |list: &str| !list.contains(['(', '"']) && !list.contains(" in schema ");
    let list = tables.strip_prefix(HEAD).filter(|list| plain(list) && plain(action))?;
    let mut list: Vec<&str> = list.split(" , ").collect();
    let (verb, named) = action.split_once(" table ")?;
    for table in named.split(" , ") {
        match (verb, list.iter().position(|it| *it == table)) {
            ("add", None) => list.push(table),
            ("drop", Some(at)) => drop(list.remove(at)),
            _ => return None,
        }
    }
    (!list.is_empty()).then(|| format!("{HEAD}{}{with}", list.join(" , ")))
}

/// `… options ( host 'a' )`: the definition with other options.
pub(super) fn options(text: &str, action: &str) -> Option<String> {
    let changes = action.strip_prefix("options ( ")?.strip_suffix(" )")?;
    let (head, mut all) = match text.split_once(" options ( ") {
        Some((head, list)) => (head.to_owned(), read(list.strip_suffix(" )")?)?),
        None => (text.to_owned(), Vec::new()),
    };
    for change in split(changes) {
        let (verb, name, value) = match change[..] {
            [verb @ ("add" | "set"), name, value] => (verb, name, Some(value)),
            ["drop", name] => ("drop", name, None),
            [name, value] => ("add", name, Some(value)),
            _ => return None,
        };
        let at = all.iter().position(|(known, _)| known == name);
        match (verb, at, value) {
            ("add", None, Some(value)) => all.push((name.to_owned(), value.to_owned())),
            ("set", Some(at), Some(value)) => value.clone_into(&mut all[at].1),
            ("drop", Some(at), None) => drop(all.remove(at)),
            _ => return None,
        }
    }
    let list: Vec<String> = all.iter().map(|(name, value)| format!("{name} {value}")).collect();
    Some(if list.is_empty() { head } else { format!("{head} options ( {} )", list.join(" , ")) })
}

fn read(list: &str) -> Option<Vec<(String, String)>> {
    let pair = |words: Vec<&str>| match words[..] {
        [name, value] => Some((name.to_owned(), value.to_owned())),
        _ => None,
    };
    split(list).into_iter().map(pair).collect()
}

/// The words between commas, strings whole.
fn split(list: &str) -> Vec<Vec<&str>> {
    let words = words(list);
    words.split(|word| *word == ",").map(<[&str]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_without_an_order_have_one() {
        assert_eq!(
            aggregate("aggregate ( integer ) ( stype = int , sfunc = int4pl )").unwrap(),
            "aggregate ( integer ) ( sfunc = int4pl , stype = integer )"
        );
        assert_eq!(
            statistics("statistics ( ndistinct , mcv , dependencies ) on a , b from t").unwrap(),
            "statistics on a , b from t"
        );
        assert_eq!(
            statistics("statistics ( ndistinct , mcv ) on a , b from t").unwrap(),
            "statistics ( mcv , ndistinct ) on a , b from t"
        );
        assert_eq!(statistics("statistics on a , b from t"), None);
    }

    #[test]
    fn lists_are_altered_and_altered_back() {
        let published = "publication for table a with ( publish = 'insert' )";
        let both = publication(published, "add table b , c").unwrap();
        assert_eq!(both, "publication for table a , b , c with ( publish = 'insert' )");
        assert_eq!(publication(&both, "drop table b , c").unwrap(), published);
        assert_eq!(publication(published, "drop table a"), None);
        assert_eq!(publication("publication for table a ( id )", "drop table a"), None);
        let server = "server foreign data wrapper w options ( host 'a , b' )";
        let other = options(server, "options ( set host 'c' , add port '1' )").unwrap();
        assert_eq!(other, "server foreign data wrapper w options ( host 'c' , port '1' )");
        assert_eq!(options(&other, "options ( set host 'a , b' , drop port )").unwrap(), server);
        assert_eq!(options(server, "options ( set port '1' )"), None);
    }
}
