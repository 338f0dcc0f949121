-- A time becomes a date and a time again.
-- verdict: rows
-- why: every event happened at midnight

-- base
CREATE TABLE events (id bigint PRIMARY KEY, at datetime NOT NULL);
INSERT INTO events VALUES (1, '2024-02-29 13:37:00');

-- up
ALTER TABLE events MODIFY at date NOT NULL;

-- down
ALTER TABLE events MODIFY at datetime NOT NULL;
