//! A hall: fifty peers in one process, everybody connected with everybody, talking; then silent.

use crate::Plan;
use allforone_tests::figure::{Figure, quantile};
use allforone_tests::talk::bare::BareHall;
use allforone_tests::talk::ours::OurHall;
use allforone_tests::talk::{Held, Pace, Road, Talk};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Peers; `BENCH_HALL` says otherwise.
const PEERS: usize = 50;
/// Bytes of a message; `BENCH_BYTES` says otherwise.
const BYTES: usize = 300;
/// Messages; `BENCH_TALK` says otherwise.
const MESSAGES: usize = 200;
/// Five messages a second: each of fifty says something every ten seconds.
const INTERVAL: Duration = Duration::from_millis(203);
/// How long the silent hall is watched; `BENCH_IDLE` says otherwise, in seconds.
const IDLE_SECONDS: usize = 60;
/// How long the hall is left alone before, so that what was said is forgotten by the mesh: more than its history.
const SETTLE: Duration = Duration::from_secs(12);

/// Over QUIC, as a hall finds together by itself, unless `BENCH_ROAD=tcp`.
pub(crate) fn figures(_: &Path, _: &Plan) -> Vec<Figure> {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default);
    let (peers, bytes, idle) = (number("BENCH_HALL", PEERS), number("BENCH_BYTES", BYTES), number("BENCH_IDLE", IDLE_SECONDS));
    let pace = Pace { messages: number("BENCH_TALK", MESSAGES), interval: INTERVAL };
    let road = if std::env::var("BENCH_ROAD").is_ok_and(|road| road == "tcp") { Road::Tcp } else { Road::Quic };

    let bare = runtime().block_on(async {
        let talk = Arc::new(Talk::new(bytes, peers));
        talk.hold(&BareHall::gather(peers, road, &talk).await, &pace).await
    });
    let (ours, gathered, share) = runtime().block_on(async {
        let talk = Arc::new(Talk::new(bytes, peers));
        let begin = Instant::now();
        let hall = OurHall::gather(peers, road, &talk).await;
        let gathered = begin.elapsed();
        let held = talk.hold(&hall, &pace).await;
        tokio::time::sleep(SETTLE).await;
        let share = share_of_a_core(Duration::from_secs(idle as u64)).await;
        hall.leave().await;
        (held, gathered, share)
    });

    let hall = format!("hall of {peers} over {road:?}, {bytes} bytes");
    let (p50, p99) = p50_p99(&bare);
    vec![
        Figure::new(format!("{hall}: everybody with everybody"), "s", [gathered.as_secs_f64()]),
        with_p50_p99(Figure::new(format!("{hall}: heard"), "ms", ours.took_ms.clone()), &ours).limit(p50).with("limit_p99", p99),
        Figure::new(format!("{hall}: copies a message"), "", [ours.copies]).limit(bare.copies),
        Figure::new(format!("{hall}: idle, of a core a peer"), "%", [100.0 * share / peers as f64]),
    ]
}

fn p50_p99(held: &Held) -> (f64, f64) {
    (quantile(&held.took_ms, 0.5), quantile(&held.took_ms, 0.99))
}

fn with_p50_p99(figure: Figure, held: &Held) -> Figure {
    let (p50, p99) = p50_p99(held);
    figure.with("p50", p50).with("p99", p99)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime can be made")
}

/// What part of a core this process takes during `time`.
async fn share_of_a_core(time: Duration) -> f64 {
    let (begin, before) = (Instant::now(), processor_seconds());
    tokio::time::sleep(time).await;
    (processor_seconds() - before) / begin.elapsed().as_secs_f64()
}

/// Processor time of this process so far: fields 14 and 15 of its `stat`, in hundredths of a second (proc(5)).
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
