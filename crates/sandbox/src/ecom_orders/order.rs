//! An order or a cart, and the validation of its fields.

use jiff::Timestamp;

use super::lines::{Discount, Line};
use crate::{
    dates,
    ecom_customers::Customers,
    email::Email,
    envelope::{ListQuery, Refusal},
    fields::Fields,
    table::{Id, Ids},
};

/// The state of an order. ActiveCampaign also has the temporary states 0 (pending) and 4 (waiting);
/// the sandbox processes each call before it responds, so it never returns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Completed = 1,
    Abandoned = 2,
    Recovered = 3,
}

/// Whether an order is live and may start automations, or historical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    History = 0,
    Live = 1,
}

/// An order or a cart.
#[derive(Clone)]
pub struct Order {
    pub connection: Id,
    pub customer: Id,
    pub source: Source,
    pub external_created: Option<String>,
    pub externalid: Option<String>,
    pub externalcheckoutid: Option<String>,
    pub email: Email,
    pub currency: String,
    pub total_price: u64,
    pub shipping_amount: u64,
    pub tax_amount: u64,
    pub discount_amount: u64,
    pub order_number: String,
    pub order_url: String,
    pub shipping_method: String,
    pub external_updated: Option<String>,
    pub abandoned: Option<String>,
    pub lines: Vec<Line>,
    pub discounts: Vec<Discount>,
    pub state: State,
    pub created: String,
    pub updated: String,
}

impl Order {
    /// Parses a new order or cart, including the fields that `PUT` cannot change.
    pub fn parse(fields: &Fields, ids: &mut Ids) -> Result<Self, Refusal> {
        let now = dates::now();
        let mut order = Self {
            connection: fields.required_id("connectionid")?,
            customer: fields.required_id("customerid")?,
            source: Source::parse(&fields.required("source")?)?,
            external_created: fields.date("externalCreatedDate")?,
            externalid: None,
            externalcheckoutid: None,
            email: fields.required_email()?,
            currency: fields.required("currency")?,
            total_price: fields.required_whole("totalPrice")?,
            shipping_amount: 0,
            tax_amount: 0,
            discount_amount: 0,
            order_number: String::new(),
            order_url: String::new(),
            shipping_method: String::new(),
            external_updated: None,
            abandoned: None,
            lines: Vec::new(),
            discounts: Vec::new(),
            state: State::Completed,
            created: now.clone(),
            updated: now,
        };
        order.take(fields, ids)?;
        order.state = order.first_state()?;
        Ok(order)
    }

    /// ActiveCampaign: a cart becomes an order when its record gets the order's externalid; source,
    /// connectionid, customerid and externalCreatedDate never change.
    pub fn update(&mut self, fields: &Fields, ids: &mut Ids) -> Result<(), Refusal> {
        self.take(fields, ids)?;
        self.updated = dates::now();
        if self.state == State::Abandoned && self.externalid.is_some() {
            self.state = State::Recovered;
        }
        Ok(())
    }

    /// ActiveCampaign: e-mail and customerid must belong to the same customer, and the customer to
    /// the connection.
    pub fn check_customer(&self, customers: &Customers) -> Result<(), Refusal> {
        let customer = customers.of_connection(self.customer, self.connection);
        let customer = customer.ok_or_else(|| Refusal::related_missing("customerid"))?;
        if customer.email().key() == self.email.key() {
            Ok(())
        } else {
            Err(Refusal::invalid(
                "email",
                "it is not the email of the customer",
            ))
        }
    }

    /// Whether the order was paid.
    pub fn is_bought(&self) -> bool {
        self.state != State::Abandoned
    }

    /// The total quantity of all products.
    pub fn pieces(&self) -> u64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    pub fn passes(&self, query: &ListQuery) -> bool {
        let same = |name, own: &Option<String>| match (query.filter(name), own) {
            (Some(wanted), Some(own)) => wanted == own,
            (wanted, _) => wanted.is_none(),
        };
        same("externalid", &self.externalid)
            && same("externalcheckoutid", &self.externalcheckoutid)
            && query
                .filter("email")
                .is_none_or(|wanted| wanted.to_lowercase() == self.email.key())
            && query.admits("connectionid", &self.connection.to_string())
            && query.admits("state", &(self.state as u8).to_string())
    }

    /// ActiveCampaign: an order has an externalid; a cart has an externalcheckoutid and the date of
    /// abandonment.
    fn first_state(&self) -> Result<State, Refusal> {
        match (&self.externalid, &self.externalcheckoutid, &self.abandoned) {
            (Some(_), _, _) => Ok(State::Completed),
            (None, Some(_), Some(_)) => Ok(State::Abandoned),
            (None, Some(_), None) => Err(Refusal::missing("abandonedDate")),
            (None, None, _) => Err(Refusal::missing("externalid")),
        }
    }

    /// Updates the given fields and keeps the others. Lists are replaced as a whole.
    fn take(&mut self, fields: &Fields, ids: &mut Ids) -> Result<(), Refusal> {
        self.externalid = fields.filled("externalid")?.or(self.externalid.take());
        self.externalcheckoutid = fields
            .filled("externalcheckoutid")?
            .or(self.externalcheckoutid.take());
        self.email = fields.email()?.unwrap_or_else(|| self.email.clone());
        fields.replace_filled(&mut self.currency, "currency")?;
        check_currency(&self.currency)?;
        self.total_price = fields.whole("totalPrice")?.unwrap_or(self.total_price);
        self.shipping_amount = fields
            .whole("shippingAmount")?
            .unwrap_or(self.shipping_amount);
        self.tax_amount = fields.whole("taxAmount")?.unwrap_or(self.tax_amount);
        self.discount_amount = fields
            .whole("discountAmount")?
            .unwrap_or(self.discount_amount);
        fields.replace(&mut self.order_number, "orderNumber")?;
        self.order_url = fields
            .url("orderUrl")?
            .unwrap_or(std::mem::take(&mut self.order_url));
        fields.replace(&mut self.shipping_method, "shippingMethod")?;
        self.external_updated = fields
            .date("externalUpdatedDate")?
            .or(self.external_updated.take());
        self.abandoned = past(fields.date("abandonedDate")?)?.or(self.abandoned.take());
        if let Some(lines) = fields.each("orderProducts")? {
            self.lines = lines
                .iter()
                .map(|line| Line::parse(line, ids))
                .collect::<Result<_, _>>()?;
        }
        if let Some(discounts) = fields.each("orderDiscounts")? {
            self.discounts = discounts
                .iter()
                .map(|discount| Discount::parse(discount, ids))
                .collect::<Result<_, _>>()?;
        }
        Ok(())
    }
}

impl Source {
    fn parse(text: &str) -> Result<Self, Refusal> {
        match text {
            "0" => Ok(Self::History),
            "1" => Ok(Self::Live),
            _ => Err(Refusal::invalid("source", "0 or 1 is expected")),
        }
    }
}

/// ActiveCampaign: currencies are ISO 4217 codes.
fn check_currency(code: &str) -> Result<(), Refusal> {
    if code.len() == 3 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        Ok(())
    } else {
        Err(Refusal::invalid(
            "currency",
            "a code of three letters is expected (ISO 4217)",
        ))
    }
}

/// ActiveCampaign: the date of abandonment is in the past.
fn past(date: Option<String>) -> Result<Option<String>, Refusal> {
    match date {
        Some(date) if dates::parse(&date).is_some_and(|date| date > Timestamp::now()) => {
            Err(Refusal::invalid("abandonedDate", "it is in the future"))
        }
        date => Ok(date),
    }
}
