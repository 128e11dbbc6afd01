//! Real peers on loopback. Each test waits for conditions, at most [`PATIENCE`].
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{collections::BTreeSet, time::Duration};

use tokio::sync::mpsc;

use crate::{
    Config, DialError, Event, Handle, Keypair, Multiaddr, Network, OpenError, PeerId, Protocol, StartError, Topic, Verdict, Way,
    config::{MAX_FRAME_BYTES, MAX_INBOUND_STREAMS_PER_PEER},
    message_id,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_peers_gossip_both_ways_over_tcp_and_over_quic() {
    for way in [Way::Tcp, Way::Quic] {
        let (mut ada, mut bob) = (Peer::start(), Peer::start());
        ada.dial(&bob, way).await;
        let topic = Topic::new([7; 16]);
        ada.handle.subscribe(topic).await.unwrap();
        bob.handle.subscribe(topic).await.unwrap();
        ada.until_subscribed(bob.id, topic).await;
        bob.until_subscribed(ada.id, topic).await;

        ada.handle.publish(topic, b"from ada".to_vec()).await.unwrap();
        assert_eq!(bob.next_gossip().await, b"from ada", "{way:?}");
        bob.handle.publish(topic, b"from bob".to_vec()).await.unwrap();
        assert_eq!(ada.next_gossip().await, b"from bob", "{way:?}");

        let status = ada.handle.status().await.unwrap();
        assert_eq!(status.peers.first().map(|p| (p.peer, p.how, p.dialer)), Some((bob.id, way, true)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gossip_goes_on_only_where_it_was_accepted() {
    let (mut ada, mut bob, mut eve) = (Peer::start(), Peer::start(), Peer::start());
    ada.dial(&bob, Way::Tcp).await;
    eve.dial(&bob, Way::Tcp).await;
    let topic = Topic::new([8; 16]);
    for peer in [&ada, &bob, &eve] {
        peer.handle.subscribe(topic).await.unwrap();
    }
    ada.until_subscribed(bob.id, topic).await;
    bob.until_subscribed(eve.id, topic).await;
    eve.until_subscribed(bob.id, topic).await;

    ada.handle.publish(topic, b"to be ignored".to_vec()).await.unwrap();
    bob.judge_next(Verdict::Ignore).await;
    ada.handle.publish(topic, b"to be passed on".to_vec()).await.unwrap();
    bob.judge_next(Verdict::Accept).await;
    assert_eq!(eve.next_gossip().await, b"to be passed on", "what bob ignored stays with bob");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_of_a_mebibyte_cross_in_both_directions() {
    for way in [Way::Tcp, Way::Quic] {
        let (ada, mut bob) = (Peer::start(), Peer::start());
        ada.dial(&bob, way).await;
        let mut near = ada.handle.open_stream(bob.id, Protocol::Sync).await.unwrap();
        let frame: Vec<u8> = (0..MAX_FRAME_BYTES).map(|i| (i % 251) as u8).collect();

        let reading = async {
            let mut far = bob.next_stream().await;
            let frame = far.recv().await.unwrap().unwrap();
            (far, frame)
        };
        let (sent, (mut far, received)) = tokio::join!(near.send(&frame), reading);
        assert!(sent.is_ok() && received == frame, "{sent:?}");
        assert_eq!((far.peer(), far.protocol()), (ada.id, Protocol::Sync));
        far.send(b"thanks").await.unwrap();
        far.close().await.unwrap();
        assert_eq!(near.recv().await.unwrap().unwrap(), b"thanks");
        assert_eq!(near.recv().await.unwrap(), None, "bob has closed");
        assert_eq!((near.bytes_out(), near.bytes_in()), (far.bytes_in(), far.bytes_out()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_cannot_hold_more_than_its_share_of_streams() {
    let (ada, mut bob) = (Peer::start(), Peer::start());
    ada.dial(&bob, Way::Tcp).await;
    let mut held = Vec::new();
    for _ in 0..MAX_INBOUND_STREAMS_PER_PEER {
        let mut stream = ada.handle.open_stream(bob.id, Protocol::Join).await.unwrap();
        stream.send(b"hello").await.unwrap();
        held.push((stream, bob.next_stream().await));
    }
    let mut surplus = ada.handle.open_stream(bob.id, Protocol::Join).await.unwrap();
    // The transport may take the frame before the other side has closed; the answer never comes.
    drop(surplus.send(b"hello").await);
    assert!(!matches!(surplus.recv().await, Ok(Some(_))));
    assert_eq!(bob.handle.status().await.unwrap().streams_refused, 1);

    held.clear();
    let mut again = ada.handle.open_stream(bob.id, Protocol::Join).await.unwrap();
    again.send(b"hello").await.unwrap();
    assert_eq!(bob.next_stream().await.recv().await.unwrap().unwrap(), b"hello");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_that_many_peers_open_at_once_are_all_heard() {
    let mut hub = Peer::start();
    let others: Vec<_> = (0..20).map(|_| Peer::start()).collect();
    for other in &others {
        other.dial(&hub, Way::Tcp).await;
    }
    let asking = futures::future::join_all(others.iter().map(async |other| {
        let mut stream = other.handle.open_stream(hub.id, Protocol::Sync).await.unwrap();
        stream.send(b"hello").await.unwrap();
        stream.recv().await.is_ok_and(|frame| frame.is_some_and(|frame| frame == b"hello"))
    }));
    let events = &mut hub.events;
    let answering = async {
        while let Some(event) = events.recv().await {
            if let Event::InboundStream { mut stream, .. } = event {
                let frame = stream.recv().await.unwrap().unwrap();
                stream.send(&frame).await.unwrap();
            }
        }
    };
    tokio::select! {
        heard = asking => assert_eq!(heard.iter().filter(|heard| **heard).count(), others.len()),
        () = answering => panic!("the network runs"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_peer_is_disconnected_and_cannot_come_back() {
    let (mut ada, bob) = (Peer::start(), Peer::start());
    bob.dial(&ada, Way::Tcp).await;
    ada.until_connected(bob.id).await;
    ada.handle.block(bob.id).await.unwrap();
    ada.until_disconnected(bob.id).await;

    let address = ada.address(Way::Tcp).await;
    // The handshake may succeed on bob's side before ada refuses: then he loses the connection at once.
    drop(bob.handle.dial(address.clone()).await);
    eventually("bob is out", async || bob.handle.status().await.unwrap().peers.is_empty()).await;
    let status = ada.handle.status().await.unwrap();
    assert_eq!((status.blocked, status.peers), (vec![bob.id], vec![]));
    assert!(matches!(ada.handle.open_stream(bob.id, Protocol::Sync).await, Err(OpenError::NotConnected)));
    assert!(matches!(ada.handle.dial(bob.address(Way::Tcp).await).await, Err(DialError::Refused { .. })));

    ada.handle.unblock(bob.id).await.unwrap();
    eventually("bob is back", async || {
        drop(bob.handle.dial(address.clone()).await);
        ada.is_connected(bob.id).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_restarts_on_the_same_port_is_dialled_again() {
    for (way, named) in [(Way::Tcp, true), (Way::Tcp, false), (Way::Quic, true)] {
        let mut ada = Peer::start();
        let key = Keypair::generate();
        let bob = Peer::start_with(Config::loopback(key.clone()));
        let mut address = bob.address(way).await;
        let mut listen = address.clone();
        listen.pop();
        if !named {
            address = listen.clone();
        }
        ada.handle.keep_dialling(address).await.unwrap();
        ada.until_connected(bob.id).await;

        bob.handle.shutdown().await;
        ada.until_disconnected(bob.id).await;
        let bob = Peer::start_with(Config { listen: vec![listen], ..Config::loopback(key) });
        ada.until_connected(bob.id).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_is_dialled_again_when_somebody_else_moves_in() {
    let (mut ada, bob) = (Peer::start(), Peer::start());
    let mut address = bob.address(Way::Tcp).await;
    address.pop();
    ada.handle.keep_dialling(address.clone()).await.unwrap();
    ada.until_connected(bob.id).await;
    bob.handle.shutdown().await;

    let eve = Peer::start_with(Config { listen: vec![address], ..config() });
    ada.until_connected(eve.id).await;
}

/// Both bind the port they listen on and call the other's: to TCP that would be one connection that nobody answered.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_call_each_other_at_once_both_get_through() {
    for _ in 0..100 {
        let (ada, bob) = (Peer::start(), Peer::start());
        let (mut to_ada, mut to_bob) = (ada.address(Way::Tcp).await, bob.address(Way::Tcp).await);
        to_ada.pop();
        to_bob.pop();
        let (from_ada, from_bob) = tokio::join!(ada.handle.dial(to_bob), bob.handle.dial(to_ada));
        assert_eq!((from_ada, from_bob), (Ok(bob.id), Ok(ada.id)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn surplus_connections_are_closed_down_to_one() {
    let (ada, bob) = (Peer::start(), Peer::start());
    let mut unnamed = Vec::new();
    for (peer, way) in [(&bob, Way::Tcp), (&bob, Way::Quic), (&ada, Way::Tcp)] {
        let mut address = peer.address(way).await;
        address.pop();
        unnamed.push(address);
    }
    let [to_bob, to_bob_too, to_ada] = unnamed.try_into().unwrap();
    let (first, second, third) = tokio::join!(ada.handle.dial(to_bob), ada.handle.dial(to_bob_too), bob.handle.dial(to_ada));
    assert_eq!((first, second, third), (Ok(bob.id), Ok(bob.id), Ok(ada.id)));

    eventually("one connection on both sides", async || {
        let (ada, bob) = (ada.handle.status().await.unwrap().peers, bob.handle.status().await.unwrap().peers);
        match (&ada[..], &bob[..]) {
            ([ada], [bob]) => (ada.connections, bob.connections) == (1, 1) && ada.how == bob.how && ada.dialer != bob.dialer,
            _ => false,
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_full_hall_everybody_has_a_turn() {
    let mut hub = Peer::start_with(Config { max_connections: 6, ..config() });
    let address = hub.address(Way::Tcp).await;
    let guests: Vec<_> = (0..9).map(|_| Peer::start()).collect();
    for guest in &guests {
        guest.handle.keep_dialling(address.clone()).await.unwrap();
    }
    let mut missing: BTreeSet<_> = guests.iter().map(|guest| guest.id).collect();
    while !missing.is_empty() {
        let connected = hub.until(|event| if let Event::Connected { peer, .. } = event { Some(peer) } else { None }).await;
        missing.remove(&connected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_does_not_listen_misses_gossip_but_no_connection() {
    let (mut deaf, mut ada) = (Peer::start_with(Config { event_queue: 8, ..config() }), Peer::start());
    ada.dial(&deaf, Way::Tcp).await;
    let topic = Topic::new([9; 16]);
    deaf.handle.subscribe(topic).await.unwrap();
    ada.handle.subscribe(topic).await.unwrap();
    ada.until_subscribed(deaf.id, topic).await;
    for number in 0..50u32 {
        ada.handle.publish(topic, number.to_be_bytes().to_vec()).await.unwrap();
    }
    eventually("gossip is dropped", async || deaf.handle.status().await.unwrap().gossip_dropped > 0).await;

    let late: Vec<_> = (0..5).map(|_| Peer::start()).collect();
    for peer in &late {
        peer.dial(&deaf, Way::Tcp).await;
    }
    // Two connections that are made at once may be told in either order.
    let mut missing: BTreeSet<_> = late.iter().map(|peer| peer.id).collect();
    while !missing.is_empty() {
        let connected = deaf.until(|event| if let Event::Connected { peer, .. } = event { Some(peer) } else { None }).await;
        missing.remove(&connected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn catching_up_is_due_on_connect_and_then_again_and_again() {
    let mut ada = Peer::start_with(Config { catch_up_interval: Duration::from_millis(100), ..config() });
    let bob = Peer::start();
    ada.dial(&bob, Way::Tcp).await;
    for _ in 0..3 {
        let due = ada.until(|event| if let Event::CatchUpDue { peer } = event { Some(peer) } else { None }).await;
        assert_eq!(due, bob.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_dial_says_why_in_plain_words() {
    let (ada, bob, eve) = (Peer::start(), Peer::start(), Peer::start());
    let mut address = bob.address(Way::Tcp).await;
    address.pop();
    let as_eve = address.clone().with(libp2p::multiaddr::Protocol::P2p(eve.id));
    assert_eq!(ada.handle.dial(as_eve).await, Err(DialError::WrongPeer { found: bob.id }));

    bob.handle.shutdown().await;
    let refused = ada.handle.dial(address.clone()).await.unwrap_err().to_string();
    assert_eq!(refused, format!("{address}: nobody listens there"));
    assert_eq!(ada.handle.dial(ada.address(Way::Tcp).await).await, Err(DialError::Own));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_taken_port_is_told_apart() {
    let ada = Peer::start();
    for way in [Way::Tcp, Way::Quic] {
        let mut listen = ada.address(way).await;
        listen.pop();
        let second = Network::start(Config { listen: vec![listen], ..config() });
        assert!(matches!(second, Err(StartError::PortTaken { .. })), "{way:?}: {second:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_book_survives_in_the_hands_of_the_node() {
    let (ada, bob) = (Peer::start(), Peer::start());
    ada.dial(&bob, Way::Tcp).await;
    let book = ada.handle.book().await.unwrap();
    let known = book.into_iter().flat_map(|(peer, addresses)| addresses.into_iter().map(move |a| (peer, a))).collect();
    ada.handle.shutdown().await;

    let mut reborn = Peer::start_with(Config { known, ..config() });
    reborn.handle.want(bob.id).await.unwrap();
    reborn.until_connected(bob.id).await;
}

struct Peer {
    id: PeerId,
    handle: Handle,
    events: mpsc::Receiver<Event>,
}

impl Peer {
    fn start() -> Self {
        Self::start_with(config())
    }

    fn start_with(config: Config) -> Self {
        let (handle, events) = Network::start(config).unwrap();
        Self { id: handle.local_peer_id(), handle, events }
    }

    /// Waits until the peer listens, and returns where, with `/p2p/…`.
    async fn address(&self, way: Way) -> Multiaddr {
        let mut found = None;
        eventually("the peer listens", async || {
            let listening = self.handle.status().await.unwrap().listening;
            found = listening.into_iter().find(|address| Way::of(address) == way);
            found.is_some()
        })
        .await;
        found.unwrap()
    }

    async fn dial(&self, other: &Peer, way: Way) {
        assert_eq!(self.handle.dial(other.address(way).await).await, Ok(other.id));
    }

    async fn is_connected(&self, other: PeerId) -> bool {
        self.handle.status().await.unwrap().peers.iter().any(|peer| peer.peer == other)
    }

    /// Waits for the event that `pick` wants; the others are gone.
    async fn until<T>(&mut self, mut pick: impl FnMut(Event) -> Option<T>) -> T {
        let search = async {
            loop {
                if let Some(found) = pick(self.events.recv().await.expect("the network runs")) {
                    return found;
                }
            }
        };
        tokio::time::timeout(PATIENCE, search).await.expect("the event comes in time")
    }

    async fn until_connected(&mut self, other: PeerId) {
        self.until(|event| matches!(event, Event::Connected { peer, .. } if peer == other).then_some(())).await;
    }

    async fn until_disconnected(&mut self, other: PeerId) {
        self.until(|event| matches!(event, Event::Disconnected { peer } if peer == other).then_some(())).await;
    }

    async fn until_subscribed(&mut self, other: PeerId, topic: Topic) {
        let is_it = |event| matches!(event, Event::Subscribed { peer, topic: t } if (peer, t) == (other, topic));
        self.until(|event| is_it(event).then_some(())).await;
    }

    async fn next_gossip(&mut self) -> Vec<u8> {
        self.judge_next(Verdict::Accept).await
    }

    async fn judge_next(&mut self, verdict: Verdict) -> Vec<u8> {
        let (id, source, data) = self
            .until(|event| if let Event::Gossip { id, source, data, .. } = event { Some((id, source, data)) } else { None })
            .await;
        assert_eq!(id, message_id(&data), "a message is known by its content");
        self.handle.verdict(id, source, verdict).await.unwrap();
        data
    }

    async fn next_stream(&mut self) -> crate::FrameStream {
        self.until(|event| if let Event::InboundStream { stream, .. } = event { Some(stream) } else { None }).await
    }
}

fn config() -> Config {
    Config::loopback(Keypair::generate())
}

/// Asks again and again until the answer is yes.
async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let asking = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| panic!("not in time: {what}"));
}

const PATIENCE: Duration = Duration::from_secs(60);
