//! The rows of the report.

use contract::{
    diagnosis::{DiagnosedError, Diagnosis, Reached},
    history::History,
};

use super::{
    labels,
    report::{Part, Row},
};
use crate::{
    components::{moment_with_seconds, number},
    i18n::{Key, Locale, fill},
    key, messages,
    pages::account_form::transfers,
};

/// Writes rows in a language.
#[derive(Clone, Copy)]
struct Writer(Locale);

/// The parts of the report.
pub fn parts(found: &Diagnosis, locale: Locale) -> Vec<Part> {
    let writer = Writer(locale);
    let part = |title: Key, rows: Vec<Row>| Part {
        title: title(locale).to_owned(),
        rows,
    };
    vec![
        part(key!(diagnosis.what_part), writer.identity(found)),
        part(key!(diagnosis.settings_part), writer.settings(found)),
        part(key!(diagnosis.reach_part), writer.reach(found)),
        part(key!(diagnosis.transfers_part), writer.transfers(found)),
        part(key!(diagnosis.errors_part), writer.errors(found)),
    ]
}

impl Writer {
    fn identity(self, found: &Diagnosis) -> Vec<Row> {
        let proxy = [&found.version, " (", &found.database, ")"].concat();
        // The UTC time as well: it tells the time zone of all other times.
        let at = [&self.time(&found.at), " (", &found.at, ")"].concat();
        vec![
            self.row(key!(diagnosis.at), at),
            self.row(key!(diagnosis.proxy_version), proxy),
            self.row(key!(diagnosis.page_version), env!("CARGO_PKG_VERSION")),
            self.row(key!(diagnosis.site), found.site.as_str()),
            self.row(key!(diagnosis.account_id), found.account_id.as_str()),
            self.row(key!(form.account_name), found.account_name.as_str()),
        ]
    }

    fn settings(self, found: &Diagnosis) -> Vec<Row> {
        let test = match &found.last_test {
            None => key!(list.never_tested)(self.0).to_owned(),
            Some(test) => {
                let outcome = messages::outcome(test.outcome)(self.0);
                let stale = match test.stale {
                    true => [", ", key!(list.stale_test)(self.0)].concat(),
                    false => String::new(),
                };
                [outcome, ", ", &self.time(&test.at), &stale].concat()
            }
        };
        vec![
            self.row(key!(diagnosis.module), self.yes(found.module_active)),
            self.row(key!(diagnosis.enabled), self.yes(found.enabled)),
            self.row(key!(form.orders), self.yes(found.ecommerce.orders)),
            self.row(key!(form.carts), self.yes(found.ecommerce.abandoned_carts)),
            self.row(key!(diagnosis.created), self.time(&found.created_at)),
            self.row(key!(diagnosis.updated), self.time(&found.updated_at)),
            self.row(key!(list.last_test), test),
            self.row(key!(diagnosis.rate), found.rate_per_second.to_string()),
        ]
    }

    fn reach(self, found: &Diagnosis) -> Vec<Row> {
        let host = self.row(
            key!(diagnosis.host),
            found
                .host
                .as_deref()
                .unwrap_or(key!(diagnosis.no_host)(self.0)),
        );
        let steps = found.reach.iter().map(|step| self.step(step));
        let outcome = found.outcome.map(messages::outcome);
        let outcome = outcome.map(|outcome| self.row(key!(diagnosis.outcome), outcome(self.0)));
        let clock = found.clock_difference_seconds;
        let clock = clock.map(|seconds| self.row(key!(diagnosis.clock), self.clock(seconds)));
        let request = found.request_id.as_deref();
        let request = request.map(|id| self.row(key!(diagnosis.request), id));
        let rest = [outcome, clock, request].into_iter().flatten();
        std::iter::once(host).chain(steps).chain(rest).collect()
    }

    fn step(self, step: &Reached) -> Row {
        let outcome = labels::outcome(step.outcome)(self.0);
        let took = match step.milliseconds {
            0 => String::new(),
            milliseconds => [", ", &milliseconds.to_string(), " ms"].concat(),
        };
        let details = step.details.as_ref();
        let details = details.map_or_else(String::new, |it| [" – ", it].concat());
        self.row(labels::step(step.step), [outcome, &took, &details].concat())
    }

    fn clock(self, seconds: i64) -> String {
        let sentence = match seconds {
            -1..=1 => key!(diagnosis.clock_same),
            2.. => key!(diagnosis.clock_ahead),
            _ => key!(diagnosis.clock_behind),
        };
        fill(sentence(self.0), &number(seconds.abs(), self.0))
    }

    fn transfers(self, found: &Diagnosis) -> Vec<Row> {
        let count = |name: Key, count: i64| self.row(name, number(count, self.0));
        let time = |name: Key, at: &Option<String>| {
            let at = at.as_ref()?;
            Some(self.row(name, self.time(at)))
        };
        let counters = found.counters;
        let mut rows = vec![
            count(key!(transfers.waiting), counters.waiting - counters.held),
            count(key!(diagnosis.held), counters.held),
            count(key!(transfers.sent), counters.sent),
            count(key!(transfers.failed), counters.failed),
            count(key!(transfers.rejected), counters.rejected),
            count(key!(diagnosis.skipped), counters.skipped),
        ];
        rows.extend(time(key!(diagnosis.oldest), &found.oldest_waiting_at));
        let pause = match found.pause_reason {
            Some(reason) => transfers::pause(reason),
            None => key!(diagnosis.no_pause),
        };
        rows.push(self.row(key!(diagnosis.pause), pause(self.0)));
        rows.extend(time(key!(diagnosis.paused_since), &found.paused_since));
        rows.extend(time(key!(diagnosis.paused_until), &found.paused_until));
        let history = found.history.as_ref();
        rows.extend(history.map(|it| self.row(key!(history.title), self.history(it))));
        rows
    }

    fn history(self, history: &History) -> String {
        let count = |name: Key, count: i64| {
            let name = name(self.0);
            [", ", name, ": ", &number(count, self.0)].concat()
        };
        [
            labels::history(history.state)(self.0),
            &count(key!(history.handed_over), history.handed_over),
            &count(key!(transfers.waiting), history.waiting),
            &count(key!(transfers.sent), history.sent),
            &count(key!(transfers.failed), history.failed),
        ]
        .concat()
    }

    fn errors(self, found: &Diagnosis) -> Vec<Row> {
        if found.last_errors.is_empty() {
            let none = key!(diagnosis.no_errors)(self.0);
            return vec![self.row(key!(diagnosis.last_errors), none)];
        }
        let errors = found.last_errors.iter();
        errors.map(|error| self.error(error)).collect()
    }

    fn error(self, error: &DiagnosedError) -> Row {
        let kind = messages::log_kind(error.kind)(self.0);
        let request = error.request_id.as_ref().map_or_else(String::new, |id| {
            let name = key!(diagnosis.request)(self.0);
            [", ", name, ": ", id].concat()
        });
        Row {
            name: self.time(&error.at),
            value: [kind, ": ", error.code.code(), &request].concat(),
        }
    }

    fn row(self, name: Key, value: impl Into<String>) -> Row {
        Row {
            name: name(self.0).to_owned(),
            value: value.into(),
        }
    }

    fn time(self, at: &str) -> String {
        moment_with_seconds(at, self.0)
    }

    fn yes(self, yes: bool) -> &'static str {
        let key = if yes { key!(yes) } else { key!(no) };
        key(self.0)
    }
}
