use contract::transfer::FailureCode;

use super::{Place, Writing, is_anothers};
use crate::{
    activecampaign::{ApiError, CartRecord, Record, Refusal},
    delivery::{
        context::{DeliverError, DeliveryContext},
        deliver::payload::Payload,
    },
};

impl DeliveryContext {
    /// Updates the record at `place`, or creates one. Returns the id of the record.
    pub(super) async fn write(
        &self,
        writing: &Writing<'_>,
        place: Option<Place>,
    ) -> Result<String, DeliverError> {
        match place {
            Some(place) if place.is_anothers => self.replace(writing, &place.id).await,
            Some(place) => self.change(writing, place.id).await,
            None => self.create(writing, writing.work.live).await,
        }
    }

    async fn create(&self, writing: &Writing<'_>, live: bool) -> Result<String, DeliverError> {
        let mut fields = writing.new_fields(live);
        let client = self.client();
        let refusal = match client.create_order(&fields).await {
            // Whatever the message says, the record may already exist.
            Err(ApiError::Refused(refusal)) if refusal.code != FailureCode::RelatedMissing => {
                refusal
            }
            other => return Ok(other?),
        };
        let Payload::Cart(cart) = writing.payload else {
            return self.create_refused(writing, refusal).await;
        };
        let found = client.find_cart(writing.connection, &cart.checkout_id, None);
        match found.await? {
            CartRecord::Open(record) => self.overwrite(writing, record).await,
            CartRecord::Ordered(record) if !cart.is_after(writing.work, &record) => Ok(record.id),
            CartRecord::Ordered(_) => {
                // ActiveCampaign accepts an identifier only once per connection.
                let other = cart.other_checkout_id();
                self.writes().rename_checkout(writing.work, &other).await?;
                fields["externalcheckoutid"] = other.into();
                Ok(client.create_order(&fields).await?)
            }
            CartRecord::Missing => Err(ApiError::Refused(refusal).into()),
        }
    }

    async fn create_refused(
        &self,
        writing: &Writing<'_>,
        refusal: Refusal,
    ) -> Result<String, DeliverError> {
        let id = &writing.work.external_id;
        match self.client().find_order(writing.connection, id).await? {
            Some(record) => self.overwrite(writing, record).await,
            None => Err(ApiError::Refused(refusal).into()),
        }
    }

    /// Updates a record that a search found.
    async fn overwrite(
        &self,
        writing: &Writing<'_>,
        record: Record,
    ) -> Result<String, DeliverError> {
        if is_anothers(writing.work, writing.payload, Some(&record)) {
            return self.replace(writing, &record.id).await;
        }
        let fields = writing.payload.changed_fields();
        self.client().update_order(&record.id, &fields).await?;
        Ok(record.id)
    }

    /// Updates a record by id. When ActiveCampaign may have deleted it, searches by its external id
    /// and creates it again if it is missing.
    async fn change(&self, writing: &Writing<'_>, id: String) -> Result<String, DeliverError> {
        let client = self.client();
        let fields = writing.payload.changed_fields();
        match client.update_order(&id, &fields).await {
            Ok(()) => Ok(id),
            Err(failure) if failure.may_be_missing() => match self.find_own(writing).await? {
                // The record exists, so the failure has another cause.
                Some(record) if record.id == id => Err(failure.into()),
                Some(record) => self.overwrite(writing, record).await,
                None => self.create(writing, writing.work.live).await,
            },
            Err(failure) => Err(failure.into()),
        }
    }

    /// Moves a record to another customer. An update cannot do that (`PUT` ignores `customerid`),
    /// so the record is deleted and created again as history, so that no automation starts twice.
    async fn replace(&self, writing: &Writing<'_>, id: &str) -> Result<String, DeliverError> {
        let writes = self.writes();
        // Recorded before the deletion: after a crash, the new record must not start an automation
        // either.
        writes.announce(writing.work).await?;
        self.delete_record(id, || self.find_own(writing)).await?;
        writes.record_deleted(writing.work).await?;
        let client = self.client();
        match client.create_order(&writing.new_fields(false)).await {
            // An earlier attempt may have created the record.
            Err(ApiError::Refused(refusal)) => match self.find_own(writing).await? {
                Some(record) => {
                    let fields = writing.payload.changed_fields();
                    client.update_order(&record.id, &fields).await?;
                    Ok(record.id)
                }
                None => Err(ApiError::Refused(refusal).into()),
            },
            other => Ok(other?),
        }
    }

    async fn find_own(&self, writing: &Writing<'_>) -> Result<Option<Record>, DeliverError> {
        let client = self.client();
        let connection = writing.connection;
        Ok(match writing.payload {
            Payload::Order(_) => {
                let id = &writing.work.external_id;
                client.find_order(connection, id).await?
            }
            Payload::Cart(cart) => {
                match client
                    .find_cart(connection, &cart.checkout_id, None)
                    .await?
                {
                    CartRecord::Open(record) => Some(record),
                    CartRecord::Ordered(_) | CartRecord::Missing => None,
                }
            }
        })
    }

    /// Deletes a record. Succeeds, whatever the response was, when the record cannot be found
    /// afterwards.
    pub(in crate::delivery::deliver) async fn delete_record<F>(
        &self,
        id: &str,
        find: impl FnOnce() -> F,
    ) -> Result<(), DeliverError>
    where
        F: Future<Output = Result<Option<Record>, DeliverError>>,
    {
        match self.client().delete_order(id).await {
            Ok(()) => Ok(()),
            Err(failure) if failure.may_be_missing() => match find().await? {
                Some(record) if record.id == id => Err(failure.into()),
                _ => Ok(()),
            },
            Err(failure) => Err(failure.into()),
        }
    }
}
