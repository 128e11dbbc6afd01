//! Durable appends: `message_write` answers when the message is on the disk.

use crate::Plan;
use crate::room::Room;
use allforone_tests::figure::{Figure, quantile};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

/// Writers at once, and messages of each.
const LOADS: [(usize, usize); 2] = [(1, 300), (16, 100)];
/// What an entry of a message takes in the log, in bytes.
const ENTRY_BYTES: usize = 300;

pub(crate) fn figures(folder: &Path, plan: &Plan) -> Vec<Figure> {
    let room = Room::found(folder);
    room.fill(200);
    let mut figures = Vec::new();
    for (writers, each) in LOADS {
        let (mut rates, mut medians, mut bare, mut trips) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for run in 0..plan.runs {
            // The disk is asked between the runs, so that both see the same neighbours.
            bare.push(fdatasyncs(&folder.join(format!("bare-{writers}-{run}")), each));
            trips.push(round_trips(&folder.join(format!("trip-{writers}-{run}")), each));
            let begin = Instant::now();
            let mut took = write(&room, writers, each);
            rates.push((writers * each) as f64 / begin.elapsed().as_secs_f64());
            took.sort_by(f64::total_cmp);
            medians.push(quantile(&took, 0.5));
        }
        bare.sort_by(f64::total_cmp);
        trips.sort_by(f64::total_cmp);
        let (disk, trip) = (quantile(&bare, 0.5), quantile(&trips, 0.5));
        let figure = Figure::new(format!("append: {writers} writers"), "1/s", rates).limit(disk);
        figures.push(figure.with("one bare round trip and sync after the other", trip));
        figures.push(Figure::new(format!("append: {writers} writers, p50 of a call"), "ms", medians).limit(1_000.0 / disk));
    }
    figures
}

/// Writes and returns how long each call took, in milliseconds.
fn write(room: &Room, writers: usize, each: usize) -> Vec<f64> {
    thread::scope(|scope| {
        let writer = || {
            let mut client = room.client();
            let timed = |_| {
                let text = room.text();
                let begin = Instant::now();
                room.write(&mut client, &text);
                begin.elapsed().as_secs_f64() * 1_000.0
            };
            (0..each).map(timed).collect::<Vec<f64>>()
        };
        let running: Vec<_> = (0..writers).map(|_| scope.spawn(writer)).collect();
        running.into_iter().flat_map(|writer| writer.join().expect("no writer has failed")).collect()
    })
}

/// How often a second somebody gets an answer who waits for it: [`ENTRY_BYTES`] over TCP to a thread that hands them to a
/// second one, which writes and syncs. No program that answers over a socket from another thread does better.
fn round_trips(path: &Path, times: usize) -> f64 {
    let server = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = server.local_addr().expect("it is bound");
    let mut file = File::create(path).expect("the temporary folder takes files");
    let (work, orders) = mpsc::sync_channel::<[u8; ENTRY_BYTES]>(1);
    let (done, answers) = mpsc::sync_channel::<()>(1);
    thread::scope(|scope| {
        scope.spawn(move || {
            for bytes in orders {
                file.write_all(&bytes).and_then(|()| file.sync_data()).expect("the disk takes a file");
                done.send(()).expect("somebody waits");
            }
        });
        scope.spawn(move || {
            let (mut stream, _) = server.accept().expect("somebody comes");
            stream.set_nodelay(true).expect("a TCP socket");
            let mut bytes = [0; ENTRY_BYTES];
            while stream.read_exact(&mut bytes).is_ok() {
                work.send(bytes).expect("somebody writes");
                answers.recv().expect("somebody answers");
                stream.write_all(&bytes).expect("somebody waits");
            }
        });
        let mut stream = TcpStream::connect(address).expect("somebody listens");
        stream.set_nodelay(true).expect("a TCP socket");
        let mut bytes = [7; ENTRY_BYTES];
        let begin = Instant::now();
        for _ in 0..times {
            stream.write_all(&bytes).and_then(|()| stream.read_exact(&mut bytes)).expect("an answer comes");
        }
        times as f64 / begin.elapsed().as_secs_f64()
    })
}

/// How often a second this disk takes [`ENTRY_BYTES`] at the end of a file and says that they are there.
fn fdatasyncs(path: &Path, times: usize) -> f64 {
    let mut file = File::create(path).expect("the temporary folder takes files");
    let begin = Instant::now();
    for _ in 0..times {
        file.write_all(&[7; ENTRY_BYTES]).and_then(|()| file.sync_data()).expect("the disk takes a file");
    }
    times as f64 / begin.elapsed().as_secs_f64()
}
