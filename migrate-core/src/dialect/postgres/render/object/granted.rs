//! Rights, of which the server says the statement that gives or takes them.

/// What may pass the right on.
const PASSED_ON: &str = " WITH GRANT OPTION";

/// What takes back what such a statement does.
pub(super) fn back(made: &str) -> Option<String> {
    let (before, verb, rest) = parts(made)?;
    Some(match verb {
        "GRANT " => {
            let (right, grantee) = rest.trim_end_matches(PASSED_ON).rsplit_once(" TO ")?;
            format!("{before}REVOKE {right} FROM {grantee};")
        }
        _ => {
            let (right, grantee) = rest.rsplit_once(" FROM ")?;
            format!("{before}GRANT {right} TO {grantee};")
        }
    })
}

/// What makes such a statement true where the right is there already, and may be passed on where it may not
/// be or the other way round.
pub(super) fn changed(made: &str) -> Option<String> {
    let (before, verb, rest) = parts(made)?;
    if verb == "GRANT " && !rest.ends_with(PASSED_ON) {
        let (right, grantee) = rest.rsplit_once(" TO ")?;
        return Some(format!("{before}REVOKE GRANT OPTION FOR {right} FROM {grantee};"));
    }
    Some(made.to_owned())
}

/// What stands before the verb, as `ALTER DEFAULT PRIVILEGES` does, the verb, and the rest without its end.
fn parts(made: &str) -> Option<(&str, &str, &str)> {
    let verbs = ["GRANT ", "REVOKE "];
    let found = verbs.iter().filter_map(|verb| Some((made.find(verb)?, *verb)));
    let (at, verb) = found.min_by_key(|(at, _)| *at)?;
    Some((&made[..at], verb, made[at + verb.len()..].trim_end_matches(';')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_goes_both_ways() {
        let given = "GRANT UPDATE (a) ON t TO \"Weird Role\" WITH GRANT OPTION;";
        let taken = "REVOKE EXECUTE ON ROUTINE g() FROM PUBLIC;";
        let later =
            "ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA s GRANT SELECT ON TABLES TO app;";
        assert_eq!(back(given).unwrap(), "REVOKE UPDATE (a) ON t FROM \"Weird Role\";");
        assert_eq!(back(taken).unwrap(), "GRANT EXECUTE ON ROUTINE g() TO PUBLIC;");
        assert_eq!(
            back(later).unwrap(),
            "ALTER DEFAULT PRIVILEGES FOR ROLE o IN SCHEMA s REVOKE SELECT ON TABLES FROM app;"
        );
        assert_eq!(changed(given).unwrap(), given);
        assert_eq!(
            changed("GRANT SELECT ON t TO app;").unwrap(),
            "REVOKE GRANT OPTION FOR SELECT ON t FROM app;"
        );
    }
}
