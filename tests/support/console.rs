//! Errors in the browser's console.

use super::browser::Browser;

impl Browser {
    /// Console errors since the browser started: panics, uncaught exceptions, violations of the
    /// content security policy. Responses with an error status are excluded: tests often provoke
    /// them.
    pub async fn problems(&self) -> Vec<String> {
        let entries = self.driver().browser_log().await;
        let entries = entries.expect("the browser hands over its log");
        let new = entries
            .into_iter()
            .filter(|it| it.level == "SEVERE" && it.source.as_deref() != Some("network"))
            .map(|it| it.message);
        let mut problems = self.problem_list().lock().unwrap();
        problems.extend(new);
        problems.clone()
    }

    /// Discards the errors so far, for a test that provokes one and has checked it.
    pub async fn forget_problems(&self) {
        self.problems().await;
        self.problem_list().lock().unwrap().clear();
    }
}
