//! Record sync: writes the record of an order or a cart. Searches ActiveCampaign for the record
//! first when an earlier write may have happened without a stored result, or when another order may
//! have taken the record over.

mod write;

use super::payload::{OpenCart, Payload};
use crate::{
    activecampaign::{CartRecord, Record},
    delivery::context::{DeliverError, DeliveryContext},
    store::{Delivered, OfCart, Work},
};

/// Result of the search for a record.
enum Looked {
    /// The record holds this version already.
    Done(String),
    /// The record exists, or existed according to the database.
    At(Place),
    /// No record exists.
    Nowhere,
}

/// An existing record to write to.
struct Place {
    id: String,
    /// The record belongs to another person: the e-mail address was corrected later.
    is_anothers: bool,
    /// The record is the cart's that became this order.
    is_cart: bool,
}

/// What a write of a record needs.
struct Writing<'a> {
    work: &'a Work,
    payload: &'a Payload,
    connection: &'a str,
    customer: String,
}

impl DeliveryContext {
    /// Sends the item. Returns `false` when the item, or this version of it, no longer waits. When
    /// ActiveCampaign may have deleted the connection or the person's records, finds or creates
    /// them again and retries once.
    pub(super) async fn deliver(
        &self,
        work: &Work,
        payload: &Payload,
    ) -> Result<bool, DeliverError> {
        let mut again = true;
        loop {
            let connection = self.connection().await?;
            match self.deliver_to(work, payload, &connection).await {
                Err(DeliverError::Api(failure)) if again && failure.may_be_missing() => {
                    again = false;
                    self.forget_connection(&connection).await?;
                    self.forget_person(&payload.customer_key()).await?;
                }
                other => return other,
            }
        }
    }

    async fn deliver_to(
        &self,
        work: &Work,
        payload: &Payload,
        connection: &str,
    ) -> Result<bool, DeliverError> {
        let key = payload.customer_key();
        let customer = self.customer(&key, payload.who(), connection).await?;
        let place = match self.look(work, payload, connection).await? {
            Looked::Done(id) => return self.confirm(work, payload, &id).await,
            Looked::At(place) => self.claimed(work, place).await?,
            Looked::Nowhere => None,
        };
        let writes = self.writes();
        // From here on, the database records after a crash that the write may have happened.
        if !writes.attempt(work).await? {
            return Ok(false);
        }
        let writing = Writing {
            work,
            payload,
            connection,
            customer,
        };
        let is_cart = place.as_ref().is_some_and(|place| place.is_cart);
        match self.write(&writing, place).await {
            Ok(id) => self.confirm(work, payload, &id).await,
            Err(DeliverError::Api(failure)) => {
                if !work.attempted && failure.certainly_not_done() {
                    writes.not_attempted(work).await?;
                    if let (true, Some(cart)) = (is_cart, &work.cart) {
                        writes.release_cart(cart, &work.external_id).await?;
                    }
                }
                Err(failure.into())
            }
            Err(error) => Err(error),
        }
    }

    async fn confirm(
        &self,
        work: &Work,
        payload: &Payload,
        remote_id: &str,
    ) -> Result<bool, DeliverError> {
        let done = Delivered {
            work,
            remote_id,
            person: &payload.customer_key(),
        };
        self.writes().delivered(done).await?;
        Ok(true)
    }

