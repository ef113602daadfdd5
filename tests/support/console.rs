//! What the browser complains about.

use super::browser::Browser;

impl Browser {
    /// Errors in the console since the browser started: panics, uncaught exceptions, violations
    /// of the content security policy. Answers that are not 2xx are not among them: they are
    /// often what a test is about.
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

    /// Forgets the complaints so far: for a test that provokes one and has seen it.
    pub async fn forget_problems(&self) {
        self.problems().await;
        self.problem_list().lock().unwrap().clear();
    }
}
