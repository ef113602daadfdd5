use axum::{extract::State, http::StatusCode};
use contract::{
    Account, AccountId, AccountUpdate, Accounts, FieldCode, FieldError, NewAccount, Platform,
    ValidNewAccount, ValidUpdate, log::LogCode, paths,
};
use uuid::Uuid;

use super::{
    account_answer::AccountAnswer,
    account_overview::with_overview,
    audit,
    idempotency::IdempotencyKey,
    json::Json,
    own_account::OwnAccount,
    precondition::IfMatch,
    problems::{AccountProblems, PanelProblems, WriteProblems},
    run_to_completion::run_to_completion,
};
use crate::{
    attention,
    error::Error,
    http::App,
    session::PanelSession,
    store::{Changes, Inserted, NewRecord, StoredAccount},
};

/// Lists the accounts of the site, oldest first, and the deleted ones that can be restored.
#[utoipa::path(
    get,
    path = paths::ACCOUNTS,
    tag = "panel",
    security(("panel" = [])),
    responses((status = 200, description = "Every account", body = Accounts), PanelProblems)
)]
pub(super) async fn list_accounts(
    session: PanelSession,
    State(app): State<App>,
) -> Result<axum::Json<Accounts>, Error> {
    let mut accounts = Vec::new();
    for stored in app.store.accounts().of_site(session.site()).await? {
        accounts.push(with_overview(&app, stored).await?.account);
    }
    let has_module = session.has_module(Platform::ActiveCampaign);
    let standstill = app.limits.standstill;
    let attention = attention::of_site(&app.store, session.site(), has_module, standstill).await?;
    Ok(axum::Json(Accounts {
        accounts,
        attention: attention::count(&attention),
        deleted: app.store.accounts().restorable(session.site()).await?,
    }))
}

/// Creates an account. It sends nothing until an update sets `ecommerce`.
#[utoipa::path(
    post,
    path = paths::ACCOUNTS,
    tag = "panel",
    security(("panel" = [])),
    params(IdempotencyKey),
    request_body = NewAccount,
    responses(
        (status = 201, description = "The created account", body = Account,
            headers(("Location" = String), ("ETag" = String))),
        (status = 409, description = "`platform_already_configured`, with `account_id`",
            body = contract::Problem, content_type = "application/problem+json"),
        PanelProblems, WriteProblems
    )
)]
pub(super) async fn create_account(
    session: PanelSession,
    State(app): State<App>,
    idempotency_key: Option<IdempotencyKey>,
    Json(typed): Json<NewAccount>,
) -> Result<AccountAnswer, Error> {
    let allowed = app.activecampaign_hosts.domains();
    let typed = typed.validate(allowed).map_err(Error::InvalidFields)?;
    if !session.has_module(typed.platform) {
        let inactive = FieldError::new("/platform", FieldCode::ModuleInactive);
        return Err(Error::InvalidFields(vec![inactive]));
    }
    let id = new_id()?;
    let sealed_key = app
        .keyring
        .seal(&typed.api_key, session.site(), &id)
        .map_err(Error::Internal)?;
    let inserted = app
        .store
        .accounts()
        .insert(
            NewRecord {
                site: session.site(),
                id: &id,
                typed: &typed,
                sealed_key,
                idempotency_key: idempotency_key.as_ref().map(IdempotencyKey::as_str),
            },
            audit::entry(&session, LogCode::AccountCreated),
        )
        .await?;
    match inserted {
        Inserted::Now(stored) => Ok(AccountAnswer::created(stored)),
        Inserted::Before(stored) if is_same_save(&app, &stored, &typed)? => {
            Ok(AccountAnswer::created(stored))
        }
        // The form was changed after the first save: reporting success would silently lose the
        // change.
        Inserted::Before(stored) => Err(Error::PlatformAlreadyConfigured(stored.account.id)),
    }
}

/// Returns an account.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{id}",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses(
        (status = 200, description = "The account", body = Account,
            headers(("ETag" = String))),
        PanelProblems, AccountProblems
    )
)]
pub(super) async fn read_account(
    own: OwnAccount,
    State(app): State<App>,
) -> Result<AccountAnswer, Error> {
    Ok(AccountAnswer::new(with_overview(&app, own.stored).await?))
}

/// Updates an account, if it is unchanged since it was read.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{id}",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path), IfMatch),
    request_body = AccountUpdate,
    responses(
        (status = 200, description = "The updated account", body = Account,
            headers(("ETag" = String))),
        (status = 412, description = "`changed`: read it again",
            body = contract::Problem, content_type = "application/problem+json"),
        (status = 428, description = "`if_match_required`",
            body = contract::Problem, content_type = "application/problem+json"),
        PanelProblems, AccountProblems, WriteProblems
    )
)]
pub(super) async fn update_account(
    OwnAccount { session, stored }: OwnAccount,
    if_match: IfMatch,
    State(app): State<App>,
    Json(typed): Json<AccountUpdate>,
) -> Result<AccountAnswer, Error> {
    if_match.check(&stored)?;
    let typed = typed
        .validate(&stored.account, app.activecampaign_hosts.domains())
        .map_err(Error::InvalidFields)?;
    let changed = run_to_completion(change(app, session, stored, typed)).await?;
    Ok(AccountAnswer::new(changed))
}

async fn change(
    app: App,
    session: PanelSession,
    stored: StoredAccount,
    typed: ValidUpdate,
) -> Result<StoredAccount, Error> {
    let new_key = match &typed.new_api_key {
        None => None,
        Some(key) => {
            let sealed = app.keyring.seal(key, session.site(), &stored.account.id);
            Some((sealed.map_err(Error::Internal)?, key.last4()))
        }
    };
    let changes = Changes {
        typed: &typed,
        new_key,
    };
    let audit = audit::changed(&session, &stored, &typed);
    let accounts = app.store.accounts();
    let changed = accounts.update(&stored, changes, audit).await?;
    app.dispatcher.restart(&changed.account.id);
    Ok(changed)
}

/// Deletes an account, which can be restored for a day; then its settings and its data are deleted.
/// Deletes nothing in ActiveCampaign.
#[utoipa::path(
    delete,
    path = "/api/v1/accounts/{id}",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses((status = 204, description = "Account deleted"), PanelProblems, AccountProblems)
)]
pub(super) async fn delete_account(
    own: OwnAccount,
    State(app): State<App>,
) -> Result<StatusCode, Error> {
    run_to_completion(async move {
        let audit = audit::entry(&own.session, LogCode::AccountDeleted);
        app.store.accounts().delete(&own.stored, audit).await?;
        app.dispatcher.restart(&own.stored.account.id);
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Whether a repeated save has the same content as the first. Once the account was updated, this is
/// unknown and the save counts as repeated, because the first one did succeed.
fn is_same_save(app: &App, stored: &StoredAccount, typed: &ValidNewAccount) -> Result<bool, Error> {
    let account = &stored.account;
    let saved_key = app
        .keyring
        .open(&stored.sealed_key, &stored.site, &account.id)
        .map_err(|error| Error::Internal(error.into()))?;
    Ok(stored.version > 1
        || (account.description == typed.description
            && account.account_name == typed.account_name
            && account.api_domain == typed.api_domain
            && saved_key == typed.api_key))
}

fn new_id() -> Result<AccountId, Error> {
    let id = Uuid::now_v7().to_string();
    AccountId::parse(&id)
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("{id} is not an account identifier")))
}
