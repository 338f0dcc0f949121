//! A certificate for a server on this machine, and that of who signed it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{binary, give, missing};

/// Where the files are.
pub(super) struct Certificate {
    pub(super) authority: PathBuf,
    pub(super) own: PathBuf,
    pub(super) key: PathBuf,
}

impl Certificate {
    /// Makes one in a directory, for a server that runs as `user`. None, with a line that says why, where
    /// there is nothing to make it with.
    pub(super) fn make(directory: &Path, user: Option<(u32, u32)>) -> Option<Self> {
        if binary("openssl").is_none() {
            missing("openssl");
            return None;
        }
        let at = |name: &str| directory.join(name);
        let made = Self { authority: at("ca.crt"), own: at("it.crt"), key: at("it.key") };
        std::fs::write(at("names"), "subjectAltName=IP:127.0.0.1").unwrap();
        let commands = [
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -subj /CN=tests -days 2",
            "req -newkey rsa:2048 -nodes -keyout it.key -out it.csr -subj /CN=server",
            "x509 -req -in it.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out it.crt \
             -extfile names",
        ];
        for arguments in commands {
            let mut openssl = Command::new("openssl");
            openssl.args(arguments.split_whitespace()).current_dir(directory);
            let output = openssl.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        give(&[&made.own, &made.key], user);
        Some(made)
    }
}
