//! The relay as a program: two peers meet through it on loopback, and it starts and ends as the contract says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::{path::Path, process::Stdio, time::Duration};

use allforone_p2p::{Config, Event, Handle, Keypair, Multiaddr, Network, PeerId, Protocol, Topic, Verdict, Way};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    sync::mpsc,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_peers_talk_through_the_relay_and_again_after_it_has_restarted() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::start(folder.path(), "/ip4/127.0.0.1/tcp/0").await;
    // Ada can only be reached through the relay: she listens nowhere else.
    let (ada, mut ada_events) = start(Config { listen: vec![], relays: vec![relay.address.clone()], ..config() });
    let (bob, mut bob_events) = start(config());

    let circuit = circuit_of(&mut ada_events).await;
    assert!(circuit.to_string().starts_with(&format!("{}/p2p-circuit/p2p/", relay.address)), "{circuit}");
    assert_eq!(bob.dial(circuit.clone()).await, Ok(ada.local_peer_id()));
    let peers = bob.status().await.unwrap().peers;
    let seen = peers.iter().find(|peer| peer.peer == ada.local_peer_id()).unwrap();
    assert_eq!((seen.how, seen.relayed, seen.dialer), (Way::Relay, true, true));

    talk((&ada, &mut ada_events), (&bob, &mut bob_events)).await;

    let (listen, peer_id) = (relay.listen.clone(), relay.peer_id);
    assert_eq!(relay.stop().await, Some(0), "SIGTERM ends it cleanly");
    until(&mut ada_events, |event| matches!(event, Event::RelayLost { relay, .. } if relay == peer_id).then_some(())).await;
    let relay = Relay::start(folder.path(), &listen).await;
    assert_eq!(relay.peer_id, peer_id, "the key file keeps its name");
    assert_eq!(circuit_of(&mut ada_events).await, circuit, "ada asks the relay again by herself");
    bob.dial(circuit).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_relay_on_the_same_port_says_so_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::start(folder.path(), "/ip4/127.0.0.1/tcp/0").await;
    let second = command(folder.path(), &relay.listen).stdout(Stdio::null()).status().await.unwrap();
    assert_eq!(second.code(), Some(6));
    let nonsense = command(folder.path(), "nonsense").status().await.unwrap();
    assert_eq!(nonsense.code(), Some(2));
}

/// Gossip and a framed stream, both ways.
async fn talk(
    (ada, ada_events): (&Handle, &mut mpsc::Receiver<Event>),
    (bob, bob_events): (&Handle, &mut mpsc::Receiver<Event>),
) {
    let topic = Topic::new([3; 16]);
    ada.subscribe(topic).await.unwrap();
    bob.subscribe(topic).await.unwrap();
    subscribed(bob_events, ada.local_peer_id()).await;
    bob.publish(topic, b"through the relay".to_vec()).await.unwrap();
    let (id, source, data) =
        until(
            ada_events,
            |event| {
                if let Event::Gossip { id, source, data, .. } = event { Some((id, source, data)) } else { None }
            },
        )
        .await;
    ada.verdict(id, source, Verdict::Accept).await.unwrap();
    assert_eq!(data, b"through the relay");

    // More than the 128 KiB after which a relay of libp2p's own limits would cut.
    let frame = vec![7; 1 << 20];
    let mut near = bob.open_stream(ada.local_peer_id(), Protocol::Sync).await.unwrap();
    let reading = async {
        let mut far =
            until(ada_events, |event| if let Event::InboundStream { stream, .. } = event { Some(stream) } else { None }).await;
        let frame = far.recv().await.unwrap().unwrap();
        far.send(b"thanks").await.unwrap();
        frame
    };
    let (sent, received) = tokio::join!(near.send(&frame), reading);
    assert!(sent.is_ok() && received == frame, "{sent:?}");
    assert_eq!(near.recv().await.unwrap().unwrap(), b"thanks");
}

struct Relay {
    program: Child,
    peer_id: PeerId,
    /// Where it is dialled, with `/p2p/…`.
    address: Multiaddr,
    /// The same without `/p2p/…`.
    listen: String,
}

impl Relay {
    async fn start(folder: &Path, listen: &str) -> Self {
        let mut program = command(folder, listen).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let line = patiently(lines.next_line()).await.unwrap().expect("a ready line");
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&ready["ready"], &ready["version"]), (&1.into(), &env!("CARGO_PKG_VERSION").into()));
        let address = ready["addresses"][0].as_str().unwrap();
        Self {
            program,
            peer_id: ready["peer_id"].as_str().unwrap().parse().unwrap(),
            address: address.parse().unwrap(),
            listen: address.split("/p2p/").next().unwrap().to_owned(),
        }
    }

    /// Sends SIGTERM and returns the exit code.
    async fn stop(&mut self) -> Option<i32> {
        let pid = self.program.id().unwrap().to_string();
        assert!(Command::new("kill").arg(pid).status().await.unwrap().success());
        patiently(self.program.wait()).await.unwrap().code()
    }
}

fn command(folder: &Path, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_allforone-relay"));
    command.arg("--key-file").arg(folder.join("key")).args(["--listen", listen]).kill_on_drop(true);
    command
}

fn start(config: Config) -> (Handle, mpsc::Receiver<Event>) {
    Network::start(config).unwrap()
}

fn config() -> Config {
    Config { hole_punching: false, ..Config::loopback(Keypair::generate()) }
}

async fn circuit_of(events: &mut mpsc::Receiver<Event>) -> Multiaddr {
    until(events, |event| {
        if let Event::Listening(address) = event
            && address.to_string().contains("/p2p-circuit")
        {
            Some(address)
        } else {
            None
        }
    })
    .await
}

async fn subscribed(events: &mut mpsc::Receiver<Event>, other: PeerId) {
    until(events, |event| matches!(event, Event::Subscribed { peer, .. } if peer == other).then_some(())).await;
}

async fn until<T>(events: &mut mpsc::Receiver<Event>, mut pick: impl FnMut(Event) -> Option<T>) -> T {
    patiently(async {
        loop {
            if let Some(found) = pick(events.recv().await.expect("the network runs")) {
                return found;
            }
        }
    })
    .await
}

async fn patiently<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), future).await.expect("in time")
}
