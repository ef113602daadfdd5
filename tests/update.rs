//! A page that was left open while the panel was replaced by a newer one.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what goes wrong here has to fail the test there and then"
)]

mod support;
use std::fs;
use std::path::{Path, PathBuf};

use support::*;
use tempfile::TempDir;

/// Opens the list, with one account, of a panel whose parts are gone, as on a proxy that was updated
/// meanwhile, and runs a test with the directory of that panel.
fn without_parts(test: impl AsyncFnOnce(&mut Test, &Path)) {
    let directory = TempDir::new().unwrap();
    let panel = directory.path();
    for file in files_of(&built_panel()) {
        fs::copy(&file, panel.join(file.file_name().unwrap())).unwrap();
    }
    for file in files_of(panel).filter(|file| is_part(file)) {
        fs::remove_file(file).unwrap();
    }
    e2e_with(&[("PANEL_DIR", panel.to_str().unwrap())], async |t| {
        t.stack.add_account("Milano", "milano");
        t.open("/").await;
        t.row("Milano").appears().await;
        test(t, panel).await;
        // The missing files are errors of the console.
        t.forget_problems().await;
    });
}

fn files_of(directory: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
}

fn is_part(file: &Path) -> bool {
    file.to_str().unwrap().contains("-later-")
}

/// The page of a newer panel, whose module has another name.
fn newer(page: &str) -> String {
    assert!(page.contains("/panel-"), "the page loads a module");
    page.replace("/panel-", "/panel-0")
}

fn restore_parts(panel: &Path) {
    for file in files_of(&built_panel()).filter(|file| is_part(file)) {
        fs::copy(&file, panel.join(file.file_name().unwrap())).unwrap();
    }
}

#[test]
fn a_page_left_open_over_an_update_says_so_and_loads_the_newer_one() {
    without_parts(async |t, panel| {
        let index = panel.join("index.html");
        let page = fs::read_to_string(&index).unwrap();
        fs::write(&index, newer(&page)).unwrap();
        t.link("Lista dei Log").click().await;
        t.text("Questa pagina non è più aggiornata.")
            .appears()
            .await;
        t.is_accessible("a page left open over an update").await;
        // The reload fetches the page again, and with it a complete panel.
        fs::write(&index, page).unwrap();
        restore_parts(panel);
        t.button("Ricarica la pagina").click().await;
        t.heading("Lista dei Log").appears().await;
    });
}

#[test]
fn a_part_that_did_not_arrive_can_be_requested_again() {
    without_parts(async |t, panel| {
        t.toolbar().button("Modifica Account").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        restore_parts(panel);
        t.button("Riprova").click().await;
        t.field("Descrizione").appears().await;
    });
}

#[test]
fn a_dialog_whose_part_did_not_arrive_opens_at_the_next_press() {
    without_parts(async |t, panel| {
        t.toolbar().button("Elimina Account").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        restore_parts(panel);
        t.toolbar().button("Elimina Account").click().await;
        t.dialog("Eliminare Milano?")
            .button("Annulla")
            .click()
            .await;
        t.dialog("Eliminare Milano?").disappears().await;
    });
}

#[test]
fn a_filter_whose_part_did_not_arrive_opens_at_the_next_press() {
    without_parts(async |t, panel| {
        t.button("Filtra per Descrizione").click().await;
        t.text("Il servizio non è raggiungibile.").appears().await;
        restore_parts(panel);
        t.button("Filtra per Descrizione").click().await;
        t.field("Filtra per Descrizione").appears().await;
    });
}
