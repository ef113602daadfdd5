-- What ActiveCampaign has of another person than the one whose it is: all that is kept of a person.
CREATE INDEX outbox_of_person_before ON outbox (account, person) WHERE person <> customer;
