//! A host as whoever starts it sees it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::{Answer, Ask, Config};

/// How long an answer may take before the host counts as gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// A host that runs.
#[derive(Debug)]
pub struct Process {
    child: Child,
    output: Option<ChildStdout>,
}

impl Process {
    /// Starts the binary, whose errors go to the end of a file beside its store.
    pub fn start(binary: &Path, config: &Config) -> io::Result<Self> {
        let mut command = Command::new(binary);
        Self::start_by(&mut command, config)
    }

    /// The same where another program starts the binary.
    pub fn start_by(command: &mut Command, config: &Config) -> io::Result<Self> {
        let errors = File::options()
            .create(true)
            .append(true)
            .open(config.store.with_extension("errors"))?;
        let mut child = command
            .arg(serde_json::to_string(config)?)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()?;
        let output = child.stdout.take();
        Ok(Process { child, output })
    }

    /// What it prints, its port first: see [`is_port`].
    pub fn output(&mut self) -> Option<BufReader<ChildStdout>> {
        self.output.take().map(BufReader::new)
    }

    /// Waits until it listens; none: it ended before.
    pub fn listens(&mut self) -> Option<u16> {
        let mut line = String::new();
        self.output()?.read_line(&mut line).ok()?;
        is_port(&line)
    }

    /// `kill -9`: the process has no say in it.
    pub fn kill(mut self) -> io::Result<ExitStatus> {
        self.child.kill()?;
        self.child.wait()
    }

    /// SIGTERM: it is asked to stop.
    #[cfg(unix)]
    pub fn terminate(&self) -> io::Result<()> {
        let mut kill = Command::new("kill");
        kill.arg("-TERM").arg(self.child.id().to_string());
        match kill.status()?.success() {
            true => Ok(()),
            false => Err(io::Error::other("it could not be asked to stop")),
        }
    }

    /// Waits until it ends by itself.
    pub fn ends(mut self) -> io::Result<ExitStatus> {
        self.child.wait()
    }

    /// What the system calls it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// A test that fails leaves no host behind.
impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

/// The port in the line that a host prints once it listens.
pub fn is_port(line: &str) -> Option<u16> {
    line.strip_prefix("listening on ")?.trim().parse().ok()
}

/// A connection to a host.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects to the host that listens there.
    pub fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Connection {
            stream: BufReader::new(stream),
        })
    }

    /// Asks, and waits for the answer. An error is that the host has gone; it may have done it.
    pub fn ask(&mut self, ask: &Ask) -> io::Result<Answer> {
        self.say(ask)?;
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(serde_json::from_str(&line)?)
    }

    /// Asks for what has no answer.
    pub fn say(&mut self, ask: &Ask) -> io::Result<()> {
        let mut line = serde_json::to_vec(ask)?;
        line.push(b'\n');
        self.stream.get_mut().write_all(&line)
    }
}
