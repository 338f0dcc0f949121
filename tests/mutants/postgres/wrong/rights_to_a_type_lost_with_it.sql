-- A type that not everybody may use is rebuilt.
-- verdict: differs
-- why: everybody may use a new type

-- base
CREATE TYPE mood AS ENUM ('calm', 'angry');
REVOKE USAGE ON TYPE mood FROM PUBLIC;
CREATE TABLE people (id bigint PRIMARY KEY, mood mood);
INSERT INTO people VALUES (1, 'calm');

-- up
ALTER TABLE people ALTER mood TYPE text;
DROP TYPE mood;

-- down
CREATE TYPE mood AS ENUM ('calm', 'angry');
ALTER TABLE people ALTER mood TYPE mood USING mood::mood;
