//! Frames and windows.

use super::browser::Browser;

impl Browser {
    /// From now on `text`, `css` and `script` apply to the page's first frame. Lookups by role and
    /// name still apply to the top page.
    pub async fn enter_frame(&self) {
        let entered = self.driver().enter_frame(0).await;
        entered.expect("the page has a frame");
    }

    /// From now on everything applies to the top page again.
    pub async fn leave_frame(&self) {
        let left = self.driver().enter_default_frame().await;
        left.expect("there is a page around the frame");
    }

    /// From now on everything applies to another window of this browser, counted from 0.
    pub async fn enter_window(&self, nth: usize) {
        let windows = self.driver().windows().await.expect("there are windows");
        let window = windows.get(nth).expect("it was opened").clone();
        let entered = self.driver().switch_to_window(window).await;
        entered.expect("a window that was opened");
    }
}
