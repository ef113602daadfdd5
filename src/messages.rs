//! Maps codes to messages. A new code needs a message here and in `locales/`.

use contract::{
    Account, AccountField, AccountState, FieldCode, ProblemCode, TestOutcome,
    log::LogKind,
    transfer::{FailureCode, PauseReason, RejectionReason, Remedy},
};

use crate::{
    api::ApiError,
    i18n::{Key, Locale, fill},
    key,
};

/// A message: what happened, and what to do.
#[derive(Clone, Copy)]
pub struct ProblemText {
    /// One sentence of what happened.
    pub what: Key,
    /// One sentence of what to do.
    pub advice: Key,
}

impl ProblemText {
    /// Both sentences as one text.
    #[must_use]
    pub fn sentences(self, locale: Locale) -> String {
        [(self.what)(locale), " ", (self.advice)(locale)].concat()
    }
}

/// The message for a failed request.
#[must_use]
pub fn problem(error: &ApiError) -> ProblemText {
    match error {
        ApiError::Network => said(key!(problem.network), key!(problem.network_advice)),
        ApiError::NoSession => said(key!(problem.session), key!(problem.session_advice)),
        ApiError::Unreadable => said(key!(problem.version), key!(problem.version_advice)),
        ApiError::Refused(problem) => refusal(problem.code),
    }
}

fn refusal(code: ProblemCode) -> ProblemText {
    match code {
        ProblemCode::NotFound => said(key!(problem.not_found), key!(problem.not_found_advice)),
        ProblemCode::TooManyRequests => said(key!(problem.too_many), key!(problem.too_many_advice)),
        ProblemCode::Unauthenticated => said(key!(problem.session), key!(problem.session_advice)),
        ProblemCode::ClockSkew => said(key!(problem.clock), key!(problem.clock_advice)),
        ProblemCode::Unavailable | ProblemCode::RequestTimeout => {
            said(key!(problem.network), key!(problem.network_advice))
        }
        ProblemCode::PlatformAlreadyConfigured => {
            said(key!(problem.already), key!(problem.already_advice))
        }
        ProblemCode::Unknown => said(key!(problem.version), key!(problem.version_advice)),
        ProblemCode::Changed => said(key!(conflict.title), key!(conflict.text)),
        ProblemCode::InvalidFields => said(key!(form.errors_summary), key!(form.not_saved)),
        _ => said(key!(problem.internal), key!(problem.internal_advice)),
    }
}

/// The CSS classes of a state's colour and icon.
#[must_use]
pub const fn state_look(state: AccountState) -> (&'static str, &'static str) {
    match state {
        AccountState::Sending => ("badge-good", "icon-check"),
        AccountState::Stopped => ("badge-bad", "icon-alert"),
        AccountState::NeedsAttention => ("badge-warn", "icon-alert"),
        AccountState::Unverified => ("badge-warn", "icon-plug"),
        AccountState::NothingToSend => ("badge-warn", "icon-info"),
        AccountState::Disabled | AccountState::ModuleInactive => ("badge-off", "icon-dash"),
    }
}

/// The label of a state; for stopped sending, with the reason.
#[must_use]
pub fn state(state: AccountState, account: &Account, locale: Locale) -> String {
    let name = match state {
        AccountState::Sending => key!(state.sending),
        AccountState::Stopped => key!(state.stopped),
        AccountState::NeedsAttention => key!(state.attention),
        AccountState::Unverified => key!(state.unverified),
        AccountState::NothingToSend => key!(state.nothing),
        AccountState::Disabled => key!(state.disabled),
        AccountState::ModuleInactive => key!(state.module_inactive),
    };
    match account.stopped.filter(|_| state == AccountState::Stopped) {
        Some(reason) => [name(locale), ": ", stop_reason(reason)(locale)].concat(),
        None => name(locale).to_owned(),
    }
}

