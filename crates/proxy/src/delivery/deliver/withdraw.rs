//! Deletion of records in ActiveCampaign: those of an emptied cart or a cancelled order.

use super::payload::Payload;
use crate::{
    activecampaign::{CartRecord, Record},
    delivery::context::{DeliverError, DeliveryContext},
    store::Work,
};

impl DeliveryContext {
    /// Deletes all records of the item. Returns `false` when the item no longer waits.
    pub(super) async fn withdraw(
        &self,
        work: &Work,
        payload: &Payload,
    ) -> Result<bool, DeliverError> {
        let connection = self.connection().await?;
        if !self.writes().attempt(work).await? {
            return Ok(false);
        }
        // Searches again after each deletion: an order and its former cart may be two records.
        let mut deleted: Option<String> = None;
        while let Some(record) = self.to_withdraw(work, payload, &connection).await? {
            // Found again after its deletion: ActiveCampaign's search lags behind.
            if deleted.as_ref() == Some(&record.id) {
                break;
            }
            self.delete_record(&record.id, || self.to_withdraw(work, payload, &connection))
                .await?;
            deleted = Some(record.id);
        }
        self.writes().withdrawn(work).await?;
        Ok(true)
    }

    /// The next record to delete. Excludes a record that became another order.
    async fn to_withdraw(
        &self,
        work: &Work,
        payload: &Payload,
        connection: &str,
    ) -> Result<Option<Record>, DeliverError> {
        let client = self.client();
        let (checkout_id, order) = match payload {
            Payload::Order(order) => {
                let order = order.id.as_str();
                if let Some(record) = client.find_order(connection, order).await? {
                    return Ok(Some(record));
                }
                match &work.cart {
                    // A customer who cancels an order gets no reminder of its cart.
                    Some(cart) if cart.remote_id.is_some() || cart.attempted => {
                        if !self.writes().claim_cart(cart, order).await? {
                            return Ok(None);
                        }
                        (cart.checkout_id.as_str(), Some(order))
                    }
                    _ => return Ok(None),
                }
            }
            Payload::Cart(cart) => (cart.checkout_id.as_str(), None),
        };
        match client.find_cart(connection, checkout_id, order).await? {
            CartRecord::Open(record) => Ok(Some(record)),
            CartRecord::Ordered(_) | CartRecord::Missing => Ok(None),
        }
    }
}
