-- A time of change comes back without ON UPDATE.
-- verdict: differs
-- why: it stays what it was at the insertion

-- base
CREATE TABLE users (id bigint PRIMARY KEY, changed datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp());

-- up
ALTER TABLE users MODIFY changed datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6);

-- down
ALTER TABLE users MODIFY changed datetime NOT NULL DEFAULT current_timestamp();
