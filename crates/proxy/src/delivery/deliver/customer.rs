//! Who an order or a cart belongs to: the contact, its tag, and the connection's customer.

use crate::{
    activecampaign::{ApiError, NewCustomer, Who},
    clock,
    delivery::context::{DeliverError, DeliveryContext},
    store::{CustomerKey, Error, KnownCustomer, hash},
};

/// How far a contact's age may be off: ActiveCampaign's times are whole seconds.
const ROUNDING: i64 = 2;
/// How far this machine's clock may have been set back, or be behind that of the proxy before,
/// since a call began, in seconds. A stranger's contact that is hardly older is tagged too, rather
/// than one of ours left without.
const CLOCK_STEP: i64 = 60;

impl DeliveryContext {
    /// The id of the connection's customer. Of a person whose names are known nothing is asked.
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

    /// The contact or the customer may have vanished in ActiveCampaign.
    pub(super) async fn forget_person(&self, key: &CustomerKey) -> Result<(), Error> {
        let account = &self.stored.account.id;
        let known = self.engine.store.customers().get(account, key).await?;
        self.remember(key, &forgotten(&known)).await
    }

    /// Sees to it that the contact is there and has these names. Returns whether this call has
    /// just made it.
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
            // If the answer is lost, the next one says "known": then the contact's age tells
            // whether it was this call that made it.
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

    /// Tags a new contact. A tag that vanished is made again, once; `false` when it was the contact
    /// that did.
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
                // The order does not wait for it: the person's next one brings it up again.
                Err(DeliverError::Prerequisite(failure)) if self.does_without_tag(&failure) => {
                    tracing::warn!(%failure, "the tag of new contacts");
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

    /// A contact that is new has no customer; any other is looked up first.
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

/// What stays known when ActiveCampaign's own records of a person may be gone: what is to be done.
fn forgotten(known: &KnownCustomer) -> KnownCustomer {
    KnownCustomer {
        tag_due: known.tag_due,
        sync_started_at: known.sync_started_at,
        ..KnownCustomer::default()
    }
}
