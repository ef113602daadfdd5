use sqlx::{
    Any, Arguments, AssertSqlSafe, Encode, FromRow, Type,
    any::{AnyArguments, AnyRow},
    query::{Query, QueryAs},
};

/// A statement of no fixed shape, with `$1`, `$2`, … in the order in which values are bound: both
/// databases read them, and sqlx's own builder writes `?` for a database it does not know.
#[derive(Default)]
pub(super) struct Statement {
    sql: String,
    arguments: AnyArguments,
    /// The first value that could not be encoded.
    error: Option<sqlx::Error>,
}

impl Statement {
    /// Begins with this text.
    pub fn new(sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            ..Self::default()
        }
    }

    /// Adds text. Never anything that somebody typed.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a value.
    pub fn bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        if let Err(error) = self.arguments.add(value) {
            self.error.get_or_insert(sqlx::Error::Encode(error));
        }
        self.sql.push_str(&format!("${}", self.arguments.len()));
        self
    }

    /// Adds values, separated by commas, in parentheses.
    pub fn list<'t, T: Encode<'t, Any> + Type<Any>>(
        &mut self,
        values: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        self.push("(");
        for (n, value) in values.into_iter().enumerate() {
            if n > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self.push(")")
    }

    /// To be executed.
    pub fn query(self) -> sqlx::Result<Query<'static, Any, AnyArguments>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(sqlx::query_with(AssertSqlSafe(self.sql), self.arguments)),
        }
    }

    /// To be executed for its rows.
    pub fn query_as<R: for<'r> FromRow<'r, AnyRow>>(
        self,
    ) -> sqlx::Result<QueryAs<'static, Any, R, AnyArguments>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(sqlx::query_as_with(AssertSqlSafe(self.sql), self.arguments)),
        }
    }
}
