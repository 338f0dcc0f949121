-- A time loses its microseconds.
-- verdict: rows
-- why: datetime without digits rounds

-- base
CREATE TABLE events (id bigint PRIMARY KEY, at datetime(6) NOT NULL);
INSERT INTO events VALUES (1, '2024-02-29 13:37:00.123456');

-- up
ALTER TABLE events MODIFY at datetime NOT NULL;

-- down
ALTER TABLE events MODIFY at datetime(6) NOT NULL;
