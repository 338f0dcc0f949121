-- A column comes back as json.
-- verdict: differs
-- why: one letter

-- base
CREATE TABLE events (id bigint PRIMARY KEY, body jsonb NOT NULL DEFAULT '{}');

-- up
ALTER TABLE events ALTER COLUMN body DROP DEFAULT, ALTER COLUMN body TYPE text USING body::text;

-- down
ALTER TABLE events ALTER COLUMN body TYPE json USING body::json, ALTER COLUMN body SET DEFAULT '{}';
