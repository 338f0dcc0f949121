-- An enum gets a value and loses it.
-- verdict: restored
-- why: no row has it

-- base
CREATE TABLE alerts (id bigint PRIMARY KEY, level enum('low', 'high') NOT NULL DEFAULT 'low');
INSERT INTO alerts VALUES (1, 'high');

-- up
ALTER TABLE alerts MODIFY level enum('low', 'high', 'critical') NOT NULL DEFAULT 'low';

-- down
ALTER TABLE alerts MODIFY level enum('low', 'high') NOT NULL DEFAULT 'low';
