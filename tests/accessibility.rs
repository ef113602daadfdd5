//! axe-core reports no error in any state of the page, and no page scrolls horizontally: in light
//! and dark theme, at 1280 and 320 pixels, in Italian and English.

mod support;
use serde_json::json;
use support::*;

/// Visits the states of the page in one language, and collects axe-core's reports.
struct Tour<'a> {
    t: &'a mut Test,
    words: Words,
    found: Vec<String>,
}

impl Tour<'_> {
    fn word(&self, key: &str) -> &str {
        self.words.get(key)
    }

    /// Checks the current state in every theme and at every width.
    async fn state(&mut self, state: &str) {
        for width in [1280, 320] {
            for dark in [false, true] {
                self.t.viewport(width, 800).await;
                let media = Media {
                    dark,
                    reduced_motion: true,
                    ..Media::default()
                };
                self.t.media(media).await;
                let found = self.t.axe().await;
                let (lang, light) = (self.words.lang, if dark { "dark" } else { "light" });
                let lines = found.lines();
                self.found
                    .extend(lines.map(|it| format!("{state}, {lang}, {width}, {light}: {it}")));
            }
        }
        self.t.has_no_horizontal_scrolling(state).await;
        self.t.viewport(1280, 800).await;
    }

    async fn button(&self, key: &str) {
        self.t.button(self.word(key)).first().click().await;
    }

    async fn fill(&self, key: &str, text: &str) {
        self.t.field(self.word(key)).fill(text).await;
    }

    /// Waits for a text anywhere in the page.
    async fn sees(&self, text: &str) {
        self.t.text(text).first().appears().await;
    }
}

