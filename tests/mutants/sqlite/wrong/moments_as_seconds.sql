-- A moment becomes a number of seconds, and a moment again.
-- verdict: rows
-- why: what was behind the point is gone

-- base
CREATE TABLE e (id INTEGER PRIMARY KEY, at TEXT NOT NULL);
INSERT INTO e VALUES (1, '2024-01-01 10:00:00.123');

-- up
UPDATE e SET at = strftime('%s', at);

-- down
UPDATE e SET at = datetime(at, 'unixepoch');
