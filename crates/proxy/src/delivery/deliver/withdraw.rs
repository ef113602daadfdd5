//! What is to be deleted in ActiveCampaign: an emptied cart, a cancelled order.

use super::payload::Payload;
use crate::{
    activecampaign::{CartRecord, Record},
    delivery::context::{DeliverError, DeliveryContext},
    store::Work,
};

impl DeliveryContext {
    /// Deletes what ActiveCampaign has of it. `false` when it does not wait any more.
    pub(super) async fn withdraw(
        &self,
        work: &Work,
        payload: &Payload,
    ) -> Result<bool, DeliverError> {
        let connection = self.connection().await?;
        if !self.writes().attempt(work).await? {
            return Ok(false);
        }
        // Looked for again after each: an order and the cart that it was may be two records.
        let mut deleted: Option<String> = None;
        while let Some(record) = self.to_withdraw(work, payload, &connection).await? {
            // Still there after it was deleted: ActiveCampaign has not caught up.
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

    /// The next record that is not to be there any more. One that has become another order is
    /// none of them.
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
                    // Who cancels an order is not reminded of its cart.
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
