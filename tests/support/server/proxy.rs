//! A proxy between a client and the socket of a server, which counts how often they take turns, and can
//! be as slow as a network.

use std::io::{Read as _, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A proxy that is running; it ends with the process.
pub struct Proxy {
    directory: TempDir,
    connections: Connections,
}

type Connections = Arc<Mutex<Vec<Arc<Connection>>>>;

#[derive(Default)]
struct Connection {
    /// How often the two took turns.
    turns: AtomicUsize,
    /// Whether the client has said its last.
    is_over: AtomicBool,
}

impl Proxy {
    /// One in front of `socket`, which has the same name in another directory.
    #[must_use]
    pub fn to(socket: &Path) -> Self {
        Self::delaying(socket, Duration::ZERO)
    }

    /// The same, so that every way to the server and back takes `delay` longer.
    #[must_use]
    pub fn delaying(socket: &Path, delay: Duration) -> Self {
        let directory = TempDir::new().unwrap();
        let listener = UnixListener::bind(directory.path().join(socket.file_name().unwrap()));
        let (listener, socket) = (listener.unwrap(), socket.to_owned());
        let connections = Connections::default();
        let all = Arc::clone(&connections);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = UnixStream::connect(&socket).unwrap();
                let connection = Arc::default();
                all.lock().unwrap().push(Arc::clone(&connection));
                between(&client, &server, connection, delay);
            }
        });
        Self { directory, connections }
    }

    /// Its socket.
    #[must_use]
    pub fn socket(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The directory of its socket.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// How often a client has spoken first or after an answer, since it was asked last.
    pub fn turns(&self) -> usize {
        self.since().into_iter().sum()
    }

    /// The same of the connection that did so most often: the one that works, whatever others said
    /// beside it because time went by.
    pub fn busiest(&self) -> usize {
        self.since().into_iter().max().unwrap_or(0)
    }

    /// How many connections are not over.
    #[must_use]
    pub fn open(&self) -> usize {
        let connections = self.connections.lock().unwrap();
        connections.iter().filter(|it| !it.is_over.load(Ordering::SeqCst)).count()
    }

    fn since(&self) -> Vec<usize> {
        let connections = self.connections.lock().unwrap();
        connections.iter().map(|it| it.turns.swap(0, Ordering::SeqCst)).collect()
    }
}

fn between(client: &UnixStream, server: &UnixStream, connection: Arc<Connection>, delay: Duration) {
    let clone = |stream: &UnixStream| stream.try_clone().unwrap();
    let spoken = Arc::new(AtomicBool::new(false));
    let answered = Arc::clone(&spoken);
    let (from, to) = (clone(client), late(clone(server), delay));
    std::thread::spawn(move || {
        carry(from, &to, &|| {
            if !spoken.swap(true, Ordering::SeqCst) {
                connection.turns.fetch_add(1, Ordering::SeqCst);
            }
        });
        connection.is_over.store(true, Ordering::SeqCst);
    });
    let (from, to) = (clone(server), late(clone(client), Duration::ZERO));
    std::thread::spawn(move || carry(from, &to, &|| answered.store(false, Ordering::SeqCst)));
}

/// Carries what is said from one to the other, and says so before it does.
fn carry(mut from: UnixStream, to: &mpsc::Sender<(Instant, Vec<u8>)>, said: &dyn Fn()) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        said();
        if to.send((Instant::now(), buffer[..length].to_vec())).is_err() {
            break;
        }
    }
}

/// What passes on what it gets when it has been under way for so long; what follows is under way
/// meanwhile.
fn late(mut to: UnixStream, delay: Duration) -> mpsc::Sender<(Instant, Vec<u8>)> {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    std::thread::spawn(move || {
        for (said, bytes) in receiver {
            std::thread::sleep(delay.saturating_sub(said.elapsed()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
    sender
}
