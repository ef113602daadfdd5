use contract::event::Email;

use crate::store::{CustomerKey, hash};

/// A person to erase, with all keys under which rows may be stored.
#[derive(Debug)]
pub struct Person {
    email: Email,
    keys: [CustomerKey; 2],
}

/// The number or the id of one of the person's orders or carts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label(pub String);

impl Person {
    /// The person with this e-mail address.
    #[must_use]
    pub fn new(email: &Email) -> Self {
        // Earlier versions stored an international domain in Unicode.
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

    /// The hashes under which rows of the person are stored.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.0.as_str())
    }

    /// Whether a text contains the e-mail address, in any spelling, also URL-encoded.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let text = text
            .replace("%40", "@")
            .replace("%2B", "+")
            .replace("%2b", "+");
        // Characters that end an e-mail address in a sentence, in JSON, or in a URL.
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
    fn an_e_mail_address_is_found_in_texts_and_in_urls() {
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
