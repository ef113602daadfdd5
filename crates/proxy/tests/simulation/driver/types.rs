//! The parts of a database that sqlx requires besides connections. Rows and values are those of
//! sqlx's `Any`, so these types are never instantiated.

use std::{
    borrow::Cow,
    fmt::{self, Display},
};

use sqlx_core::{
    arguments::{Arguments, IntoArguments},
    column::{Column, ColumnIndex},
    database::Database,
    encode::Encode,
    error::{BoxDynError, Error},
    impl_statement_query,
    row::Row,
    sql_str::SqlStr,
    statement::Statement,
    transaction::TransactionManager,
    type_info::TypeInfo,
    types::Type,
    value::{Value, ValueRef},
};

use super::{Connection, Simulated};

#[derive(Clone, Debug, PartialEq)]
pub enum Never {}

#[derive(Debug, Default)]
pub struct Nothing;

impl Database for Simulated {
    type Connection = Connection;
    type TransactionManager = Nothing;
    type Row = Never;
    type QueryResult = Nothing;
    type Column = Never;
    type TypeInfo = Never;
    type Value = Never;
    type ValueRef<'r> = Never;
    type Arguments = Nothing;
    type ArgumentBuffer = Nothing;
    type Statement = Never;

    const NAME: &'static str = "Simulated";
    const URL_SCHEMES: &'static [&'static str] = &["simulated"];
}

impl Row for Never {
    type Database = Simulated;

    fn columns(&self) -> &[Self] {
        match *self {}
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, _: I) -> Result<Self, Error> {
        match *self {}
    }
}

impl Column for Never {
    type Database = Simulated;

    fn ordinal(&self) -> usize {
        match *self {}
    }

    fn name(&self) -> &str {
        match *self {}
    }

    fn type_info(&self) -> &Self {
        match *self {}
    }
}

impl Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl TypeInfo for Never {
    fn is_null(&self) -> bool {
        match *self {}
    }

    fn name(&self) -> &str {
        match *self {}
    }
}

impl Value for Never {
    type Database = Simulated;

    fn as_ref(&self) -> Self {
        match *self {}
    }

    fn type_info(&self) -> Cow<'_, Self> {
        match *self {}
    }

    fn is_null(&self) -> bool {
        match *self {}
    }
}

impl ValueRef<'_> for Never {
    type Database = Simulated;

    fn to_owned(&self) -> Self {
        match *self {}
    }

    fn type_info(&self) -> Cow<'_, Self> {
        match *self {}
    }

    fn is_null(&self) -> bool {
        match *self {}
    }
}

impl Statement for Never {
    type Database = Simulated;

    fn into_sql(self) -> SqlStr {
        match self {}
    }

    fn sql(&self) -> &SqlStr {
        match *self {}
    }

    fn parameters(&self) -> Option<either::Either<&[Self], usize>> {
        match *self {}
    }

    fn columns(&self) -> &[Self] {
        match *self {}
    }

    impl_statement_query!(Nothing);
}

impl ColumnIndex<Never> for usize {
    fn index(&self, never: &Never) -> Result<usize, Error> {
        match *never {}
    }
}

impl Arguments for Nothing {
    type Database = Simulated;

    fn reserve(&mut self, _: usize, _: usize) {}

    fn add<'t, T: Encode<'t, Simulated> + Type<Simulated>>(
        &mut self,
        _: T,
    ) -> Result<(), BoxDynError> {
        Ok(())
    }

    fn len(&self) -> usize {
        0
    }
}

impl IntoArguments<Simulated> for Nothing {
    fn into_arguments(self) -> Self {
        self
    }
}

impl Extend<Self> for Nothing {
    fn extend<T: IntoIterator<Item = Self>>(&mut self, _: T) {}
}

impl TransactionManager for Nothing {
    type Database = Simulated;

    async fn begin(_: &mut Connection, _: Option<SqlStr>) -> Result<(), Error> {
        Err(unused())
    }

    async fn commit(_: &mut Connection) -> Result<(), Error> {
        Err(unused())
    }

    async fn rollback(_: &mut Connection) -> Result<(), Error> {
        Err(unused())
    }

    fn start_rollback(_: &mut Connection) {}

    fn get_transaction_depth(_: &Connection) -> usize {
        0
    }
}

pub(super) fn unused() -> Error {
    Error::Protocol("only sqlx's `Any` uses this driver".into())
}
