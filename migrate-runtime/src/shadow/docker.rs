//! A server in a container, by the command `docker`.

use std::time::{Duration, Instant};

use migrate_core::dialect::Target;

use super::cache;
use super::engine::{Container, Engine};
use super::error::ShadowError;
use super::guard::{Guard, command};
use super::server::{Ender, Own};

/// How long a container may take from its start until its port is known.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a container; its server may not answer yet.
pub(super) fn start(engine: &dyn Engine, target: Target) -> Result<Own, ShadowError> {
    let container = engine.container(target);
    let name = format!("cargo-migrate-{}", cache::unique());
    let speaking = || ShadowError::io("speaking to a shell");
    // A container that never began is nothing to complain of.
    let farewell = command(&["docker", "rm", "-f", "-v", &name]) + " >/dev/null 2>&1";
    let mut guard = Guard::begin(None, &farewell).map_err(ShadowError::io("starting a shell"))?;
    // What is said of a failure is whether Docker is there at all, or what keeps the image from us.
    if !guard.run(&pull(&container)).map_err(speaking())? {
        let doing = format!("having Docker fetch the image `{}`", container.image);
        return Err(ShadowError::Program { doing, said: guard.said() });
    }
    guard.start(&command(&run(&container, &name)), ":").map_err(speaking())?;
    let since = Instant::now();
    let port = command(&["docker", "port", &name, &format!("{}/tcp", container.port)]);
    let host = loop {
        // A container that is about to start has no ports yet. It may have several lines of them.
        let said = guard.ask(&format!("echo $({port})")).map_err(speaking())?;
        match published(&said) {
            Some(host) => break host.to_owned(),
            None if guard.has_ended() || since.elapsed() > PATIENCE => {
                let doing = format!("having Docker run the image `{}`", container.image);
                return Err(ShadowError::Program { doing, said: guard.said() });
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    Ok(Own {
        words: format!("in a container of `{}`", container.image),
        address: format!("{}{host}/", container.user),
        ready: false,
        ender: Ender::Guard(guard),
    })
}

/// Fetches the image where it is not there.
fn pull(container: &Container) -> String {
    let here = command(&["docker", "image", "inspect", &container.image]);
    let fetch = command(&["docker", "pull", "--quiet", &container.image]);
    format!("{{ {here} >/dev/null 2>&1 || {fetch}; }}")
}

/// Runs the server in the foreground, so that its end is heard, on a port that nobody else reaches.
fn run(container: &Container, name: &str) -> Vec<String> {
    let port = format!("127.0.0.1::{}", container.port);
    let first = ["docker", "run", "--rm", "--name", name, "--label", "cargo-migrate", "-p", &port];
    let first = first.iter().map(|it| (*it).to_owned()).chain(container.options.clone());
    first.chain([container.image.clone()]).chain(container.arguments.clone()).collect()
}

/// The host and port in what `docker port` says: `127.0.0.1:49153`.
fn published(said: &str) -> Option<&str> {
    let host = said.split_whitespace().next()?;
    let (_, port) = host.rsplit_once(':')?;
    port.parse::<u16>().is_ok().then_some(host)
}

#[cfg(test)]
mod tests {
    use super::super::engine;
    use super::*;

    fn words(target: &str) -> String {
        let target: Target = target.parse().unwrap();
        let engine = engine::of(target.dialect).unwrap();
        run(&engine.container(target), "it").join(" ")
    }

    #[test]
    fn each_engine_has_its_image() {
        assert_eq!(
            words("postgres 17"),
            "docker run --rm --name it --label cargo-migrate -p 127.0.0.1::5432 --tmpfs /shadow \
             -e PGDATA=/shadow/data -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17 -c fsync=off \
             -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
             -c shared_buffers=16MB -c dynamic_shared_memory_type=mmap"
        );
        assert!(words("mariadb 10.11").contains(
            "-p 127.0.0.1::3306 --tmpfs /var/lib/mysql -e MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 \
             mariadb:10.11 --innodb"
        ));
        assert!(words("mysql 8.4").contains("-e MYSQL_ALLOW_EMPTY_PASSWORD=1 mysql:8.4 --innodb"));
    }

    #[test]
    fn the_image_is_fetched_where_it_is_missing() {
        let target: Target = "mysql 8.4".parse().unwrap();
        let container = engine::of(target.dialect).unwrap().container(target);
        assert_eq!(
            pull(&container),
            "{ 'docker' 'image' 'inspect' 'mysql:8.4' >/dev/null 2>&1 || \
             'docker' 'pull' '--quiet' 'mysql:8.4'; }"
        );
    }

    #[test]
    fn the_port_is_read_from_what_docker_says() {
        assert_eq!(published("127.0.0.1:49153"), Some("127.0.0.1:49153"));
        assert_eq!(published("127.0.0.1:49153 [::1]:49154"), Some("127.0.0.1:49153"));
        assert_eq!(published(""), None);
        assert_eq!(published("Error: No such container: it"), None);
    }
}
