-- The domain of the account's API, where it is not that of ACTIVECAMPAIGN_URL.
ALTER TABLE accounts ADD COLUMN api_domain TEXT;
