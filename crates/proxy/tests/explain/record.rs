//! Records every statement that sqlx executes, from its log.

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// Stores the statements.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<BTreeSet<String>>>);

impl Recorder {
    /// Starts recording for the whole process.
    pub fn start() -> Self {
        let recorder = Self::default();
        tracing::subscriber::set_global_default(recorder.clone()).unwrap();
        recorder
    }

    /// The executed statements without duplicates, transactions, migrations and settings.
    pub fn statements(&self) -> Vec<String> {
        const READING: [&str; 4] = ["SELECT", "UPDATE", "DELETE", "INSERT"];
        let all = self.0.lock().unwrap();
        let told = all.iter().filter(|sql| {
            READING.iter().any(|verb| sql.starts_with(verb))
                && !["_sqlx_migrations", "sqlite_master", "information_schema", "pg_catalog"]
                    .iter()
                    .any(|table| sql.contains(table))
                // A migration is one text with many statements.
                && !sql.trim_end().trim_end_matches(';').contains(';')
        });
        told.cloned().collect()
    }
}

#[derive(Default)]
struct Texts {
    summary: String,
    statement: String,
}

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.statement = value.trim().to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query" && *metadata.level() <= Level::DEBUG
    }

    fn event(&self, event: &Event<'_>) {
        let mut texts = Texts::default();
        event.record(&mut texts);
        // sqlx logs a short statement only as its summary.
        let sql = match texts.statement.is_empty() {
            true => texts.summary,
            false => texts.statement,
        };
        self.0.lock().unwrap().insert(sql);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
