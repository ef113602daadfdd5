use std::fmt;

/// Where something is in an item. It becomes a JSON pointer (RFC 6901) only when it is needed; the
/// names are all ours, and none holds a character to escape.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    /// The item itself.
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
