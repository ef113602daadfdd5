use contract::{
    AccountField, AccountId, AccountNameSource, Ecommerce, FieldError, Platform, SecretText,
};
use leptos::prelude::*;

use super::{
    draft::{Draft, why_no_test},
    leave_guard::Destination,
};
use crate::{
    api::{Api, ApiError, Versioned},
    components::{DialogState, Popup},
    host::{Host, Message},
    i18n::{self, Key, Locale},
    links,
    load_state::LoadState,
    messages,
    page_scope::PageScope,
    session::{self, Site},
};

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// Nothing.
    Idle,
    /// The form is on its way to the proxy.
    Saving,
    /// The proxy tries the connection.
    Testing,
}

/// What was made of a paste, so that it can be undone.
#[derive(Clone, PartialEq)]
pub struct Understood {
    /// What was typed or pasted.
    pub typed: String,
    /// The name that was taken out of it.
    pub name: String,
    /// What it was taken out of.
    pub source: AccountNameSource,
}

/// The form. Fields are signals of their own; everything else is derived from them and from what
/// was saved.
#[derive(Clone, Copy)]
pub struct Form {
    /// *Descrizione*.
    pub description: RwSignal<String>,
    /// The id of the platform.
    pub platform: RwSignal<String>,
    /// *Nome Account*.
    pub account_name: RwSignal<String>,
    /// *API Key*, as it is being typed.
    pub api_key: RwSignal<String>,
    /// Whether *Sostituisci* was pressed.
    pub replacing_key: RwSignal<bool>,
    /// *Abilita Ordini*.
    pub orders: RwSignal<bool>,
    /// *Abilita Carrelli Abbandonati*.
    pub abandoned_carts: RwSignal<bool>,
    /// What is wrong with the fields.
    pub errors: RwSignal<Vec<FieldError>>,
    /// What the last paste into *Nome Account* was taken for.
    pub understood: RwSignal<Option<Understood>>,
    /// What was put into the other field, because it belongs there.
    pub moved: RwSignal<Option<Key>>,
    /// The account as saved, once it is.
    pub saved: RwSignal<Option<Versioned>>,
    /// The form as it was last filled in from what is saved.
    pub baseline: RwSignal<Draft>,
    dirty: Memo<bool>,
    /// What is going on.
    pub busy: RwSignal<Busy>,
    /// Whether the last attempt to save failed as a whole.
    pub failed: RwSignal<Option<ApiError>>,
    /// What somebody else saved meanwhile, when both have to be looked at.
    pub conflict: RwSignal<Option<Versioned>>,
    /// The question about [`Form::conflict`].
    pub conflict_dialog: DialogState,
    /// Where the merchant was going when there were unsaved changes.
    pub leaving: RwSignal<Option<Destination>>,
    /// The question about [`Form::leaving`].
    pub leave_dialog: DialogState,
    /// The site's other account of the only platform there is, when it has one.
    pub other: RwSignal<Option<(AccountId, String)>>,
    /// Whether the browser has stored the draft (without the key).
    pub draft_kept: RwSignal<bool>,
    pub idempotency_key: StoredValue<String>,
    pub test_owner: StoredValue<Option<Owner>>,
    pub api: Api,
    host: Host,
    pub popup: Popup,
    pub site: RwSignal<LoadState<Site>>,
    pub locale: RwSignal<Locale>,
    pub scope: PageScope,
    navigate: StoredValue<Ways, LocalStorage>,
}

/// Ways to other addresses.
struct Ways {
    to: Box<dyn Fn(&str)>,
    instead: Box<dyn Fn(&str)>,
}

impl Form {
    /// Which account it is of, once it has been saved.
    pub fn account_id(self) -> Option<AccountId> {
        self.saved
            .with_untracked(|saved| saved.as_ref().map(|saved| saved.account.id.clone()))
    }

