use sqlx::{
    Any, Arguments, AssertSqlSafe, Encode, FromRow, Type,
    any::{AnyArguments, AnyRow},
    query::{Query, QueryAs},
};

/// A dynamic statement. Numbers its parameters `$1`, `$2`, … in the order of binding, which both
/// databases support; sqlx's own builder writes `?` for a database of unknown kind.
#[derive(Default)]
pub(super) struct Statement {
    sql: String,
    arguments: AnyArguments,
    /// The first error of encoding a value.
    error: Option<sqlx::Error>,
}

impl Statement {
    /// Starts a statement with this SQL.
    pub fn new(sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            ..Self::default()
        }
    }

    /// Appends SQL. Must never contain user input.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Appends a parameter and binds its value.
    pub fn bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        if let Err(error) = self.arguments.add(value) {
            self.error.get_or_insert(sqlx::Error::Encode(error));
        }
        self.sql.push_str(&format!("${}", self.arguments.len()));
        self
    }

    /// Appends a list of parameters in parentheses and binds their values.
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

    /// The statement for execution.
    pub fn query(self) -> sqlx::Result<Query<'static, Any, AnyArguments>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(sqlx::query_with(AssertSqlSafe(self.sql), self.arguments)),
        }
    }

    /// The statement as a query for rows.
    pub fn query_as<R: for<'r> FromRow<'r, AnyRow>>(
        self,
    ) -> sqlx::Result<QueryAs<'static, Any, R, AnyArguments>> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(sqlx::query_as_with(AssertSqlSafe(self.sql), self.arguments)),
        }
    }
}
