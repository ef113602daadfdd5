use serde::{Deserialize, Serialize};

use super::{
    Currency, Email, ExternalId, ItemError, Line, LineSent, Moment, Money, Text, WebUrl,
    item_error::Check, line,
};

/// An abandoned cart as sent: types, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CartSent {
    /// Passweb's identifier of the cart.
    pub id: String,
    /// When it was left behind: RFC 3339.
    pub abandoned_at: String,
    /// When it last changed: of two versions the newer counts.
    pub updated_at: String,
    /// The address that restores this very cart on the site.
    pub recovery_url: String,
    /// ISO 4217.
    pub currency: String,
    /// What it would cost, as a decimal.
    pub total: String,
    /// Whose it is.
    pub customer: ShopperSent,
    /// What is in it: 1 to 500 lines.
    pub lines: Vec<LineSent>,
}

/// Whose cart it is, as sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShopperSent {
    /// Passweb's identifier of the customer.
    pub id: String,
    /// Whether it is a registered user: only their carts are sent.
    pub registered: bool,
    /// First name, perhaps empty.
    pub first_name: String,
    /// Last name, perhaps empty.
    pub last_name: String,
    /// E-mail address; without one the cart is not sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// An abandoned cart whose every field was checked. In JSON it is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "CartSent says what each is")]
pub struct Cart {
    pub id: ExternalId,
    pub abandoned_at: Moment,
    /// When it last changed; never in the future when it was taken.
    pub updated_at: Moment,
    /// `updated_at` as it was handed over: by it two versions are compared.
    pub version: Moment,
    /// Always there, but in a cart without lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_url: Option<WebUrl>,
    pub currency: Currency,
    pub total: Money,
    pub customer: Shopper,
    /// Without lines it was emptied, and is withdrawn.
    pub lines: Vec<Line>,
}

/// Whose cart it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "ShopperSent says what each is")]
pub struct Shopper {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ExternalId>,
    pub registered: bool,
    pub first_name: Text,
    pub last_name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
}

impl Cart {
    /// Whether it was emptied: then it is withdrawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl CartSent {
    /// Checks every field, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// Each field at fault, with pointers that begin at the cart.
    pub fn validate(&self) -> Result<Cart, Vec<ItemError>> {
        let mut check = Check::default();
        let cart = self.check(&mut check);
        cart.ok_or_else(|| check.into_errors())
    }

    fn check(&self, check: &mut Check) -> Option<Cart> {
        let id = check.field("/id", ExternalId::parse(&self.id));
        let abandoned_at = check.field("/abandoned_at", Moment::parse_past(&self.abandoned_at));
        let updated_at = check.field("/updated_at", Moment::parse_past(&self.updated_at));
        let recovery_url = check.field("/recovery_url", WebUrl::parse(&self.recovery_url));
        let currency = check.field("/currency", Currency::parse(&self.currency));
        let total = currency
            .and_then(|currency| check.field("/total", Money::parse(&self.total, currency)));
        let customer = self.customer.check(check);
        let lines = line::validate_all(&self.lines, currency, check);
        Some(Cart {
            id: id?,
            abandoned_at: abandoned_at?,
            updated_at: updated_at?,
            version: updated_at?,
            recovery_url: Some(recovery_url?),
            currency: currency?,
            total: total?,
            customer: customer?,
            lines: lines?,
        })
    }
}

impl ShopperSent {
    fn check(&self, check: &mut Check) -> Option<Shopper> {
        let id = check.field("/customer/id", ExternalId::parse(&self.id));
        let first_name = check.field("/customer/first_name", Text::parse(&self.first_name));
        let last_name = check.field("/customer/last_name", Text::parse(&self.last_name));
        let email = self.email.as_deref().filter(|text| !text.trim().is_empty());
        let email = check.optional("/customer/email", email, Email::parse);
        Some(Shopper {
            id: Some(id?),
            registered: self.registered,
            first_name: first_name?,
            last_name: last_name?,
            email: email?,
        })
    }
}