/// Runs a tour in each language.
async fn tour(t: &mut Test, go: impl AsyncFn(&mut Tour<'_>)) {
    let mut found = Vec::new();
    for words in [Words::italian(), Words::english()] {
        let session = json!({ "lang": words.lang, "modules": ["activecampaign", "telegram"] });
        t.demo_session(&session).await;
        let mut tour = Tour {
            t: &mut *t,
            words,
            found: Vec::new(),
        };
        go(&mut tour).await;
        found.append(&mut tour.found);
        for account in t.stack.accounts() {
            let id = account["id"].as_str().unwrap_or_default();
            t.stack.api("DELETE", &format!("/accounts/{id}"), &[], None);
        }
    }
    let count = found.len();
    assert!(found.is_empty(), "axe finds {count}:\n{}", found.join("\n"));
}

#[test]
fn axe_finds_nothing_in_the_list_empty_or_full() {
    e2e(async |t| {
        tour(t, async |it| {
            it.t.open("/").await;
            it.sees(it.word("list.empty_title")).await;
            it.state("the empty list").await;
            it.t.stack.add_account("Negozio", "negozio");
            it.t.open("/").await;
            it.sees("Negozio").await;
            it.state("the full list").await;
            it.t.row("Negozio").click().await;
            it.state("a selection").await;
            it.button("list.disable").await;
            it.sees(it.word("disable_dialog.text")).await;
            it.state("the question before disabling").await;
            it.button("disable_dialog.confirm").await;
            it.sees(&it.words.with("list.disabled_done", "Negozio"))
                .await;
            it.state("a pop-up over a disabled account").await;
            let filter = it.words.with("list.filter", it.word("list.description"));
            it.t.button(&filter).click().await;
            it.state("an open filter").await;
            it.t.field(&filter).fill("zzz").await;
            it.sees(it.word("list.none_match")).await;
            it.state("nothing that matches").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_questions_and_failures_of_the_list() {
    e2e(async |t| {
        tour(t, async |it| {
            it.t.stack.add_account("Negozio", "negozio");
            it.t.open("/").await;
            it.t.row("Negozio").click().await;
            it.button("list.delete").await;
            it.sees(it.word("delete_dialog.text")).await;
            it.state("the question before deleting").await;
            it.t.press(Key::Escape).await;
            it.t.offline(true).await;
            it.sees(it.word("problem.offline")).await;
            it.state("offline").await;
            it.button("list.disable").await;
            it.button("disable_dialog.confirm").await;
            it.sees(it.word("problem.network")).await;
            it.state("a pop-up of bad news").await;
            it.t.offline(false).await;
            it.t.intercept_here("({ path }) => path.startsWith('/api/') && new Promise(() => {})")
                .await;
            it.button("list.edit").await;
            it.sees(it.word("loading")).await;
            it.state("loading").await;
            it.t.open("/nowhere").await;
            it.sees(it.word("problem.page_not_found")).await;
            it.state("a page that does not exist").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_a_new_account() {
    e2e(async |t| {
        tour(t, async |it| {
            it.t.open("/accounts/new").await;
            it.sees(it.word("form.general")).await;
            it.state("a new form").await;
            it.t.field(it.word("form.platform"))
                .choose("Telegram")
                .await;
            it.state("a platform that is not configured here").await;
            it.t.field(it.word("form.platform"))
                .choose("ActiveCampaign")
                .await;
            it.sees(it.word("form.credentials")).await;
            it.state("credentials with their help").await;
            it.button("form.save").await;
            it.sees(it.word("field_error.required_description")).await;
            it.state("errors").await;
            it.fill("form.description", "Negozio").await;
            it.t.field(it.word("form.account_name"))
                .paste("Negozio.api-us1.com")
                .await;
            it.sees(it.word("form.understood_undo")).await;
            it.fill("form.api_key", KEY).await;
            it.button("form.api_key_show").await;
            it.state("a filled-in form").await;
            it.t.stack.stop_proxy();
            it.button("form.save").await;
            it.sees(it.word("problem.network")).await;
            it.state("not saved").await;
            it.t.stack.start_proxy_again();
            it.button("retry").await;
            it.sees(it.word("form.saved_first")).await;
            it.state("saved, with Ecommerce").await;
            it.t.open("/accounts/new").await;
            it.sees(it.word("form.already_text")).await;
            it.state("a second account").await;
            it.fill("form.description", "Altro").await;
            it.t.open_anyway("/accounts/new").await;
            it.sees(it.word("draft.restore")).await;
            it.state("a draft").await;
            it.button("draft.discard").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_any_outcome_of_the_test() {
    e2e(async |t| {
        tour(t, async |it| {
            for (name, key, outcome) in [
                ("negozio", KEY, "ok"),
                ("unknown-account", KEY, "account_not_found"),
                ("negozio", "wrong-key", "key_rejected"),
                ("no-ecommerce", KEY, "no_ecommerce"),
                ("suspended", KEY, "account_suspended"),
                ("rate-limited", KEY, "rate_limited"),
                ("reset", KEY, "unreachable"),
                ("broken-json", KEY, "unexpected_answer"),
            ] {
                let id = it.t.stack.add_account_with_key("Negozio", name, key);
                it.t.open(&format!("/accounts/{id}")).await;
                it.button("form.test").await;
                let title = it.word(&format!("outcome.{outcome}")).to_owned();
                it.t.status(&title).appears().await;
                it.state(outcome).await;
                it.t.stack
                    .api("DELETE", &format!("/accounts/{id}"), &[], None);
            }
            let id = it.t.stack.add_account("Negozio", "stalled");
            it.t.open(&format!("/accounts/{id}")).await;
            it.button("form.test").await;
            it.t.button(it.word("form.test_cancel")).appears().await;
            it.state("testing").await;
            it.button("form.test_cancel").await;
            it.sees(it.word("outcome.cancelled")).await;
            it.state("a cancelled test").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_a_changed_account() {
    e2e(async |t| {
        tour(t, async |it| {
            let id = it.t.stack.add_account("Negozio", "negozio");
            it.t.stack.set_enabled(&id, false);
            it.t.open(&format!("/accounts/{id}")).await;
            it.sees(it.word("form.account_off")).await;
            it.state("a disabled account").await;
            it.button("form.api_key_replace").await;
            it.fill("form.api_key", OTHER_KEY).await;
            it.fill("form.description", "Mia").await;
            it.state("a key that is being replaced").await;
            it.button("form.back").await;
            it.sees(it.word("leave.text")).await;
            it.state("the question before leaving").await;
            it.button("leave.stay").await;
            it.t.stack.change_account(&id, |account| {
                account["description"] = json!("Sua");
                account["ecommerce"]["orders"] = json!(true);
            });
            it.button("form.save").await;
            it.sees(it.word("conflict.text")).await;
            it.state("a conflict").await;
            it.button("conflict.take_theirs").await;
            it.fill("form.account_name", "altro").await;
            it.state("a name that needs another key").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_where_the_module_is_off() {
    e2e(async |t| {
        tour(t, async |it| {
            let session = json!({ "lang": it.words.lang, "modules": [], "unified_cart": true });
            it.t.demo_session(&session).await;
            it.t.open("/accounts/new").await;
            it.sees(&it.words.with("form.module_text", "ActiveCampaign"))
                .await;
            it.state("a platform without its module").await;
            let id = it.t.stack.add_account("Negozio", "negozio");
            it.t.open(&format!("/accounts/{id}")).await;
            it.sees(it.word("form.unified_cart")).await;
            it.state("an account without its module").await;
            it.t.open("/").await;
            it.sees(it.word("state.module_inactive")).await;
            it.state("a list without the module").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_what_travels_and_in_the_log() {
    e2e(async |t| {
        let refuse = json!({ "email_domain": "refused.example" });
        t.stack.activecampaign("negozio", "refuse", &refuse);
        tour(t, async |it| {
            let id = it.t.stack.add_account("Negozio", "negozio");
            it.t.stack.change_account(&id, |account| {
                account["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
            });
            it.t.stack.order("1042", "anna@example.com");
            it.t.stack.order("1043", "anna@refused.example");
            it.t.stack.bad_order("1044");
            it.t.open(&format!("/accounts/{id}")).await;
            it.sees(it.word("transfers.failed_title")).await;
            it.sees(it.word("transfers.rejected_what")).await;
            it.fill("transfers.lookup_label", "1042").await;
            it.button("transfers.lookup_find").await;
            it.sees(it.word("transfers.lookup_contact")).await;
            it.state("orders that were refused, rejected and found")
                .await;
            it.t.open("/log").await;
            it.sees(&it.words.with("log.order_refused", "1043")).await;
            it.state("the log").await;
            it.t.css(".grid tbody .lens").first().click().await;
            it.t.css("dialog[open]").appears().await;
            it.state("the details of a row").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_in_what_is_sent_in_old_orders_and_in_a_diagnosis() {
    e2e(async |t| {
        tour(t, async |it| {
            let id = it.t.stack.add_account("Negozio", "negozio");
            it.t.stack.change_account(&id, |account| {
                account["ecommerce"]["orders"] = json!(true);
            });
            it.t.stack.test_account(&id);
            it.t.open(&format!("/accounts/{id}")).await;
            it.sees(it.word("history.title")).await;
            it.sees(it.word("preview.title")).await;
            it.t.text(it.word("preview.title")).click().await;
            it.t.css(".preview").contains("anna.rossi").await;
            it.state("what is sent").await;
            it.button("history.start").await;
            it.sees(it.word("history.pause")).await;
            assert_eq!(it.t.stack.old_orders(0..3).status, 202);
            it.t.css("#history .counters").appears().await;
            it.button("diagnosis.ask").await;
            it.t.css("#diagnosis-report").appears().await;
            it.state("old orders that are sent, and a diagnosis").await;
        })
        .await;
    });
}

#[test]
fn axe_finds_nothing_where_a_deleted_account_can_be_restored() {
    e2e(async |t| {
        tour(t, async |it| {
            it.t.stack.add_account("Negozio", "negozio");
            it.t.open("/").await;
            it.t.row("Negozio").click().await;
            it.button("list.delete").await;
            it.button("delete_dialog.confirm").await;
            it.t.css(".deleted").appears().await;
            it.state("a deleted account").await;
        })
        .await;
    });
}

#[test]
fn a_column_is_named_by_its_heading_alone() {
    e2e(async |t| {
        t.list_of(&[account(1, "Negozio")]).await;
        t.open("/").await;
        t.row("Negozio").appears().await;
        // Screen readers announce the column name at every cell.
        for name in ["Descrizione", "Piattaforma", "Stato", "Ultimo test"] {
            t.named(&["columnheader"], name).appears().await;
        }
    });
}
