use serde::{Deserialize, Serialize};

use super::{
    Currency, Email, ExternalId, ItemError, Line, LineSent, Moment, Money, Text, WebUrl,
    item_error::Check, line,
};

/// An order as sent: types, not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderSent {
    /// Passweb's identifier of the order.
    pub id: String,
    /// The number that customer and merchant know.
    pub number: String,
    /// When it was placed: RFC 3339.
    pub placed_at: String,
    /// When it last changed: of two versions the newer counts.
    pub updated_at: String,
    /// Where the order is on the site.
    pub url: String,
    /// The cart it was; that cart is not abandoned any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart_id: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// What is paid, tax and shipping included, as a decimal.
    pub total: String,
    /// Of it for shipping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<String>,
    /// Of it tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<String>,
    /// What was taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<String>,
    /// How it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<String>,
    /// Who pays.
    pub billing: BillingSent,
    /// What was bought: 1 to 500 lines.
    pub lines: Vec<LineSent>,
}

/// Who pays, as sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillingSent {
    /// First name, perhaps empty.
    pub first_name: String,
    /// Last name, perhaps empty.
    pub last_name: String,
    /// E-mail address, by which the person is known.
    pub email: String,
}

/// An order whose every field was checked. In JSON it is what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "OrderSent says what each is")]
pub struct Order {
    pub id: ExternalId,
    pub number: Text,
    pub placed_at: Moment,
    /// When it last changed; never in the future when it was taken.
    pub updated_at: Moment,
    /// `updated_at` as it was handed over: by it two versions are compared.
    pub version: Moment,
    /// Left out when it was no address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<WebUrl>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cart_id: Option<ExternalId>,
    pub currency: Currency,
    pub total: Money,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_method: Option<Text>,
    /// Since when it is cancelled: it is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Moment>,
    /// Whether it is an old order, which starts no automation.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
    pub billing: Billing,
    /// Perhaps none.
    pub lines: Vec<Line>,
    /// What of `discount` has a name: each was a negative line, or was handed over as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
}

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "BillingSent says what each is")]
pub struct Billing {
    pub first_name: Text,
    pub last_name: Text,
    pub email: Email,
}

/// Something that was taken off an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// What it is called.
    pub name: Text,
    /// How much it is, as a positive amount.
    pub amount: Money,
}

impl OrderSent {
    /// Checks every field, so that all that is wrong is said at once.
    ///
    /// # Errors
    /// Each field at fault, with pointers that begin at the order.
    pub fn validate(&self) -> Result<Order, Vec<ItemError>> {
        let mut check = Check::default();
        let order = self.check(&mut check);
        order.ok_or_else(|| check.into_errors())
    }

    fn check(&self, check: &mut Check) -> Option<Order> {
        let id = check.field("/id", ExternalId::parse(&self.id));
        let number = check.field("/number", Text::parse_filled(&self.number));
        let placed_at = check.field("/placed_at", Moment::parse_past(&self.placed_at));
        let updated_at = check.field("/updated_at", Moment::parse_past(&self.updated_at));
        let url = check.field("/url", WebUrl::parse(&self.url));
        let cart_id = check.optional("/cart_id", self.cart_id.as_deref(), ExternalId::parse);
        let currency = check.field("/currency", Currency::parse(&self.currency));
        let mut amount = |pointer: &str, sent: Option<&str>| {
            check.optional(pointer, sent, |sent| match currency {
                Some(currency) => Money::parse(sent, currency).map(Some),
                // Said at the currency already.
                None => Ok(None),
            })
        };
        let total = amount("/total", Some(&self.total));
        let shipping = amount("/shipping", self.shipping.as_deref());
        let tax = amount("/tax", self.tax.as_deref());
        let discount = amount("/discount", self.discount.as_deref());
        let method = self.shipping_method.as_deref();
        let shipping_method = check.optional("/shipping_method", method, Text::parse);
        let billing = self.billing.check(check);
        let lines = line::validate_all(&self.lines, currency, check);
        Some(Order {
            id: id?,
            number: number?,
            placed_at: placed_at?,
            updated_at: updated_at?,
            version: updated_at?,
            url: Some(url?),
            cart_id: cart_id?,
            currency: currency?,
            total: total?.flatten()?,
            shipping: shipping?.flatten(),
            tax: tax?.flatten(),
            discount: discount?.flatten(),
            shipping_method: shipping_method?,
            cancelled_at: None,
            history: false,
            billing: billing?,
            lines: lines?,
            discounts: Vec::new(),
        })
    }
}

impl BillingSent {
    fn check(&self, check: &mut Check) -> Option<Billing> {
        let first_name = check.field("/billing/first_name", Text::parse(&self.first_name));
        let last_name = check.field("/billing/last_name", Text::parse(&self.last_name));
        let email = check.field("/billing/email", Email::parse(&self.email));
        Some(Billing {
            first_name: first_name?,
            last_name: last_name?,
            email: email?,
        })
    }
}
