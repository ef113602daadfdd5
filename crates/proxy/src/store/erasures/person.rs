use contract::event::Email;

use crate::store::{CustomerKey, hash};

/// A person who is to be erased, in all spellings under which rows may know it.
#[derive(Debug)]
pub struct Person {
    email: Email,
    keys: [CustomerKey; 2],
}

/// The number or the identifier of an order or a cart of the person.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label(pub String);

impl Person {
    /// The person of an e-mail address.
    #[must_use]
    pub fn new(email: &Email) -> Self {
        // Rows of earlier versions knew an international domain by its letters.
        let address = email.as_str();
        let in_letters = address.rsplit_once('@').map_or_else(
            || address.to_owned(),
            |(local, domain)| [local, "@", &idna::domain_to_unicode(domain).0].concat(),
        );
        Self {
            email: email.clone(),
            keys: [
                CustomerKey::of(email),
                CustomerKey(hash(&["customer", &in_letters])),
            ],
        }
    }

    /// The hashes under which rows know the person.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.0.as_str())
    }

    /// Whether a text holds the address, in any spelling, also as it is in a URL.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = text
            .replace("%40", "@")
            .replace("%2B", "+")
            .replace("%2b", "+");
        // Characters that end an address in a sentence, in JSON, or in a URL.
        let ends: [fn(char) -> bool; 2] = [
            |c| c.is_whitespace() || "\"'<>()[],;:\\".contains(c),
            |c| c.is_whitespace() || "\"'<>()[],;:\\=&?/".contains(c),
        ];
        ends.iter().any(|is_end| {
            text.split(is_end)
                .filter(|word| word.contains('@'))
                .map(|word| word.trim_matches(|c: char| ".!…".contains(c)))
                .any(|word| Email::parse(word).as_ref() == Ok(&self.email))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_sentences_and_in_addresses_of_pages() {
        let person = Person::new(&Email::parse("anna+x@rossi.example").unwrap());
        for text in [
            "Contact Anna+X@Rossi.Example.",
            "none at /contacts?email=anna%2Bx%40rossi.example&limit=1",
            "{\"email\":\"anna+x@rossi.example\"}",
            "<anna+x@rossi.example> is not valid",
        ] {
            assert!(person.is_named_in(text), "{text}");
        }
        for text in ["joanna+x@rossi.example", "anna@rossi.example", "", "anna"] {
            assert!(!person.is_named_in(text), "{text}");
        }
    }
}
