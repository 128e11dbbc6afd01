//! A headless node as a real process, spoken to over its local API.

use crate::client::Client;
use crate::running;
use crate::space::{self, Space};
use crate::wait::until;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running node.
pub struct Peer {
    /// Its name in messages.
    pub name: String,
    /// Its data folder.
    pub data: PathBuf,
    /// `http://127.0.0.1:port`.
    pub api: String,
    /// The token of this start.
    pub token: String,
    /// Its PeerId.
    pub peer_id: String,
    /// Where it can be dialled.
    pub addresses: Vec<String>,
    child: Child,
    namespace: Option<Space>,
}

/// How to start a node.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Network namespace; the machine's own where absent.
    pub namespace: Option<Space>,
    /// What stands before the program: it must end by running what follows it, in its own process.
    pub within: Vec<String>,
    /// Multiaddrs to listen on.
    pub listen: Vec<String>,
    /// Multiaddrs to dial.
    pub peers: Vec<String>,
    /// Finds others on the local network.
    pub mdns: bool,
    /// How far its clock is off, as faketime reads it: `+1h`.
    pub clock: Option<String>,
    /// Environment of the node beside this one's.
    pub environment: Vec<(&'static str, String)>,
    /// Further arguments.
    pub arguments: Vec<String>,
}

impl Start {
    /// A node on loopback that only dials what it is told to.
    #[must_use]
    pub fn loopback() -> Self {
        Self { listen: vec!["/ip4/127.0.0.1/tcp/0".into()], ..Self::default() }
    }
}

/// What the API answered where it refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// The sentence.
    pub message: String,
}

impl Peer {
    /// Starts a node on `data` and waits for its ready line.
    ///
    /// # Panics
    /// Where it ends before it is ready: the exit code and its last words are in the message.
    #[must_use]
    pub fn start(name: &str, data: &Path, start: &Start) -> Self {
        Self::try_start(name, data, start).unwrap_or_else(|code| panic!("{name} ended with {code:?} before it was ready"))
    }

    /// Starts a node; the exit code where it ends before it is ready.
    ///
    /// # Errors
    /// The exit code.
    pub fn try_start(name: &str, data: &Path, start: &Start) -> Result<Self, Option<i32>> {
        let mut command = match &start.namespace {
            Some(namespace) => namespace.command(binary()),
            None => space::command(&start.within, binary()),
        };
        if let Some(offset) = &start.clock {
            // Preloaded here: the program `faketime` would stand between us and the node, and signals would end only it.
            command.env("LD_PRELOAD", faketime()).env("FAKETIME", offset);
            // Only what the wall says is moved; timers go on as ever.
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
        }
        command.arg("--data").arg(data).args(["--api", "127.0.0.1:0", "--log"]);
        command.arg(std::env::var("AFO_TEST_LOG").unwrap_or_else(|_| "warn".into()));
        command.arg("--key-file").arg(data.with_extension("key"));
        for address in &start.listen {
            command.args(["--listen", address]);
        }
        for address in &start.peers {
            command.args(["--peer", address]);
        }
        if !start.mdns {
            command.arg("--no-mdns");
        }
        command.args(&start.arguments).envs(start.environment.clone());
        if let Some(screens) = std::env::var_os("AFO_UI") {
            command.arg("--ui").arg(screens);
        }
        let log = std::fs::OpenOptions::new().create(true).append(true).open(data.with_extension("log"));
        command.stdout(Stdio::piped()).stdin(Stdio::null()).stderr(log.map_or_else(|_| Stdio::inherit(), Stdio::from));
        let mut child = running::spawn(&mut command).expect("the node binary is built before the tests");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
        let Some(Ok(line)) = lines.next() else {
            let code = child.wait().ok().and_then(|status| status.code());
            running::ended(&child);
            return Err(code);
        };
        let ready: Value = serde_json::from_str(&line).expect("the ready line is JSON");
        let text = |key: &str| ready[key].as_str().expect("the ready line has this field").to_owned();
        Ok(Self {
            name: name.to_owned(),
            data: data.to_owned(),
            api: text("api"),
            token: text("token"),
            peer_id: text("peer_id"),
            addresses: ready["addresses"]
                .as_array()
                .map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default(),
            child,
            namespace: start.namespace.clone(),
        })
    }

    /// Calls a command.
    ///
    /// # Errors
    /// [`Refused`] with the API's status and code.
    pub fn try_call(&self, command: &str, input: &Value) -> Result<Value, Refused> {
        let url = format!("{}/api/rpc/{command}", self.api);
        let mut curl = match &self.namespace {
            Some(namespace) => namespace.command("curl"),
            None => Command::new("curl"),
        };
        curl.args(["-s", "-m", "60", "-X", "POST", "-H", "content-type: application/json", "-H"]);
        curl.arg(format!("authorization: Bearer {}", self.token));
        curl.args(["--data-binary", "@-", "-w", "\n%{http_code}", &url]);
        let mut child = curl.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("curl is installed by the set-up");
        child.stdin.take().expect("stdin is piped").write_all(input.to_string().as_bytes()).expect("curl reads its input");
        let answer = child.wait_with_output().expect("curl ends");
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let (body, status) = text.rsplit_once('\n').unwrap_or((&text, "0"));
        let status: u16 = status.trim().parse().unwrap_or(0);
        let body: Value = serde_json::from_str(body).unwrap_or(Value::Null);
        if status == 200 {
            return Ok(body);
        }
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        Err(Refused { status, code: text("code"), message: text("message") })
    }

