-- migrate: no-transactions
-- migrate: irreversible(reason: "x")
CREATE TABLE a (id);