    /// Where the record is. Searches ActiveCampaign only when the database may not know all of it.
    async fn look(
        &self,
        work: &Work,
        payload: &Payload,
        connection: &str,
    ) -> Result<Looked, DeliverError> {
        let order = match payload {
            Payload::Cart(cart) if work.attempted || work.remote_id.is_some() => {
                return self.look_for_cart(work, payload, cart, connection).await;
            }
            Payload::Cart(_) => return Ok(Looked::Nowhere),
            Payload::Order(order) => order,
        };
        // Rows of older releases store no person: only ActiveCampaign knows whose record it is.
        let asks = work.attempted || (work.remote_id.is_some() && work.person.is_none());
        if asks {
            let client = self.client();
            let found = client.find_order(connection, order.id.as_str()).await?;
            if let Some(record) = found {
                return Ok(at(work, payload, record));
            }
        }
        match (&work.remote_id, &work.cart) {
            (Some(id), _) => Ok(Looked::At(Place {
                id: id.clone(),
                is_anothers: is_anothers(work, payload, None),
                is_cart: false,
            })),
            (None, Some(cart)) => self.look_for_cart_of(work, cart, connection).await,
            (None, None) => Ok(Looked::Nowhere),
        }
    }

    /// Searches for the record of a cart. A record that became an order stays an order; a cart
    /// abandoned again after that order gets a record of its own.
    async fn look_for_cart(
        &self,
        work: &Work,
        payload: &Payload,
        cart: &OpenCart,
        connection: &str,
    ) -> Result<Looked, DeliverError> {
        let client = self.client();
        let found = client.find_cart(connection, &cart.checkout_id, None);
        Ok(match found.await? {
            CartRecord::Open(record) => at(work, payload, record),
            CartRecord::Ordered(record) if !cart.is_after(work, &record) => Looked::Done(record.id),
            CartRecord::Ordered(_) | CartRecord::Missing => Looked::Nowhere,
        })
    }

    /// Searches for the record of the cart that became this order. The order takes the record over,
    /// unless another order has.
    async fn look_for_cart_of(
        &self,
        work: &Work,
        cart: &OfCart,
        connection: &str,
    ) -> Result<Looked, DeliverError> {
        if cart.remote_id.is_none() && !cart.attempted {
            return Ok(Looked::Nowhere);
        }
        let client = self.client();
        let own = Some(work.external_id.as_str());
        let found = client.find_cart(connection, &cart.checkout_id, own);
        Ok(match found.await? {
            CartRecord::Open(record) => Looked::At(Place {
                id: record.id,
                is_anothers: false,
                is_cart: true,
            }),
            CartRecord::Ordered(record) => {
                self.writes().claim_cart(cart, &record.externalid).await?;
                Looked::Nowhere
            }
            CartRecord::Missing => Looked::Nowhere,
        })
    }

    /// Claims the cart's record for this order in the database before the write. Returns `None`
    /// when another order has claimed it.
    async fn claimed(&self, work: &Work, place: Place) -> Result<Option<Place>, DeliverError> {
        let (true, Some(cart)) = (place.is_cart, &work.cart) else {
            return Ok(Some(place));
        };
        let is_ours = self.writes().claim_cart(cart, &work.external_id).await?;
        Ok(is_ours.then_some(place))
    }
}

impl Writing<'_> {
    fn new_fields(&self, live: bool) -> serde_json::Value {
        self.payload
            .new_fields(self.connection, &self.customer, live)
    }
}

/// The search result for an existing record. Only a first version can match exactly: for a later
/// version, ActiveCampaign may hold another write.
fn at(work: &Work, payload: &Payload, record: Record) -> Looked {
    let is_anothers = is_anothers(work, payload, Some(&record));
    match work.revision == 1 && !is_anothers && payload.is(&record) {
        true => Looked::Done(record.id),
        false => Looked::At(Place {
            id: record.id,
            is_anothers,
            is_cart: false,
        }),
    }
}

/// Whether the record belongs to another person than the payload's. Excludes a cart's record, which
/// stays with the customer of the cart when somebody else pays.
fn is_anothers(work: &Work, payload: &Payload, record: Option<&Record>) -> bool {
    match (&work.person, record) {
        (Some(person), _) => *person != payload.customer_key(),
        (None, Some(record)) => {
            let was_cart = !record.externalid.is_empty() && !record.externalcheckoutid.is_empty();
            let email = record.email.to_lowercase();
            !was_cart && !email.is_empty() && email != payload.who().email
        }
        (None, None) => false,
    }
}
