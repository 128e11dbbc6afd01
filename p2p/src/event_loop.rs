//! The loop that owns the swarm: it takes commands in, gives events out, and waits for nobody.
//!
//! Each file of the folder adds one concern with its own state: `outbox` (what waits for the node), `gossip`,
//! `exchange` (streams), `discovery` (local network), `dialling` (whom to call, with the `standing` addresses),
//! `connections` (which to keep and close), `reachability` (where we are met, and relays). Every [`TICK`] the loop looks
//! at what is due.

use std::time::Instant;

use futures::StreamExt as _;
use libp2p::{Swarm, swarm::SwarmEvent};
use rand::{SeedableRng as _, rngs::StdRng};
use tokio::{sync::mpsc, time::MissedTickBehavior};

use crate::{
    behaviour::{Behaviour, BehaviourEvent, gossip::Copies},
    book::AddressBook,
    command::Command,
    config::{Config, SHUTDOWN_TIMEOUT, TICK},
    event::Event,
    event_loop::{
        connections::Connections, dialling::Dialling, discovery::Discovery, exchange::Exchange, outbox::Outbox,
        reachability::Reachability, standing::StandingAddresses,
    },
    ports,
    status::Status,
};

mod outbox;
mod standing;

mod gossip;

mod exchange;

mod discovery;

mod dialling;

mod connections;

mod reachability;

pub(crate) struct EventLoop {
    swarm: Swarm<Behaviour>,
    config: Config,
    rng: StdRng,
    commands: mpsc::Receiver<Command>,
    outbox: Outbox,
    book: AddressBook,
    standing: StandingAddresses,
    dialling: Dialling,
    connections: Connections,
    exchange: Exchange,
    discovery: Discovery,
    reachability: Reachability,
    gossip_unsent: u64,
    gossip_copies: Copies,
}

impl EventLoop {
    pub(crate) fn new(
        swarm: Swarm<Behaviour>,
        config: Config,
        gossip_copies: Copies,
        commands: mpsc::Receiver<Command>,
        events: mpsc::Sender<Event>,
    ) -> Self {
        let now = Instant::now();
        let me = *swarm.local_peer_id();
        let mut book = AddressBook::new(me, config.redial_first, config.redial_longest);
        for (peer, address) in &config.known {
            book.add(*peer, address, now);
        }
        let mut reachability = Reachability::default();
        config.relays.iter().for_each(|relay| reachability.add_relay(relay, now));
        Self {
            rng: StdRng::from_rng(&mut rand::rng()),
            commands,
            outbox: Outbox::new(events),
            book,
            standing: StandingAddresses::new(config.redial_first, config.redial_longest),
            dialling: Dialling::default(),
            connections: Connections::new(me),
            exchange: Exchange::default(),
            discovery: Discovery::new(config.mdns),
            reachability,
            gossip_unsent: 0,
            gossip_copies,
            swarm,
            config,
        }
    }