/// The effect of enabling or disabling an account.
#[must_use]
pub fn switched(account: &Account, locale: Locale) -> String {
    let skipped = account.transfers.map_or(0, |counters| counters.skipped);
    let sentence = match (account.enabled, skipped) {
        (false, _) => key!(list.disabled_done),
        (true, 0) => key!(list.enabled_done),
        (true, _) => key!(list.enabled_skipped),
    };
    let named = fill(sentence(locale), account.description.as_str());
    fill(&named, &skipped.to_string())
}

/// The reason for stopped sending, in a few words.
fn stop_reason(reason: PauseReason) -> Key {
    match reason {
        PauseReason::KeyRejected => key!(state.key_rejected),
        PauseReason::AccountNotFound => key!(state.account_not_found),
        PauseReason::NoEcommerce => key!(state.no_ecommerce),
        PauseReason::AccountSuspended => key!(state.account_suspended),
        PauseReason::Maintenance => key!(state.maintenance),
        PauseReason::RateLimited => key!(state.rate_limited),
        PauseReason::ConnectionRefused => key!(state.connection_refused),
        PauseReason::AccountDisabled
        | PauseReason::ModuleInactive
        | PauseReason::Unreachable
        | PauseReason::Unknown => key!(state.unreachable),
    }
}

/// The label of a test's outcome.
#[must_use]
pub fn outcome(outcome: TestOutcome) -> Key {
    match outcome {
        TestOutcome::Ok => key!(outcome.ok),
        TestOutcome::AccountNotFound => key!(outcome.account_not_found),
        TestOutcome::KeyRejected => key!(outcome.key_rejected),
        TestOutcome::NoEcommerce => key!(outcome.no_ecommerce),
        TestOutcome::AccountSuspended => key!(outcome.account_suspended),
        TestOutcome::RateLimited => key!(outcome.rate_limited),
        TestOutcome::Unreachable => key!(outcome.unreachable),
        TestOutcome::UnexpectedAnswer => key!(outcome.unexpected_answer),
    }
}

/// What to do about an outcome. Separate from the label, so that the list need not download it. The
/// retry time of `rate_limited` is shown elsewhere, in seconds.
#[must_use]
pub fn outcome_advice(outcome: TestOutcome) -> Key {
    match outcome {
        TestOutcome::Ok => key!(outcome.ok_advice),
        TestOutcome::AccountNotFound => key!(outcome.account_not_found_advice),
        TestOutcome::KeyRejected => key!(outcome.key_rejected_advice),
        TestOutcome::NoEcommerce => key!(outcome.no_ecommerce_advice),
        TestOutcome::AccountSuspended => key!(outcome.account_suspended_advice),
        TestOutcome::RateLimited => key!(problem.too_many_advice),
        TestOutcome::Unreachable => key!(outcome.unreachable_advice),
        TestOutcome::UnexpectedAnswer => key!(outcome.unexpected_answer_advice),
    }
}

/// The message for the error of a field.
#[must_use]
pub fn field(field: AccountField, code: FieldCode) -> Key {
    match code {
        FieldCode::Required => required(field),
        FieldCode::TooLong => too_long(field),
        FieldCode::InvalidCharacter if field == AccountField::ApiKey => {
            key!(field_error.invalid_api_key)
        }
        FieldCode::InvalidCharacter => key!(field_error.invalid_account_name),
        FieldCode::ControlCharacter => key!(field_error.control_character),
        FieldCode::OtherSite => key!(field_error.other_site),
        FieldCode::ApiHostNotEnabled => key!(field_error.api_host_not_enabled),
        FieldCode::IpAddress => key!(field_error.ip_address),
        FieldCode::Port => key!(field_error.port),
        FieldCode::UserPart => key!(field_error.user_part),
        FieldCode::LooksLikeApiKey => key!(field_error.looks_like_api_key),
        FieldCode::NameMissing => key!(field_error.name_missing),
        FieldCode::SeveralValues => key!(field_error.several_values),
        FieldCode::LooksLikeUrl => key!(field_error.looks_like_url),
        FieldCode::LooksLikeEmail => key!(field_error.looks_like_email),
        FieldCode::Masked => key!(field_error.masked),
        FieldCode::KeyNeededForNewName => key!(field_error.key_needed),
        FieldCode::UnknownPlatform => key!(field_error.unknown_platform),
        FieldCode::PlatformNotConfigurable => key!(field_error.not_configurable),
        FieldCode::PlatformFixed => key!(field_error.platform_fixed),
        FieldCode::ModuleInactive => key!(field_error.module_inactive),
        // Caused by different versions of panel and proxy: no merchant can resolve them.
        FieldCode::UnknownField
        | FieldCode::WrongType
        | FieldCode::DuplicateField
        | FieldCode::InvalidTime
        | FieldCode::InvalidEmail
        | FieldCode::InTheFuture
        | FieldCode::Unknown => key!(field_error.other),
    }
}

