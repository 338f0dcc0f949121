//! Whom a server runs as.

use std::fs;

use super::error::ShadowError;

/// A user with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct User {
    pub(super) user: u32,
    pub(super) group: u32,
}

/// Whom to run a server as: nobody else, unless this is root, which servers refuse. Then it is the
/// engine's `usual` user, or `nobody`.
pub(super) fn unprivileged(usual: &'static str) -> Result<Option<User>, ShadowError> {
    if !is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let found = entry(&users, usual).or_else(|| entry(&users, "nobody"));
    found.map(Some).ok_or(ShadowError::NoUser { user: usual })
}

pub(super) fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// The number of the user that files of a server belong to.
pub(super) fn number(user: Option<User>) -> u32 {
    user.map_or_else(|| rustix::process::geteuid().as_raw(), |it| it.user)
}

fn entry(users: &str, name: &str) -> Option<User> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some(User { user: fields.next()?.parse().ok()?, group: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_name() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:5:6::/:\npostgres:x:101:104:,,,:/:/bin/sh\n";
        assert_eq!(entry(users, "postgres"), Some(User { user: 101, group: 104 }));
        assert_eq!(entry(users, "nobody"), None);
    }
}
