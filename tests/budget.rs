//! Every byte of the panel is paid for by the merchant: none comes along unnoticed.

#![allow(
    clippy::unwrap_used,
    reason = "a budget that cannot be read fails the test"
)]

mod support;

use std::collections::BTreeMap;

use support::*;

/// The most that each file of the panel may have, in bytes compressed with brotli: what it had when
/// somebody last looked, and about two in a hundred for the next compiler.
const BUDGET: &str = include_str!("budget.json");

#[test]
fn no_file_of_the_panel_outgrows_its_budget() {
    let mut budget: BTreeMap<String, u64> = serde_json::from_str(BUDGET).unwrap();
    let mut over = Vec::new();
    let (mut first_view, mut allowed) = (0, 0);
    for file in bytes() {
        let (name, found) = (file.name, file.compressed);
        let Some(most) = budget.remove(&name) else {
            over.push(format!("{name}: {found} bytes, and no budget"));
            continue;
        };
        if file.first_view {
            first_view += found;
            allowed += most;
        }
        if found > most {
            over.push(format!(
                "{name}: {found} bytes, {} over {most}",
                found - most
            ));
        }
    }
    over.extend(
        budget
            .keys()
            .map(|name| format!("{name}: has a budget, and is not there")),
    );
    assert!(
        over.is_empty(),
        "{over:#?}\nthe first view has {first_view} bytes of {allowed}; what tests/budget.json \
         allows is a decision: find out what grew, or raise it and say why"
    );
}