    /// What it has logged, of all its starts on this folder.
    ///
    /// # Panics
    /// Where nothing was logged to a file.
    #[must_use]
    pub fn log(&self) -> String {
        let bytes = std::fs::read(self.data.with_extension("log")).expect("its stderr goes to a file beside its data");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The id of its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The page of its UI, with the token.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/#token={}", self.api, self.token)
    }

    /// Calls a command that must succeed.
    ///
    /// # Panics
    /// Where it does not.
    #[must_use]
    pub fn call(&self, command: &str, input: &Value) -> Value {
        self.try_call(command, input).unwrap_or_else(|refused| panic!("{}: {command} {input}: {refused:?}", self.name))
    }

    /// Founds a community and returns its id.
    #[must_use]
    pub fn found(&self, name: &str, display_name: &str) -> String {
        let made = self.call("community_create", &json!({"name": name, "kind": "neighbourhood", "display_name": display_name}));
        made["id"].as_str().expect("a community has an id").to_owned()
    }

    /// Proves that the recovery words were written down, as the screens would.
    pub fn write_words_down(&self) {
        let shown = self.call("phrase_new", &json!({"language": "fr"}));
        let answer = |index: usize| json!({"index": index, "word": shown["words"][index]});
        let checked = self.call("phrase_check", &json!({"answers": [answer(0), answer(11), answer(23)]}));
        assert_eq!(checked["ok"], true, "{}: the words that were shown are right", self.name);
    }

    /// Makes an invite for any number of members and returns its link.
    #[must_use]
    pub fn invite(&self, community: &str) -> String {
        let input = json!({"community": community, "role": "member", "uses": null, "expires_ms": null, "approval": false});
        self.call("invite_create", &input)["link"].as_str().expect("an invite of our own has a link").to_owned()
    }

    /// Joins by a link and waits until it is done.
    pub fn join(&self, link: &str, display_name: &str, address: Option<&str>) {
        let join = self.call("join_start", &json!({"link": link, "display_name": display_name, "address": address}));
        let id = join["id"].clone();
        until(&format!("{} has joined", self.name), || {
            let state = self.call("join_status", &json!({ "id": id }));
            assert_ne!(state["state"], "failed", "{}: {state}", self.name);
            (state["state"] == "done").then_some(())
        });
    }

    /// The id of the first room.
    #[must_use]
    pub fn first_room(&self, community: &str) -> Option<String> {
        let rooms = self.call("rooms", &json!({ "community": community }));
        rooms["items"][0]["id"].as_str().map(str::to_owned)
    }

    /// Waits until the first room has arrived.
    pub fn sees_room(&self, community: &str) {
        until(&format!("{} has a room", self.name), || self.first_room(community));
    }

    /// Writes a message and returns it.
    #[must_use]
    pub fn write(&self, community: &str, room: &str, text: &str) -> Value {
        self.call("message_write", &json!({"community": community, "room": room, "text": text, "reply_to": null, "mentions": []}))
    }

    /// The texts of a room, newest first, all pages.
    #[must_use]
    pub fn texts(&self, community: &str, room: &str) -> Vec<String> {
        let mut texts = Vec::new();
        let mut before = Value::Null;
        // A room may have hundreds of pages: one connection for all, where it can be reached without another program.
        let mut client =
            self.namespace.is_none().then(|| Client::connect(&self.api, &self.token).expect("a running node listens"));
        loop {
            let input = json!({"community": community, "room": room, "before": before, "limit": 100});
            let page = match &mut client {
                Some(client) => client.call("messages", &input),
                None => self.call("messages", &input),
            };
            let items = page["items"].as_array().cloned().unwrap_or_default();
            texts.extend(items.iter().filter_map(|m| m["text"].as_str().map(str::to_owned)));
            before = page["next"].clone();
            if before.is_null() {
                return texts;
            }
        }
    }

    /// Waits until a room is here and shows `text`.
    pub fn sees(&self, community: &str, room: &str, text: &str) {
        until(&format!("{} has the room {room}", self.name), || {
            let rooms = self.call("rooms", &json!({ "community": community }));
            rooms["items"].as_array()?.iter().any(|here| here["id"] == room).then_some(())
        });
        until(&format!("{} sees “{text}”", self.name), || {
            self.texts(community, room).iter().any(|t| t == text).then_some(())
        });
    }

    /// How many neighbours are connected.
    #[must_use]
    pub fn connected(&self) -> u64 {
        self.call("status", &json!({}))["connected"].as_u64().unwrap_or(0)
    }

    /// Ends the process at once (SIGKILL), while others still hold it.
    pub fn kill_now(&self) {
        drop(Command::new("kill").args(["-KILL", &self.child.id().to_string()]).status());
    }

    /// Ends the process at once (SIGKILL).
    pub fn kill(mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Asks the process to end (SIGTERM) and returns its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &pid]).status());
        self.child.wait().ok().and_then(|status| status.code())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        running::ended(&self.child);
    }
}

/// Returns the library that moves a program's clock.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let found = folders.map(|folder| folder.path().join("faketime/libfaketime.so.1")).find(|path| path.is_file());
    found.expect("faketime is installed by the set-up")
}

/// Returns the node's binary: beside this test's own, or where `AFO_NODE` says.
#[must_use]
pub fn binary() -> PathBuf {
    program("allforone-node", "AFO_NODE")
}

/// Returns a program of ours: where `variable` says, or beside this test's own.
///
/// # Panics
/// Where it is not built.
#[must_use]
pub fn program(name: &str, variable: &str) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let own = std::env::current_exe().expect("a running test has a path");
    // A test lies in target/<profile>/deps, a program beside it in target/<profile>.
    let beside = own.ancestors().skip(1).map(|folder| folder.join(name));
    beside.take(2).find(|path| path.is_file()).unwrap_or_else(|| panic!("{name} is built before the tests"))
}
