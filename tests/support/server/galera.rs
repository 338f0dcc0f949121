//! A throwaway cluster of three MariaDB servers on the loopback interface.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::mariadb::{Mariadb, install, option};
use super::{Process, binary, end_server_with_this_process, give, missing, unprivileged};

const LIBRARY: &str = "/usr/lib/galera/libgalera_smm.so";
const NODES: usize = 3;
/// The ports of a node: for the group, for what it missed, and for a whole copy.
const PORTS: usize = 3;

/// A cluster that is running.
pub struct Galera {
    nodes: Vec<Process>,
    directory: TempDir,
}

impl Galera {
    /// Starts one, node by node: each copies the data of the first. None, with a line that says why,
    /// where something for it is not installed.
    pub fn start() -> Option<Self> {
        let is_there = Path::new(LIBRARY).is_file() && binary("rsync").is_some();
        let Some(program) = binary("mariadbd").filter(|_| is_there) else {
            missing("galera-4");
            return None;
        };
        let (directory, user) = (TempDir::new().unwrap(), unprivileged(&["mysql", "nobody"]));
        give(&[directory.path()], user);
        let mut started = Self { nodes: Vec::new(), directory };
        let ports = free(NODES * PORTS);
        for node in 0..NODES {
            let data = started.path(node, "data");
            if node == 0 {
                install(&data, started.directory.path(), user);
            } else {
                std::fs::create_dir(&data).unwrap();
                give(&[&data], user);
            }
            let mut server = Command::new(&program);
            started.settings(&mut server, node, &ports);
            started.nodes.push(Process::start(&mut server, user));
            started.wait(node);
            end_server_with_this_process(
                &started.path(node, "pid"),
                "KILL",
                started.directory.path(),
            );
        }
        Some(started)
    }

    fn path(&self, node: usize, name: &str) -> PathBuf {
        self.directory.path().join(format!("{name}{node}"))
    }

    fn settings(&self, server: &mut Command, node: usize, ports: &[u16]) {
        let address = |port: usize| format!("127.0.0.1:{}", ports[node * PORTS + port]);
        let others: Vec<String> =
            (0..node).map(|other| format!("127.0.0.1:{}", ports[other * PORTS])).collect();
        server.args(["--no-defaults", "--skip-networking", "--binlog-format=ROW"]);
        server.args(["--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=0"]);
        server.args(["--innodb-buffer-pool-size=32M", "--wsrep-on=ON"]);
        server.args(["--wsrep-cluster-name=tests", "--wsrep-sst-method=rsync"]);
        server.arg(option("wsrep-provider", Path::new(LIBRARY)));
        server.arg(format!("--wsrep-cluster-address=gcomm://{}", others.join(",")));
        server.arg(format!("--wsrep-node-name=node{node}"));
        server.arg(format!("--wsrep-node-address={}", address(0)));
        server.arg(format!("--wsrep-sst-receive-address={}", address(2)));
        server.arg(format!(
            "--wsrep-provider-options=base_port={};ist.recv_addr={};gcache.size=16M;\
             gmcast.listen_addr=tcp://{}",
            ports[node * PORTS],
            address(1),
            address(0)
        ));
        server.arg(option("datadir", &self.path(node, "data")));
        server.arg(option("socket", &self.path(node, "s")));
        server.arg(option("pid-file", &self.path(node, "pid")));
        server.arg(option("tmpdir", self.directory.path()));
        if node == 0 {
            server.arg("--wsrep-new-cluster");
        }
    }

    /// Until a node has the data of the others and takes part.
    fn wait(&self, node: usize) {
        let limit = Instant::now() + super::LIMIT;
        let state = "show status like 'wsrep_local_state_comment'";
        while !self.run(node, "", state).is_ok_and(|said| said.contains("Synced")) {
            let is_over = self.nodes[node].is_over();
            assert!(Instant::now() < limit && !is_over, "node {node} does not join the cluster");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The URL of a database at a node.
    #[must_use]
    pub fn url(&self, node: usize, database: &str) -> String {
        Mariadb::url_at(&self.path(node, "s"), database)
    }

    /// What the client prints for a script at a node.
    pub fn run(&self, node: usize, database: &str, sql: &str) -> Result<String, String> {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--batch", "--skip-column-names"]);
        client.arg(option("socket", &self.path(node, "s"))).arg(database);
        super::fed(client, sql)
    }
}

impl Drop for Galera {
    fn drop(&mut self) {
        self.nodes.iter().for_each(Process::kill);
    }
}

/// So many ports that nobody listens on.
fn free(count: usize) -> Vec<u16> {
    let listeners: Vec<TcpListener> =
        (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    listeners.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}
