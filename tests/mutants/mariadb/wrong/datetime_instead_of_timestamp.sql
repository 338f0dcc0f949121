-- A timestamp comes back as a datetime.
-- verdict: differs
-- why: one follows the time zone of the session, the other does not

-- base
CREATE TABLE events (id bigint PRIMARY KEY, at timestamp NULL DEFAULT NULL);

-- up
ALTER TABLE events MODIFY at date NULL DEFAULT NULL;

-- down
ALTER TABLE events MODIFY at datetime NULL DEFAULT NULL;