    /// Runs until the node shuts down, or drops its handles or its receiver.
    pub(crate) async fn run(mut self) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                event = self.swarm.select_next_some() => self.on_swarm_event(event),
                command = self.commands.recv() => match command {
                    Some(Command::Shutdown(answer)) => {
                        self.stop().await;
                        // Who asked may be gone: fine.
                        let _ = answer.send(());
                        return;
                    }
                    Some(command) => self.on_command(command),
                    None => return,
                },
                () = self.outbox.drain(), if self.outbox.has_overflow() => {}
                _ = tick.tick() => self.on_tick(Instant::now()),
            }
            if self.outbox.is_closed() {
                return;
            }
        }
    }

    /// Says good-bye to the peers, who would otherwise wait for timeouts, and returns when the ports are free.
    async fn stop(mut self) {
        let taken = self.reachability.listening();
        let peers: Vec<_> = self.swarm.connected_peers().copied().collect();
        for peer in peers {
            let _ = self.swarm.disconnect_peer_id(peer);
        }
        let goodbye = async {
            while self.swarm.connected_peers().next().is_some() {
                self.swarm.select_next_some().await;
            }
        };
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, goodbye).await;
        drop(self);
        // Sockets close in tasks of their own.
        let closing = async {
            while taken.iter().any(ports::is_taken) {
                tokio::time::sleep(PORT_POLL).await;
            }
        };
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, closing).await;
    }

    fn on_tick(&mut self, now: Instant) {
        self.close_surplus(now);
        self.make_room(now);
        self.dial_due(now);
        self.ring_catch_up(now);
        self.ask_relays(now);
        self.calm_mdns(now);
    }

    fn on_command(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Subscribe(topic) => self.subscribe(topic),
            Command::Unsubscribe(topic) => self.unsubscribe(topic),
            Command::Publish(topic, data) => self.publish(topic, data),
            Command::Judge { id, source, verdict } => self.judge(&id, &source, verdict),
            Command::Dial { address, answer } => self.dial_once(address, answer),
            Command::KeepDialling(address) => self.keep_dialling(address, now),
            Command::AddAddress(peer, address) => {
                self.book.add(peer, &address, now);
            }
            Command::Forget(peer) => {
                self.book.forget(&peer);
                self.standing.forget(&peer);
            }
            Command::Want(peer) => {
                self.book.want(peer, now);
                self.dial_due(now);
            }
            Command::Unwant(peer) => {
                self.book.unwant(&peer);
                self.standing.forget(&peer);
            }
            Command::Disconnect(peer) => {
                self.rest(&peer);
                // No connection is as good as a closed one.
                let _ = self.swarm.disconnect_peer_id(peer);
            }
            Command::Block(peer) => {
                self.rest(&peer);
                self.swarm.behaviour_mut().blocked.block_peer(peer);
            }
            Command::Unblock(peer) => {
                self.swarm.behaviour_mut().blocked.unblock_peer(peer);
            }
            Command::SetMdns(on) => self.set_mdns(on, now),
            Command::AddRelay(relay) => {
                self.reachability.add_relay(&relay, now);
                self.ask_relays(now);
            }
            Command::RemoveRelay(relay) => self.remove_relay(&relay),
            // An answer that nobody waits for any more is no loss.
            Command::IsConnected { peer, answer } => drop(answer.send(self.swarm.is_connected(&peer))),
            Command::Status(answer) => drop(answer.send(self.status())),
            Command::Book(answer) => drop(answer.send(self.book.export())),
            Command::Shutdown(_) => {}
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "the enum is non-exhaustive, and the rest is progress that nobody needs")]
    fn on_swarm_event(&mut self, event: SwarmEvent<BehaviourEvent>) {
        let now = Instant::now();
        match event {
            SwarmEvent::Behaviour(event) => self.on_behaviour_event(event, now),
            SwarmEvent::ConnectionEstablished { peer_id, connection_id, endpoint, .. } => {
                self.on_established(connection_id, peer_id, &endpoint, now);
            }
            SwarmEvent::ConnectionClosed { peer_id, connection_id, num_established, cause, .. } => {
                tracing::debug!(peer = %peer_id, left = num_established, ?cause, "connection closed");
                self.on_closed(connection_id, peer_id, now);
            }
            SwarmEvent::OutgoingConnectionError { connection_id, peer_id, error } => {
                self.on_dial_failed(connection_id, peer_id, &error, now);
            }
            SwarmEvent::IncomingConnectionError { send_back_addr, error, .. } => {
                tracing::debug!(address = %send_back_addr, %error, "inbound connection failed");
            }
            SwarmEvent::NewListenAddr { listener_id, address } => self.on_listening(listener_id, address, now),
            SwarmEvent::ExpiredListenAddr { listener_id, address } => self.on_no_longer_listening(listener_id, &address),
            SwarmEvent::ListenerClosed { listener_id, addresses, reason } => {
                self.on_listener_closed(listener_id, &addresses, reason, now);
            }
            SwarmEvent::ListenerError { error, .. } => tracing::warn!(%error, "listener failed"),
            SwarmEvent::ExternalAddrConfirmed { address } => self.on_confirmed(address),
            SwarmEvent::ExternalAddrExpired { address } => self.on_no_longer_confirmed(&address),
            _ => {}
        }
    }

    fn on_behaviour_event(&mut self, event: BehaviourEvent, now: Instant) {
        match event {
            BehaviourEvent::Gossip(event) => self.on_gossip(event),
            BehaviourEvent::MdnsV4(event) | BehaviourEvent::MdnsV6(event) => self.on_mdns(event, now),
            BehaviourEvent::Ping(event) => self.on_ping(&event),
            BehaviourEvent::Identify(event) => self.on_identify(event, now),
            BehaviourEvent::RelayClient(event) => self.on_relay(event),
            BehaviourEvent::Dcutr(event) => tracing::debug!(?event, "hole punching"),
            BehaviourEvent::InboundStreams(inbound) => self.on_inbound_stream(inbound),
            BehaviourEvent::OutboundStreams(()) => {}
            BehaviourEvent::Limits(never) | BehaviourEvent::Memory(never) | BehaviourEvent::Blocked(never) => match never {},
            BehaviourEvent::RawCandidates(never) => match never {},
        }
    }

    fn status(&self) -> Status {
        let mut blocked: Vec<_> = self.swarm.behaviour().blocked.blocked_peers().iter().copied().collect();
        blocked.sort();
        Status {
            local_peer_id: *self.swarm.local_peer_id(),
            listening: self.reachability.listening(),
            confirmed: self.reachability.confirmed(),
            peers: self.connections.peers(),
            blocked,
            mdns: self.discovery.is_wanted(),
            relays: self.reachability.ready_relays(),
            gossip_dropped: self.outbox.gossip_dropped(),
            gossip_unsent: self.gossip_unsent,
            gossip_copies: self.gossip_copies.count(),
            streams_refused: self.exchange.refused(),
        }
    }
}

/// Time between two looks at whether the sockets are closed.
const PORT_POLL: std::time::Duration = std::time::Duration::from_millis(10);
