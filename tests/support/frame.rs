//! A page within the page.

use super::browser::Browser;

impl Browser {
    /// From here on `text`, `css` and `script` mean the page's first frame. What is looked up by
    /// role and name still means the page itself.
    pub async fn enter_frame(&self) {
        let entered = self.driver().enter_frame(0).await;
        entered.expect("the page has a frame");
    }

    /// From here on everything means the page itself again.
    pub async fn leave_frame(&self) {
        let left = self.driver().enter_default_frame().await;
        left.expect("there is a page around the frame");
    }

    /// From here on everything means another window of this browser, counted from 0.
    pub async fn enter_window(&self, nth: usize) {
        let windows = self.driver().windows().await.expect("there are windows");
        let window = windows.get(nth).expect("it was opened").clone();
        let entered = self.driver().switch_to_window(window).await;
        entered.expect("a window that was opened");
    }
}
