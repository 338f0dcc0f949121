//! What the registry says, and what it gives.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cargo_metadata::semver::Version;
use serde::Deserialize;
use sha2::{Digest as _, Sha512};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::NpmError;

const REGISTRY: &str = "https://registry.npmjs.org";
/// As npm itself is told which registry to use.
const VARIABLES: [&str; 2] = ["npm_config_registry", "NPM_CONFIG_REGISTRY"];
/// A form without the texts that people read.
const SHORT: &str = "application/vnd.npm.install-v1+json";
/// Several times what any package has.
const LIMIT: u64 = 512 << 20;

/// One version of a package.
#[derive(Clone, Debug)]
pub(super) struct Release {
    /// The version of PostgreSQL, with that of the package behind it.
    pub(super) version: Version,
    pub(super) dist: Dist,
}

/// Where it is, and what it is.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Dist {
    pub(super) tarball: String,
    integrity: String,
}

#[derive(Deserialize)]
struct Document {
    versions: BTreeMap<Version, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    dist: Dist,
}

/// The newest release whose version begins with `wanted`, for this machine.
pub(super) fn newest(wanted: &str) -> Result<Release, NpmError> {
    let package = package()?;
    let set =
        VARIABLES.iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    let registry = set.unwrap_or_else(|| REGISTRY.to_owned());
    let url = format!("{}/{}", registry.trim_end_matches('/'), package.replace('/', "%2f"));
    let text = read(&url, SHORT)?;
    let document: Document = serde_json::from_slice(&text).map_err(|error| NpmError::Registry {
        url,
        reason: format!("it is no package: {error}"),
    })?;
    chosen(document.versions, wanted, package)
}

fn chosen(
    versions: BTreeMap<Version, Entry>,
    wanted: &str,
    package: String,
) -> Result<Release, NpmError> {
    let mut majors: Vec<String> = versions.keys().map(|it| it.major.to_string()).collect();
    majors.dedup();
    let fits = |version: &Version| {
        let (major, minor) = wanted.split_once('.').map_or((wanted, None), |(a, b)| (a, Some(b)));
        (major.is_empty() || version.major.to_string() == major)
            && minor.is_none_or(|minor| version.minor.to_string() == minor)
    };
    let newest = versions.into_iter().rfind(|(version, _)| fits(version));
    newest
        .map(|(version, entry)| Release { version, dist: entry.dist })
        .ok_or_else(|| NpmError::Version { wanted: wanted.to_owned(), package, majors })
}

/// The archive of a release, if it is what the registry says it is.
pub(super) fn fetch(dist: &Dist) -> Result<Vec<u8>, NpmError> {
    let bytes = read(&dist.tarball, "*/*")?;
    check(dist, &bytes)?;
    Ok(bytes)
}

fn check(dist: &Dist, bytes: &[u8]) -> Result<(), NpmError> {
    let found = format!("sha512-{}", STANDARD.encode(Sha512::digest(bytes)));
    if dist.integrity.split_whitespace().any(|expected| expected == found) {
        return Ok(());
    }
    Err(NpmError::Checksum { url: dist.tarball.clone(), expected: dist.integrity.clone(), found })
}

fn read(url: &str, accept: &str) -> Result<Vec<u8>, NpmError> {
    // Where connections go through a proxy that opens them, the system knows its certificate.
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    let agent: Agent = Agent::config_builder().tls_config(tls).build().into();
    let answer = agent.get(url).header("accept", accept).call();
    let bytes = answer.and_then(|mut it| it.body_mut().with_config().limit(LIMIT).read_to_vec());
    bytes.map_err(|error| NpmError::Registry { url: url.to_owned(), reason: error.to_string() })
}

/// The name of the package for this machine.
fn package() -> Result<String, NpmError> {
    let (os, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
    let of_system = match os {
        "linux" | "windows" => Some(os),
        "macos" => Some("darwin"),
        _ => None,
    };
    let of_processor = match architecture {
        "x86_64" => Some("x64"),
        "aarch64" => Some("arm64"),
        "x86" => Some("ia32"),
        "arm" => Some("arm"),
        "powerpc64" => Some("ppc64"),
        _ => None,
    };
    let platform = of_system.zip(of_processor);
    let (system, processor) = platform.ok_or(NpmError::Platform { os, architecture })?;
    Ok(format!("@embedded-postgres/{system}-{processor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(list: &[&str]) -> BTreeMap<Version, Entry> {
        let dist = |version: &str| Dist { tarball: version.to_owned(), integrity: String::new() };
        let entry = |it: &&str| (Version::parse(it).unwrap(), Entry { dist: dist(it) });
        list.iter().map(entry).collect()
    }

    #[test]
    fn the_newest_of_a_version_is_chosen() {
        let list = ["16.14.0-beta.9", "17.9.0-beta.17", "17.10.0-beta.6", "17.10.0-beta.17"];
        let choose = |wanted| chosen(versions(&list), wanted, "it".to_owned());
        assert_eq!(choose("17").unwrap().dist.tarball, "17.10.0-beta.17");
        assert_eq!(choose("17.9").unwrap().dist.tarball, "17.9.0-beta.17");
        assert_eq!(choose("").unwrap().version.major, 17);
        let error = choose("1").unwrap_err().to_string();
        assert_eq!(error, "there is no PostgreSQL 1 in `it`; there are 16, 17");
    }

    #[test]
    fn what_is_not_what_it_should_be_is_refused() {
        let integrity = "sha512-ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
        let hex = &integrity["sha512-".len()..];
        let bytes: Vec<u8> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
        let integrity = format!("sha512-{}", STANDARD.encode(bytes));
        let dist = Dist { tarball: "it.tgz".to_owned(), integrity };
        assert!(check(&dist, b"abc").is_ok());
        assert!(matches!(check(&dist, b"abd"), Err(NpmError::Checksum { .. })));
    }
}
