-- A value of an enum cannot be dropped.
-- verdict: differs
-- why: ADD VALUE has no inverse, and the author knew

-- base
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE people (id bigint PRIMARY KEY, mood mood);

-- up
ALTER TYPE mood ADD VALUE 'furious';

-- down
-- PostgreSQL cannot remove values of an enum.
UPDATE people SET mood = 'sad' WHERE mood::text = 'furious';