fn required(field: AccountField) -> Key {
    match field {
        AccountField::Description => key!(field_error.required_description),
        AccountField::Platform => key!(field_error.required_platform),
        AccountField::AccountName => key!(field_error.required_account_name),
        AccountField::ApiKey => key!(field_error.required_api_key),
    }
}

fn too_long(field: AccountField) -> Key {
    match field {
        AccountField::Description => key!(field_error.too_long_description),
        AccountField::AccountName => key!(field_error.too_long_account_name),
        AccountField::ApiKey => key!(field_error.too_long_api_key),
        // The platform is chosen from a list.
        AccountField::Platform => key!(field_error.unknown_platform),
    }
}

/// Why an order or a cart failed.
#[must_use]
pub fn failure(code: FailureCode) -> Key {
    match code {
        FailureCode::EmailRefused => key!(transfers.email_refused),
        FailureCode::FieldMissing => key!(transfers.field_missing),
        FailureCode::FieldInvalid => key!(transfers.field_invalid),
        FailureCode::Duplicate => key!(transfers.duplicate),
        FailureCode::RelatedMissing => key!(transfers.related_missing),
        FailureCode::Expired => key!(transfers.expired),
        FailureCode::TooLarge => key!(transfers.too_large),
        FailureCode::ServerError => key!(transfers.server_error),
        FailureCode::NoAnswer => key!(transfers.no_answer),
        FailureCode::Refused | FailureCode::Unknown => key!(transfers.refused),
    }
}

/// Why an order or a cart was rejected on submission.
#[must_use]
pub fn rejection(reason: RejectionReason) -> Key {
    match reason {
        RejectionReason::Unreadable => key!(transfers.rejected_unreadable),
        RejectionReason::Identifier => key!(transfers.rejected_identifier),
        RejectionReason::EmailMissing => key!(transfers.rejected_email_missing),
        RejectionReason::EmailInvalid => key!(transfers.rejected_email_invalid),
        RejectionReason::Total => key!(transfers.rejected_total),
        RejectionReason::Currency => key!(transfers.rejected_currency),
        RejectionReason::Date => key!(transfers.rejected_date),
        RejectionReason::RecoveryUrl => key!(transfers.rejected_recovery_url),
        RejectionReason::Line => key!(transfers.rejected_line),
        RejectionReason::Other => key!(transfers.rejected_other),
    }
}

/// *Tipo Log*.
#[must_use]
pub fn log_kind(kind: LogKind) -> Key {
    match kind {
        LogKind::Info => key!(log.kind_info),
        LogKind::Warning => key!(log.kind_warning),
        LogKind::Error => key!(log.kind_error),
    }
}

/// The message of a remedy.
#[must_use]
pub fn remedy(remedy: Remedy) -> Key {
    match remedy {
        Remedy::CorrectEmail => key!(transfers.correct_email),
        Remedy::CorrectOnSite => key!(transfers.correct_on_site),
        Remedy::AskSupport => key!(transfers.ask_support),
        Remedy::CorrectOrder => key!(transfers.correct_order),
        Remedy::LookInActivecampaign => key!(transfers.look_in_activecampaign),
        Remedy::SaveAgain => key!(transfers.save_again),
        Remedy::SendAgain | Remedy::Unknown => key!(transfers.send_again),
    }
}

const fn said(what: Key, advice: Key) -> ProblemText {
    ProblemText { what, advice }
}
