//! axe-core, run inside the page.

use std::{env, fs};

use serde_json::Value;

use super::browser::Browser;

/// WCAG 2.2 AA, and axe-core's best practices.
const RUN: &str = "
    return axe.run(document, { runOnly: { type: 'tag', values: [
        'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice',
    ] } }).then((result) => result.violations);
";

impl Browser {
    /// Accessibility errors of the current page, one per line; empty when there are none.
    pub async fn axe(&self) -> String {
        let path = env::var("AXE_JS").expect("AXE_JS is set: use `cargo xtask test`");
        let source = fs::read_to_string(&path).unwrap_or_else(|it| panic!("{path}: {it}"));
        if self.script("return !window.axe").await == true {
            self.script(&source).await;
        }
        let violations = self.script(RUN).await;
        let violations = violations.as_array().expect("axe returns a list");
        let lines: Vec<String> = violations.iter().flat_map(lines).collect();
        lines.join("\n")
    }

    /// Fails the test when axe-core reports an error in the current state, which `state` names.
    pub async fn is_accessible(&self, state: &str) {
        let found = self.axe().await;
        assert!(found.is_empty(), "axe finds in {state}:\n{found}");
    }
}

fn lines(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array();
    let nodes = nodes.into_iter().flatten();
    nodes
        .map(|node| {
            let text = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
            format!(
                "{} ({}): {}: {} – {}",
                text(&violation["id"]),
                text(&violation["impact"]),
                text(&violation["help"]),
                text(&node["html"]),
                text(&node["failureSummary"])
            )
        })
        .collect()
}