    /// An empty form.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        let navigate = Ways {
            to: Box::new(links::opener()),
            instead: Box::new(links::replacer()),
        };
        let form = Self {
            description: text(),
            platform: text(),
            account_name: text(),
            api_key: text(),
            replacing_key: RwSignal::new(false),
            orders: RwSignal::new(false),
            abandoned_carts: RwSignal::new(false),
            errors: RwSignal::new(Vec::new()),
            understood: RwSignal::new(None),
            moved: RwSignal::new(None),
            saved: RwSignal::new(None),
            baseline: RwSignal::new(Draft::default()),
            dirty: Memo::new(|_| false),
            busy: RwSignal::new(Busy::Idle),
            failed: RwSignal::new(None),
            conflict: RwSignal::new(None),
            conflict_dialog: DialogState::new(),
            leaving: RwSignal::new(None),
            leave_dialog: DialogState::new(),
            other: RwSignal::new(None),
            draft_kept: RwSignal::new(false),
            idempotency_key: StoredValue::new(new_key()),
            test_owner: StoredValue::new(None),
            api: expect_context(),
            host: Host::get(),
            popup: Popup::get(),
            site: session::site(),
            locale: i18n::locale(),
            scope: PageScope::current(),
            navigate: StoredValue::new_local(navigate),
        };
        Self {
            // Asked at every key and in many places, worked out once.
            dirty: Memo::new(move |_| form.differs()),
            ..form
        }
    }

    /// What is typed.
    pub fn draft(self) -> Draft {
        Draft {
            description: self.description.get(),
            platform: self.platform.get(),
            account_name: self.account_name.get(),
            api_key: SecretText::from(self.api_key.get()),
            ecommerce: Ecommerce {
                orders: self.orders.get(),
                abandoned_carts: self.abandoned_carts.get(),
            },
        }
    }

    /// Puts `draft` into the fields.
    pub fn fill(self, draft: &Draft) {
        self.description.set(draft.description.clone());
        self.platform.set(draft.platform.clone());
        self.account_name.set(draft.account_name.clone());
        self.api_key.set(draft.api_key.expose().to_owned());
        self.orders.set(draft.ecommerce.orders);
        self.abandoned_carts.set(draft.ecommerce.abandoned_carts);
        self.replacing_key.set(false);
        self.understood.set(None);
        self.moved.set(None);
        self.errors.set(Vec::new());
    }

    /// Shows a saved account, or nothing for a new one.
    pub fn show(self, saved: Option<Versioned>) {
        let draft = saved
            .as_ref()
            .map(|saved| Draft::of(&saved.account))
            .unwrap_or_default();
        self.fill(&draft);
        self.baseline.set(draft);
        self.saved.set(saved);
        self.failed.set(None);
        self.conflict.set(None);
        self.idempotency_key.set_value(new_key());
    }

    /// Whether there are unsaved changes.
    pub fn dirty(self) -> bool {
        self.dirty.get()
    }

    fn differs(self) -> bool {
        let draft = self.draft();
        self.baseline.with(|baseline| draft != *baseline)
    }

    /// Whether a question is open.
    pub fn is_asking(self) -> bool {
        self.leave_dialog.is_open() || self.conflict_dialog.is_open()
    }

    /// Whether leaving the page has to be asked about.
    pub fn guarded(self) -> bool {
        self.dirty.get_untracked()
    }

    /// Goes to another page of the panel, after asking when there are unsaved changes.
    pub fn leave_for(self, path: &str) {
        if self.guarded() {
            self.ask_to_leave(Destination::Path(path.to_owned()));
        } else {
            self.go(path);
        }
    }

    /// Asks whether to leave unsaved changes behind.
    pub fn ask_to_leave(self, destination: Destination) {
        let before = self
            .leaving
            .try_update(|leaving| leaving.replace(destination.clone()));
        if before.flatten() == Some(Destination::Host) && destination != Destination::Host {
            // The host waits for an answer, and another question takes the place of its own.
            self.host.send(&Message::LeaveReply(false));
        }
        self.leave_dialog.show();
    }

    /// The chosen platform.
    pub fn chosen_platform(self) -> Option<Platform> {
        Platform::from_id(&self.platform.get())
    }

    /// Whether the key's field is open: no key is stored, or it is to be replaced.
    pub fn key_is_typed(self) -> bool {
        // A key that was typed is never hidden: it would be saved unseen.
        let typed = self.replacing_key.get() || !self.api_key.with(String::is_empty);
        typed || self.saved.with(Option::is_none) || self.renamed()
    }

    /// Whether the name is another one than the saved one, so that its key is needed.
    pub fn renamed(self) -> bool {
        let draft = self.draft();
        self.saved.with(|saved| {
            saved
                .as_ref()
                .is_some_and(|saved| draft.renames(&saved.account))
        })
    }

    /// Why *Test Connessione* cannot be pressed.
    pub fn why_no_test(self) -> Option<Key> {
        why_no_test(self.saved.with(Option::is_some), self.dirty())
    }

    /// What is wrong with the field at `pointer`.
    pub fn error(self, field: AccountField) -> Signal<Option<Key>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                let error = errors.iter().find(|error| is_about(error, field))?;
                Some(messages::field(field, error.code))
            })
        })
    }

    /// A field is being changed: its error may not hold any more.
    pub fn touched(self, field: AccountField) {
        let is_wrong = |errors: &Vec<FieldError>| errors.iter().any(|it| is_about(it, field));
        // Called at each key: without an error there is nothing to update.
        if self.errors.with_untracked(is_wrong) {
            self.errors
                .update(|errors| errors.retain(|error| !is_about(error, field)));
        }
    }

    /// Goes to another page of the panel.
    pub fn go(self, path: &str) {
        self.navigate.with_value(|go| (go.to)(path));
    }

    /// Puts an address in the place of this page's own.
    pub fn rename_page(self, path: &str) {
        self.navigate.with_value(|go| (go.instead)(path));
    }

    /// Learns whether the site already has an account of the platform, which a new one would
    /// clash with.
    pub fn look_for_other(self) {
        self.scope.spawn(async move {
            // When it cannot be known, saving says it.
            if let Ok(answer) = self.api.accounts().await {
                let other = answer
                    .accounts
                    .into_iter()
                    .find(|a| a.platform == Platform::ActiveCampaign);
                self.other
                    .set(other.map(|a| (a.id, a.description.to_string())));
            }
        });
    }
}

/// What makes two sendings of the same new account one. Unique, not secret.
fn new_key() -> String {
    let part = || (js_sys::Math::random() * 9e15) as u64;
    [part().to_string(), "-".to_owned(), part().to_string()].concat()
}

fn is_about(error: &FieldError, field: AccountField) -> bool {
    AccountField::of(error) == Some(field)
}
