-- RENAME VALUE has an inverse.
-- verdict: restored
-- why: rows refer to the value, not to its text

-- base
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (id bigint PRIMARY KEY, mood mood);
INSERT INTO people VALUES (1, 'sad');

-- up
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';

-- down
ALTER TYPE mood RENAME VALUE 'blue' TO 'sad';
