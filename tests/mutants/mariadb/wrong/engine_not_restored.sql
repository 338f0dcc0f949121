-- A table stays in another engine.
-- verdict: differs
-- why: Aria knows no transactions

-- base
CREATE TABLE logs (id bigint PRIMARY KEY, line text) ENGINE = InnoDB;

-- up
ALTER TABLE logs ENGINE = Aria;

-- down
ALTER TABLE logs COMMENT = '';
