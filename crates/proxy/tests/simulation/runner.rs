//! Runs seeds, each in its own process, so that state of the process, such as the seeds of tokio's
//! random choices, is the same for the same seed.

use std::{
    env,
    fmt::Write as _,
    process::{Command, Output},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use crate::{state, world};

/// The default number of seeds.
const SEEDS: u64 = 200;
/// The number of trace lines shown for a failed run.
const SHOWN: usize = 80;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().unwrap())
}

#[test]
fn whatever_goes_wrong_everything_arrives_once_in_order_and_within_the_rate() {
    let first = number("SIM_SEED").unwrap_or(1);
    let seeds = number("SIM_SEEDS").unwrap_or(match env::var_os("SIM_SEED") {
        Some(_) => 1,
        None => SEEDS,
    });
    let began = Instant::now();
    let next = AtomicU64::new(first);
    let failed = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + seeds {
                        return;
                    }
                    let output = run_apart(seed);
                    if !output.status.success() {
                        let text = String::from_utf8_lossy(&output.stdout).into_owned()
                            + &String::from_utf8_lossy(&output.stderr);
                        println!("seed {seed} failed");
                        failed.lock().unwrap().push((seed, text));
                    }
                }
            });
        }
    });
    println!(
        "{seeds} seeds from {first}: {:.0} s",
        began.elapsed().as_secs_f64()
    );
    let failed = failed.into_inner().unwrap();
    if let Some((seed, text)) = failed.first() {
        let seeds: Vec<u64> = failed.iter().map(|(seed, _)| *seed).collect();
        panic!("seeds {seeds:?} failed; seed {seed}:\n{text}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    for seed in [3, 4, 5, 8] {
        let [one, other] = [run_apart(seed), run_apart(seed)].map(|output| trace_of(&output));
        assert!(
            one.lines().count() > 100,
            "seed {seed} did something: {one}"
        );
        if let Some((one, other)) = one.lines().zip(other.lines()).find(|(a, b)| a != b) {
            panic!("seed {seed} differs:\n{one}\n{other}");
        }
        assert_eq!(one.lines().count(), other.lines().count(), "seed {seed}");
    }
}

fn trace_of(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| line.strip_prefix("| "));
    lines.collect::<Vec<_>>().join("\n")
}

/// Runs the seed in another process.
fn run_apart(seed: u64) -> Output {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "runner::one_seed", "--nocapture"])
        .env("SIM_ONE", seed.to_string())
        .output()
        .unwrap()
}

/// The test that [`run_apart`] runs; without a seed it does nothing.
#[test]
fn one_seed() {
    let Some(seed) = number("SIM_ONE") else {
        return;
    };
    let run = thread::spawn(move || {
        let outcome = std::panic::catch_unwind(|| world::run(seed));
        outcome.map_err(|_| state::take_trace())
    });
    match run.join().unwrap() {
        Ok(outcome) => println!(
            "seed {seed}: {} s simulated, {} calls, {} faults\n{}",
            outcome.simulated.as_secs(),
            outcome.calls,
            outcome.faults,
            shown(&outcome.trace),
        ),
        Err(trace) => {
            let from = match number("SIM_TRACE") {
                Some(_) => 0,
                None => trace.len().saturating_sub(SHOWN),
            };
            println!("{}", shown(&trace[from..]));
            panic!("seed {seed}");
        }
    }
}

fn shown(trace: &[String]) -> String {
    trace.iter().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "| {line}");
        text
    })
}
