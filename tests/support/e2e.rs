//! Runs a test with its own stack and browser.

use std::any::type_name_of_val;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::runtime::{Builder, Runtime};

use super::browser::Browser;
use super::stack::Stack;

/// The fixture of a test: a browser (by `Deref`) and the stack.
pub struct Test {
    browser: Browser,
    /// Proxy and sandbox.
    pub stack: Stack,
}

impl Test {
    /// A second browser with its own profile on the same stack.
    pub async fn another_browser(&self) -> Browser {
        Browser::start(self.stack.proxy_url()).await
    }
}

impl Deref for Test {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// Runs a browser test. When it fails, a screenshot is saved in `target/screenshots` under the
/// test's name, and the programs' logs are printed. It also fails when the browser's console has an
/// error at the end.
pub fn e2e(test: impl AsyncFnOnce(&mut Test)) {
    e2e_with(&[], test);
}

/// As [`e2e`], with additional settings (environment variables) for the proxy.
pub fn e2e_with<F: AsyncFnOnce(&mut Test)>(settings: &[(&str, &str)], test: F) {
    let name = name_of(&test);
    let runtime = runtime();
    let stack = Stack::start_with(settings);
    let browser = runtime.block_on(Browser::start(stack.proxy_url()));
    let mut t = Test { browser, stack };

    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            test(&mut t).await;
            let problems = t.problems().await;
            assert!(problems.is_empty(), "the console says {problems:#?}");
        });
    }));
    if let Err(failure) = outcome {
        report(&runtime, &t, &name);
        resume_unwind(failure);
    }
}

/// Runs a future that needs no stack, for a page from another source.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// Connections run on a separate thread: a dropped browser ends its session over one of them while
/// this thread blocks.
fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    let runtime = builder.worker_threads(1).enable_all().build();
    runtime.expect("there is room for a thread")
}

fn report(runtime: &Runtime, t: &Test, name: &str) {
    // A crashed browser must not hide the reason of the failure.
    let picture = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let picture = t.screenshot(name).await;
            (picture, t.path().await, t.problems().await)
        })
    }));
    if let Ok((picture, path, problems)) = picture {
        eprintln!(
            "the page was {path}, here is a picture: {}",
            picture.display()
        );
        eprintln!("the console says {problems:#?}");
    }
    eprintln!("{}", t.stack.logs());
}

/// A file name from the type of the test's closure, `accounts::saves_an_account`.
fn name_of<F>(test: &F) -> String {
    let name = type_name_of_val(test);
    let name = name.split("::{{").next().unwrap_or(name);
    name.replace("::", "-")
}
