//! A server in a container, by the command `docker`.

use std::time::{Duration, Instant};

use migrate_core::dialect::Target;

use super::cache;
use super::engine::{Container, Engine};
use super::error::{INSTEAD_OF_DOCKER, ShadowError};
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
    if !guard.run(&pull(&container)).map_err(speaking())? {
        return Err(without_image(guard, &container));
    }
    // It is waited for before anything else is read, the end too: whoever removes a container that Docker
    // is about to make hears that there is none, and then there is one.
    let create = format!("{{ {} >/dev/null; }}", command(&create(&container, &name)));
    if !guard.run(&create).map_err(speaking())? {
        return Err(without_container(guard, &container));
    }
    guard.start(&command(&["docker", "start", "--attach", &name]), ":").map_err(speaking())?;
    let since = Instant::now();
    let port = command(&["docker", "port", &name, &format!("{}/tcp", container.port)]);
    let host = loop {
        // A container that is about to start has no ports yet. It may have several lines of them.
        let said = guard.ask(&format!("echo $({port})")).map_err(speaking())?;
        match published(&said) {
            Some(host) => break host.to_owned(),
            None if guard.has_ended() || since.elapsed() > PATIENCE => {
                return Err(without_container(guard, &container));
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    };
    Ok(Own {
        name: engine.wanted(target).to_owned(),
        place: format!("in a container of `{}`", container.image),
        remedy: by_hand(&container),
        address: format!("{}{host}/", container.user),
        ready: false,
        ender: Ender::Guard(guard),
    })
}

/// Why there is no image: there is no Docker, it does not answer, or it does not get one.
fn without_image(mut guard: Guard, container: &Container) -> ShadowError {
    let (there, answers) = ("command -v docker >/dev/null", "docker version >/dev/null 2>&1");
    let is = |guard: &mut Guard, what: &str| guard.run(&format!("{{ {what}; }}")).unwrap_or(false);
    if !is(&mut guard, there) {
        return ShadowError::NoDocker;
    }
    let image = &container.image;
    let (doing, first) = if is(&mut guard, answers) {
        let first = format!(
            "see what `docker pull {image}` says, or give an image that is here that name: \
             `docker tag IMAGE {image}`"
        );
        (format!("having Docker fetch the image `{image}`"), first)
    } else {
        let first = "start the daemon of Docker, or let this user speak to it (DOCKER_HOST, the group \
                     `docker`)";
        ("speaking to the daemon of Docker".to_owned(), first.to_owned())
    };
    let remedy = format!("{first}; or {INSTEAD_OF_DOCKER}");
    ShadowError::Program { doing, said: guard.end(), remedy }
}

fn without_container(mut guard: Guard, container: &Container) -> ShadowError {
    let doing = format!("having Docker run the image `{}`", container.image);
    ShadowError::Program { doing, said: guard.end(), remedy: by_hand(container) }
}

fn by_hand(container: &Container) -> String {
    let (options, image) = (container.options.join(" "), &container.image);
    format!("see what `docker run --rm {options} {image}` says; or {INSTEAD_OF_DOCKER}")
}

/// Fetches the image where it is not there.
fn pull(container: &Container) -> String {
    let here = command(&["docker", "image", "inspect", &container.image]);
    let fetch = command(&["docker", "pull", "--quiet", &container.image]);
    format!("{{ {here} >/dev/null 2>&1 || {fetch}; }}")
}

/// Makes a container on a port that nobody else reaches.
fn create(container: &Container, name: &str) -> Vec<String> {
    let port = format!("127.0.0.1::{}", container.port);
    let first =
        ["docker", "create", "--rm", "--name", name, "--label", "cargo-migrate", "-p", &port];
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
        create(&engine.container(target), "it").join(" ")
    }

    #[test]
    fn each_engine_has_its_image() {
        assert_eq!(
            words("postgres 17"),
            "docker create --rm --name it --label cargo-migrate -p 127.0.0.1::5432 --tmpfs /shadow \
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
