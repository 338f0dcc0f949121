-- Deleting a row takes its children along.
-- verdict: rows
-- why: only the parent is inserted again

-- base
CREATE TABLE plans (id bigint PRIMARY KEY, name text);
CREATE TABLE subscriptions (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans ON DELETE CASCADE);
INSERT INTO plans VALUES (1, 'free');
INSERT INTO subscriptions VALUES (10, 1);

-- up
DELETE FROM plans WHERE id = 1;

-- down
INSERT INTO plans VALUES (1, 'free');
