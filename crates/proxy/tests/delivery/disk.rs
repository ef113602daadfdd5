//! The disk of a SQLite database fills up, only reads, or is closed to the proxy, while it works:
//! senders are told 503, ActiveCampaign is left alone, and what was acknowledged is there.
//!
//! The program runs in a mount namespace of its own, so that no file system stays behind.

#![cfg(target_os = "linux")]

mod world;

use std::{
    fs,
    io::Write,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;
use tokio::time::sleep;

use crate::{support::database, world::sandbox};
use world::{World, in_namespace, is_root, may_mount, program};

/// How long a fault lasts at least.
const FAULT: Duration = Duration::from_secs(4);
/// Somebody who is not root: nothing is closed to root.
const NOBODY: u32 = 65534;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_senders_and_stops_nothing_once_there_is_room_again() {
    if database::left_out_on_postgres("it has no file") || !may_mount() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let sandbox = sandbox(None).await;
    let command = program(
        dir.path(),
        "mount -t tmpfs -o size=4m tmpfs \"$DISK\";",
        &sandbox,
    );
    let mut world = World::start(command, dir.path(), sandbox).await;
    world.save_account().await;
    assert!(world.hand_over(20).await);
    world.until_all_sent().await;
    fill(&world.disk.join("fill"));
    world.until_refused().await;
    let (before, sent) = (world.calls().await, world.sent().await);
    sleep(FAULT).await;
    // An order costs a call or two; those that cannot be noted cost none.
    let calls = world.calls().await - before;
    let most = 2 * (world.sent().await - sent) as u64 + 20;
    assert!(calls <= most, "{calls} calls for nothing");
    fs::remove_file(world.disk.join("fill")).unwrap();
    world.until_accepted().await;
    world.until_all_sent().await;
    world.stop();
}

/// Writes until nothing more goes onto the disk.
fn fill(path: &Path) {
    let mut file = fs::File::create(path).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    while file.write_all(&[0; 1]).is_ok() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_may_not_be_entered_any_more_refuses_senders_until_it_may() {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    let dir = TempDir::new().unwrap();
    let sandbox = sandbox(None).await;
    let mut command = program(dir.path(), "", &sandbox);
    let disk = dir.path().join("disk");
    if is_root() {
        for directory in [dir.path(), &disk] {
            chown(directory, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    let mut world = World::start(command, dir.path(), sandbox).await;
    world.save_account().await;
    assert!(world.hand_over(20).await);
    world.until_all_sent().await;
    fs::set_permissions(&disk, fs::Permissions::from_mode(0o000)).unwrap();
    assert!(!world.hand_over(1).await, "acknowledged though it may not");
    let before = world.calls().await;
    sleep(FAULT).await;
    assert!(!world.hand_over(1).await);
    let calls = world.calls().await - before;
    assert!(calls <= 2, "{calls} calls for nothing");
    fs::set_permissions(&disk, fs::Permissions::from_mode(0o700)).unwrap();
    world.until_accepted().await;
    world.until_all_sent().await;
    world.stop();
}

/// As a file system turns when its disk fails. It only reads until it was checked, so that the
/// program is started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_file_system_only_reads_from_now_on() {
    if database::left_out_on_postgres("it has no file") {
        return;
    }
    let dir = TempDir::new().unwrap();
    let image = dir.path().join("image");
    if !make_image(&image) {
        println!("left out: no file system can be made of a file here");
        return;
    }
    let mount = format!("mount -o loop '{}' \"$DISK\";", image.display());
    let sandbox = sandbox(None).await;
    let command = program(dir.path(), &mount, &sandbox);
    let mut world = World::start(command, dir.path(), sandbox.clone()).await;
    world.save_account().await;
    assert!(world.hand_over(20).await);
    assert!(inside(&world, "mount -o remount,abort \"$1\""));
    assert!(
        !world.hand_over(1).await,
        "acknowledged though it only reads"
    );
    let before = world.calls().await;
    sleep(FAULT).await;
    let calls = world.calls().await - before;
    assert!(calls <= 40, "{calls} calls for nothing");
    let acknowledged = world.acknowledged;
    world.stop();

    let checked = Command::new("e2fsck")
        .arg("-fy")
        .arg(&image)
        .output()
        .unwrap();
    assert!(
        checked.status.code().is_some_and(|code| code < 4),
        "{checked:?}"
    );
    let command = program(dir.path(), &mount, &sandbox);
    let mut world = World::start(command, dir.path(), sandbox).await;
    world.handed_over = acknowledged;
    assert!(world.hand_over(1).await);
    world.until_all_sent().await;
    world.stop();
}

/// Makes a file system in a file; `false` where that cannot be mounted.
fn make_image(image: &Path) -> bool {
    // Only root may make a device of a file.
    if !is_root() {
        return false;
    }
    fs::File::create(image).unwrap().set_len(16 << 20).unwrap();
    let made = Command::new("mkfs.ext4").arg("-q").arg(image).status();
    let mount = "mount -o loop \"$1\" /mnt";
    let mounted = in_namespace()
        .args(["-ec", mount, "sh"])
        .arg(image)
        .stderr(Stdio::null())
        .status();
    made.is_ok_and(|it| it.success()) && mounted.is_ok_and(|it| it.success())
}

/// Runs a command where the program's disk is mounted, with its place as `$1`.
fn inside(world: &World, script: &str) -> bool {
    let process = world.child.id().to_string();
    let disk: PathBuf = world.disk.components().skip(4).collect();
    let done = Command::new("nsenter")
        .args(["--mount", "--target", &process])
        .args(["sh", "-ec", script, "sh"])
        .arg(Path::new("/").join(disk))
        .status();
    done.unwrap().success()
}
