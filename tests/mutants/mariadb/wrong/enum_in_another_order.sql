-- An enum comes back with its values in another order.
-- verdict: differs
-- why: they sort by their number

-- base
CREATE TABLE alerts (id bigint PRIMARY KEY, level enum('low', 'medium', 'high') NOT NULL);
INSERT INTO alerts VALUES (1, 'high');

-- up
ALTER TABLE alerts MODIFY level varchar(20) NOT NULL;

-- down
ALTER TABLE alerts MODIFY level enum('high', 'medium', 'low') NOT NULL;
