-- A domain stays without its check.
-- verdict: differs
-- why: DROP CONSTRAINT of a domain is not undone by the column

-- base
CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
CREATE TABLE users (id bigint PRIMARY KEY, email email);

-- up
ALTER DOMAIN email DROP CONSTRAINT has_at;
ALTER TABLE users ADD COLUMN verified boolean;

-- down
ALTER TABLE users DROP COLUMN verified;
