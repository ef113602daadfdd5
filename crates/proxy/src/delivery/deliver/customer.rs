//! Customer sync: the contact of an order or a cart, the contact's tag, and the customer of the
//! connection.

use crate::{
    activecampaign::{ApiError, NewCustomer, Who},
    clock,
    delivery::context::{DeliverError, DeliveryContext},
    store::{CustomerKey, Error, KnownCustomer, hash},
};

/// Tolerance in seconds for a contact's age: ActiveCampaign's times are whole seconds.
const ROUNDING: i64 = 2;
/// Tolerance in seconds for the clock, which may have been set back since a call began, or be
/// behind the clock of the proxy that made the call. Within this tolerance, a contact created by
/// somebody else is tagged too; the alternative would leave a contact of this integration untagged.
const CLOCK_STEP: i64 = 60;

impl DeliveryContext {
    /// The customer id in the connection. Makes no call for a person whose names are already
    /// stored.
    pub(super) async fn customer(
        &self,
        key: &CustomerKey,
        who: Who<'_>,
        connection: &str,
    ) -> Result<String, DeliverError> {
        let account = &self.stored.account.id;
        let mut known = self.engine.store.customers().get(account, key).await?;
        let mut is_new = self.contact(key, who, &mut known).await?;
        if known.tag_due && !self.put_tag(key, &mut known).await? {
            known = forgotten(&known);
            is_new = self.contact(key, who, &mut known).await?;
            self.put_tag(key, &mut known).await?;
        }
        match &known.customer_id {
            Some(id) if known.connection_id.as_deref() == Some(connection) => Ok(id.clone()),
            _ => {
                let customer = NewCustomer {
                    connection,
                    email: who.email,
                };
                let id = self.find_or_create(customer, is_new).await?;
                known.customer_id = Some(id.clone());
                known.connection_id = Some(connection.to_owned());
                self.remember(key, &known).await?;
                Ok(id)
            }
        }
    }

    /// Drops the stored ids of a person: ActiveCampaign may have deleted the contact or the
    /// customer.
    pub(super) async fn forget_person(&self, key: &CustomerKey) -> Result<(), Error> {
        let account = &self.stored.account.id;
        let known = self.engine.store.customers().get(account, key).await?;
        self.remember(key, &forgotten(&known)).await
    }

    /// Ensures that the contact exists with these names. Returns whether this call created it.
    async fn contact(
        &self,
        key: &CustomerKey,
        who: Who<'_>,
        known: &mut KnownCustomer,
    ) -> Result<bool, DeliverError> {
        let names = hash(&["names", who.first_name, who.last_name]);
        if known.names.as_deref() == Some(&names) {
            return Ok(false);
        }
        let nameless = who.first_name.is_empty() && who.last_name.is_empty();
        if nameless && known.contact_id.is_some() {
            return Ok(false);
        }
        let before = known.sync_started_at;
        if known.contact_id.is_none() && before.is_none() {
            // If the response is lost, the retry reports an existing contact. The contact's age
            // then tells whether the lost call created it.
            known.sync_started_at = Some(clock::now_seconds());
            self.remember(key, known).await?;
        }
        let synced = match self.client().sync_contact(who).await {
            Ok(synced) => synced,
            Err(failure) => {
                if before.is_none() && failure.certainly_not_done() {
                    known.sync_started_at = None;
                    self.remember(key, known).await?;
                }
                return Err(failure.into());
            }
        };
        let made_before = before
            .zip(synced.age_seconds)
            .is_some_and(|(started, age)| {
                let elapsed = (clock::now_seconds() - started).max(0);
                age <= elapsed + CLOCK_STEP + ROUNDING
            });
        known.tag_due |= synced.created || made_before;
        known.contact_id = Some(synced.id);
        known.names = Some(names);
        known.sync_started_at = None;
        self.remember(key, known).await?;
        Ok(synced.created && before.is_none())
    }

    /// Tags a new contact. Recreates a deleted tag once. Returns `false` when the contact itself
    /// was deleted.
    async fn put_tag(
        &self,
        key: &CustomerKey,
        known: &mut KnownCustomer,
    ) -> Result<bool, DeliverError> {
        let Some(contact) = known.contact_id.clone() else {
            return Ok(true);
        };
        for _ in 0..2 {
            let tag = match self.tag().await {
                // The order is sent without the tag; the person's next order retries it.
                Err(DeliverError::Prerequisite(failure)) if self.does_without_tag(&failure) => {
                    let account = self.stored.account.id.as_str();
                    tracing::warn!(account, %failure, "tag for new contacts unavailable");
                    return Ok(true);
                }
                other => other?,
            };
            match self.client().tag_contact(&contact, &tag).await {
                Err(failure) if failure.is_refusal() => self.forget_tag().await?,
                other => {
                    other?;
                    known.tag_due = false;
                    self.remember(key, known).await?;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Creates the customer of a new contact; searches for an existing one for any other contact.
    async fn find_or_create(
        &self,
        who: NewCustomer<'_>,
        is_new: bool,
    ) -> Result<String, DeliverError> {
        let client = self.client();
        if !is_new && let Some(id) = client.find_customer(who).await? {
            return Ok(id);
        }
        match client.create_customer(who).await {
            Err(ApiError::Refused(refusal)) => client
                .find_customer(who)
                .await?
                .ok_or(DeliverError::Api(ApiError::Refused(refusal))),
            other => Ok(other?),
        }
    }

    async fn remember(&self, key: &CustomerKey, known: &KnownCustomer) -> Result<(), Error> {
        self.writes().put_customer(key, known).await
    }
}

/// What stays stored when ActiveCampaign may have deleted the records of a person: the pending
/// work.
fn forgotten(known: &KnownCustomer) -> KnownCustomer {
    KnownCustomer {
        tag_due: known.tag_due,
        sync_started_at: known.sync_started_at,
        ..KnownCustomer::default()
    }
}
