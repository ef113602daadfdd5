//! The tag of contacts that this integration created.

use std::sync::atomic::Ordering;

use super::{DeliverError, DeliveryContext};
use crate::{
    activecampaign::{ApiError, Post},
    store::Error,
};

/// The tag that marks contacts created by this integration (product.md, section 3).
pub const TAG: &str = "Passweb Integration -- customer";
const DESCRIPTION: &str = "Made by the Passweb integration";

/// The request that creates the tag.
pub fn tag_post() -> Post {
    Post::tag(TAG, DESCRIPTION)
}

impl DeliveryContext {
    /// The id of the tag for new contacts: stored, found in ActiveCampaign, or created.
    pub async fn tag(&self) -> Result<String, DeliverError> {
        let mut known = self.tag.lock().await;
        if let Some(id) = &*known {
            return Ok(id.clone());
        }
        let id = self.find_or_create_tag().await;
        let id = id.map_err(|failure| DeliverError::Api(failure).needed())?;
        self.tag_denials.store(0, Ordering::Relaxed);
        self.writes().set_tag(Some(&id)).await?;
        *known = Some(id.clone());
        Ok(id)
    }

    async fn find_or_create_tag(&self) -> Result<String, ApiError> {
        let client = self.client();
        if let Some(id) = client.find_tag(TAG).await? {
            return Ok(id);
        }
        match client.create_tag(TAG, DESCRIPTION).await {
            Err(ApiError::Refused(refusal)) => {
                let found = client.find_tag(TAG).await?;
                found.ok_or(ApiError::Refused(refusal))
            }
            other => other,
        }
    }

    /// Whether an order is sent without the tag after this failure of the tag lookup: when the
    /// request was refused, or denied three times in a row (a single denial may be a mistake).
    pub fn does_without_tag(&self, failure: &ApiError) -> bool {
        match failure {
            ApiError::Refused(_) => true,
            failure if failure.is_refusal() => {
                self.tag_denials.fetch_add(1, Ordering::Relaxed) + 1 >= 3
            }
            _ => false,
        }
    }

    /// Drops the stored tag id after ActiveCampaign deleted the tag.
    pub async fn forget_tag(&self) -> Result<(), Error> {
        *self.tag.lock().await = None;
        self.writes().set_tag(None).await
    }
}
