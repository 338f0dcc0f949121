//! Something that outlives this process for as long as it takes to clean up behind it.
//!
//! It is a shell that reads its commands from us. When there is nothing more to read, because we are
//! done or because we are no more, it ends what it started and removes what it made. So nothing has to
//! be caught: neither Ctrl-C, which its own process group keeps from it, nor a panic, nor SIGKILL.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::user::User;

/// How much is kept of what the commands say.
const KEPT: usize = 4096;

/// The shell.
#[derive(Debug)]
pub(super) struct Guard {
    shell: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    said: Arc<Said>,
    listener: Option<JoinHandle<()>>,
}

/// What the commands say on standard error, which ends with the last of them.
#[derive(Debug, Default)]
struct Said {
    end: Mutex<VecDeque<u8>>,
    ended: AtomicBool,
}

impl Guard {
    /// Starts one, as `user` where one is given. `farewell` is what it does in the end, in shell.
    pub(super) fn begin(user: Option<User>, farewell: &str) -> io::Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.current_dir("/").process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // What would tell programs of a server where to connect to, and in which words to speak.
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        command.env("LC_ALL", "C").env("TZ", "UTC");
        if let Some(User { user, group }) = user {
            command.uid(user).gid(group);
        }
        let mut shell = command.spawn()?;
        let (input, output, errors) =
            (shell.stdin.take(), shell.stdout.take(), shell.stderr.take());
        let said = Arc::new(Said::default());
        let listener = errors.map(|errors| said.clone().listen(errors));
        let output = output.ok_or(io::ErrorKind::BrokenPipe)?;
        let mut guard = Self { shell, input, output: BufReader::new(output), said, listener };
        // Whoever answers somebody who is no more is told by a signal, and must not die of it.
        guard.say(&format!(
            "server=; copy=; farewell() {{ trap '' PIPE HUP INT TERM; {farewell}; }}; \
             trap farewell EXIT; trap exit PIPE HUP INT TERM"
        ))?;
        Ok(guard)
    }

    /// One write of less than a page is read as a whole or not at all.
    fn say(&mut self, line: &str) -> io::Result<()> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        input.write_all(format!("{line}\n").as_bytes())
    }

    /// Runs a command to its end. Whether it went well; what it said is in [`Guard::said`], and all of it
    /// in [`Guard::end`].
    pub(super) fn run(&mut self, command: &str) -> io::Result<bool> {
        Ok(self.ask(&format!("{command} </dev/null >&2; echo $?"))? == "0")
    }

    /// The line that a command writes.
    pub(super) fn ask(&mut self, command: &str) -> io::Result<String> {
        self.say(command)?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// Starts a command and leaves it running; it is `$server` from now on.
    pub(super) fn start(&mut self, command: &str, note_number: &str) -> io::Result<()> {
        // Nobody but the command holds what it speaks into, so that its end is heard.
        let line = format!("{command} </dev/null >&2 & server=$!; {note_number}; exec 2>/dev/null");
        self.say(&line)
    }

    /// Ends what it guards. The end of all that was said: what a command says and that it is done come by
    /// two ways, of which either may be the quicker one.
    pub(super) fn end(&mut self) -> String {
        self.input = None;
        // It goes on without us where this fails.
        let has_ended = self.shell.wait().is_ok();
        if let Some(listener) = self.listener.take().filter(|_| has_ended) {
            let _ = listener.join();
        }
        self.said()
    }

    /// Whether everything that could speak has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.said.ended.load(Ordering::Acquire)
    }

    /// The end of what the commands said.
    pub(super) fn said(&self) -> String {
        let end = self.said.end.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = end.iter().copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Said {
    fn listen(self: Arc<Self>, mut errors: ChildStderr) -> JoinHandle<()> {
        std::thread::spawn(move || {
            let mut part = [0; 1024];
            while let Ok(length @ 1..) = errors.read(&mut part) {
                let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
                end.extend(&part[..length]);
                let excess = end.len().saturating_sub(KEPT);
                end.drain(..excess);
            }
            self.ended.store(true, Ordering::Release);
        })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.end();
    }
}

/// A text as one word of the shell.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Words as a command of the shell.
pub(super) fn command(words: &[impl AsRef<str>]) -> String {
    words.iter().map(|word| quoted(word.as_ref())).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut guard = Guard::begin(None, "true").unwrap();
        let odd = "a 'b' \"c\" $d `e` \\f";
        assert_eq!(guard.ask(&command(&["printf", "%s\\n", odd])).unwrap(), odd);
    }

    #[test]
    fn what_fails_is_told_with_what_it_said() {
        let mut guard = Guard::begin(None, "true").unwrap();
        assert!(guard.run("true").unwrap());
        assert!(!guard.run("{ echo because; false; }").unwrap());
        assert_eq!(guard.end(), "because");
    }

    #[test]
    fn it_cleans_up_in_the_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("it");
        let path = quoted(&path.display().to_string());
        // What is not quite itself yet, but still this shell, loses a signal.
        let farewell = format!("while kill $server; do sleep 0.02; done; rm -rf {path}");
        let mut guard = Guard::begin(None, &farewell).unwrap();
        assert!(guard.run(&format!("mkdir {path}")).unwrap());
        guard.start("sleep 1000", ":").unwrap();
        let server = guard.ask("echo $server").unwrap();
        drop(guard);
        assert!(!directory.path().join("it").exists());
        let alive = Command::new("kill").args(["-0", &server]).stderr(Stdio::null()).status();
        assert!(!alive.unwrap().success());
    }

    #[test]
    fn it_cleans_up_where_nobody_hears_its_answer() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("it");
        let farewell = format!("rm -rf {}", quoted(&path.display().to_string()));
        let mut guard = Guard::begin(None, &farewell).unwrap();
        let begun = guard.ask("echo begun").unwrap();
        // As the end of this process closes everything at once.
        let (deaf, _) = std::io::pipe().unwrap();
        assert_eq!(begun, "begun");
        std::fs::create_dir(&path).unwrap();
        let Guard { shell, input, output, .. } = &mut guard;
        let wait = format!("sleep 0.2; echo {begun}; echo {begun}\n");
        input.as_mut().unwrap().write_all(wait.as_bytes()).unwrap();
        *input = None;
        *output = BufReader::new(ChildStdout::from(std::os::fd::OwnedFd::from(deaf)));
        shell.wait().unwrap();
        assert!(!path.exists());
    }

    #[test]
    fn the_end_of_what_was_started_is_heard() {
        let mut guard = Guard::begin(None, "true").unwrap();
        guard.start("sh -c 'read forever'", ":").unwrap();
        while !guard.has_ended() {
            std::thread::yield_now();
        }
    }
}
