-- An index comes back over whole values.
-- verdict: differs
-- why: the prefix was there for the length of keys

-- base
CREATE TABLE pages (id bigint PRIMARY KEY, url varchar(500), KEY pages_url (url(100)));

-- up
DROP INDEX pages_url ON pages;

-- down
CREATE INDEX pages_url ON pages (url);
