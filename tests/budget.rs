//! The download size of the panel stays within its budget, because merchants pay for every byte.

#![allow(
    clippy::unwrap_used,
    reason = "a budget that cannot be read fails the test"
)]

mod support;

use std::collections::BTreeMap;

use support::*;

/// The size limit of each file of the panel, in bytes compressed with brotli: its size at the last
/// review plus about two percent for compiler changes.
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
