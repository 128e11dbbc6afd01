//! Start: from exec to the last messages listed.

use crate::Plan;
use crate::join::peak_bytes;
use crate::room::{Room, client_of, last};
use allforone_tests::figure::Figure;
use allforone_tests::peer::{Peer, Start};
use std::path::Path;
use std::time::Instant;

/// Messages that are looked at first.
const SCREEN: usize = 50;

pub(crate) fn figures(folder: &Path, plan: &Plan) -> Vec<Figure> {
    let (room, _) = Room::filled(folder, plan.messages);
    let newest = last(&mut room.client(), &room.community, &room.room, SCREEN);
    let Room { mut peer, community, room, .. } = room;
    let (mut seconds, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..plan.runs {
        let data = peer.data.clone();
        assert_eq!(peer.stop(), Some(0), "A ends well");
        let begin = Instant::now();
        peer = Peer::start("A", &data, &Start::loopback());
        assert_eq!(last(&mut client_of(&peer), &community, &room, SCREEN), newest, "nothing is lost");
        seconds.push(begin.elapsed().as_secs_f64());
        peaks.push(peak_bytes(peer.process()) as f64 / 1e6);
    }
    let name = |what: &str| format!("start at {}: {what}", plan.messages);
    vec![Figure::new(name("last 50 listed"), "s", seconds), Figure::new(name("peak memory"), "MB", peaks)]
}
