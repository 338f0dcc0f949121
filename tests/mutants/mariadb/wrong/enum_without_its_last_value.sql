-- An enum comes back with a value less.
-- verdict: differs
-- why: the list was written from memory

-- base
CREATE TABLE alerts (id bigint PRIMARY KEY, level enum('low', 'medium', 'high') NOT NULL DEFAULT 'low');

-- up
ALTER TABLE alerts MODIFY level enum('low', 'medium', 'high', 'critical') NOT NULL DEFAULT 'low';

-- down
ALTER TABLE alerts MODIFY level enum('low', 'high') NOT NULL DEFAULT 'low';
