//! Namespaces of the kernel: networks and mounts of one's own, as root or through a user namespace.
//!
//! A namespace is held by a `cat` that ends with this process, so that nothing stays behind when a test is killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

/// How this machine lets us make namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Power {
    /// As the system's administrator.
    Root,
    /// As somebody who is root inside a user namespace only.
    User,
}

/// A network namespace; it ends when the last clone is dropped.
#[derive(Clone, Debug)]
pub struct Space(Arc<Holder>);

#[derive(Debug)]
struct Holder {
    cat: Child,
    /// Keeps the user namespace that this one was made in.
    _home: Option<Arc<Holder>>,
}

impl Space {
    /// Makes a network namespace of its own.
    ///
    /// # Panics
    /// Where this machine allows none; the message says what to do.
    #[must_use]
    pub fn new() -> Self {
        Self::hold(&with_flags(power(), "-n"), None)
    }

    /// Makes another network namespace that can be joined with this one by a cable.
    ///
    /// # Panics
    /// As [`Space::new`].
    #[must_use]
    pub fn beside(&self) -> Self {
        let into_user = match power() {
            Power::Root => Vec::new(),
            Power::User => words(&format!("nsenter -t {} -U --preserve-credentials", self.process())),
        };
        Self::hold(&[into_user, words("unshare -n")].concat(), Some(self.0.clone()))
    }

    fn hold(prefix: &[String], home: Option<Arc<Holder>>) -> Self {
        let mut command = command(prefix, "sh");
        command.args(["-c", "echo here && exec cat >&2"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut cat = command.spawn().expect("unshare and nsenter are part of every Linux");
        let out = cat.stdout.take().expect("stdout is piped");
        let said = BufReader::new(out).lines().next();
        assert!(matches!(said, Some(Ok(_))), "no namespace: {prefix:?}");
        Self(Arc::new(Holder { cat, _home: home }))
    }

    /// The process by which `ip` names it.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.0.cat.id()
    }

    /// A program that will run inside.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let enter = match power() {
            Power::Root => "-n",
            Power::User => "-U -n --preserve-credentials",
        };
        command(&words(&format!("nsenter -t {} {enter}", self.process())), program)
    }

    /// Runs `ip` inside.
    ///
    /// # Panics
    /// Where it fails; what it said is in the message.
    pub fn ip(&self, arguments: &str) {
        let done = self.command("ip").args(words(arguments)).output().expect("iproute2 is installed by the set-up");
        assert!(done.status.success(), "ip {arguments}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Sets a setting of the kernel's network.
    ///
    /// # Panics
    /// Where it fails.
    pub fn sysctl(&self, setting: &str) {
        let done = self.command("sysctl").args(["-qw", setting]).output().expect("procps is installed by the set-up");
        assert!(done.status.success(), "sysctl {setting}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Default for Space {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        drop(self.cat.kill());
        drop(self.cat.wait());
    }
}

/// Whether `AFO_NO_NETNS=1` says that tests which need namespaces are to be passed over; says so on stderr.
#[must_use]
pub fn is_waived() -> bool {
    let is_waived = std::env::var_os("AFO_NO_NETNS").is_some_and(|value| value == "1");
    if is_waived {
        eprintln!("passed over, because AFO_NO_NETNS=1: this test needs namespaces");
    }
    is_waived
}

/// What stands before a program that gets a small disk of its own at `place`: other processes do not see it.
///
/// # Panics
/// Where this machine allows no mounts of one's own.
#[must_use]
pub fn small_disk(place: &std::path::Path, mebibytes: u32) -> Vec<String> {
    let mount = format!("mount -t tmpfs -o size={mebibytes}m tmpfs '{}' && exec \"$0\" \"$@\"", place.display());
    [with_flags(power(), "-m"), vec!["sh".into(), "-c".into(), mount]].concat()
}

/// A program behind the words of `prefix`.
#[must_use]
pub fn command(prefix: &[String], program: impl AsRef<std::ffi::OsStr>) -> Command {
    match prefix.split_first() {
        Some((first, rest)) => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
        None => Command::new(program),
    }
}

fn with_flags(power: Power, flags: &str) -> Vec<String> {
    match power {
        Power::Root => words(&format!("unshare {flags}")),
        Power::User => words(&format!("unshare -r {flags}")),
    }
}

/// Finds out once how namespaces can be made here.
fn power() -> Power {
    static POWER: OnceLock<Option<Power>> = OnceLock::new();
    let can = |line: &str| {
        let done = command(&words(line), "true").stdout(Stdio::null()).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    let found = POWER
        .get_or_init(|| if can("unshare -n -m") { Some(Power::Root) } else { can("unshare -r -n -m").then_some(Power::User) });
    found.expect(
        "this test needs network namespaces, and here neither root nor a user namespace makes one: run it as root, or \
         allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, user.max_user_namespaces), or set \
         AFO_NO_NETNS=1 to pass over such tests",
    )
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}
