//! Running a test with a stack and a browser of its own.

use std::any::type_name_of_val;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::runtime::{Builder, Runtime};

use super::browser::Browser;
use super::stack::Stack;

/// What a test has: a browser (everything it can do, this can) and the programs behind it.
pub struct Test {
    browser: Browser,
    /// Proxy and sandbox.
    pub stack: Stack,
}

impl Test {
    /// Another person with a browser of their own on the same stack.
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

/// Runs a test in the browser. When it fails, a picture of the page stays in
/// `target/screenshots` under the test's name, and the programs' logs are shown. It also fails
/// when the browser's console holds an error at the end.
pub fn e2e(test: impl AsyncFnOnce(&mut Test)) {
    e2e_with(&[], test);
}

/// The same with further settings (environment variables) for the proxy.
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

/// Runs a future that needs no stack: a page from somewhere else.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

/// Connections live on a thread of their own: a browser that is dropped ends its session over
/// one of them while this thread waits.
fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    let runtime = builder.worker_threads(1).enable_all().build();
    runtime.expect("there is room for a thread")
}

fn report(runtime: &Runtime, t: &Test, name: &str) {
    // A browser that is gone must not hide why the test failed.
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

/// `accounts::saves_an_account`, from the type of the closure in that test, as a file's name.
fn name_of<F>(test: &F) -> String {
    let name = type_name_of_val(test);
    let name = name.split("::{{").next().unwrap_or(name);
    name.replace("::", "-")
}
