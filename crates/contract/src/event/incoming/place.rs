use std::fmt;

/// The position of a value in an item. It is converted to a JSON pointer (RFC 6901) on demand. All
/// names are constants of this crate and contain no character that needs escaping.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    /// The item as a whole.
    Item,
    Field(&'p Place<'p>, &'static str),
    Index(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item => Ok(()),
            Self::Field(within, name) => write!(f, "{within}/{name}"),
            Self::Index(within, index) => write!(f, "{within}/{index}"),
        }
    }
}
