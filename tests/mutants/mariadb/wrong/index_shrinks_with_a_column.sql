-- An index loses one of its columns.
-- verdict: differs
-- why: MariaDB keeps the index with what is left of it

-- base
CREATE TABLE events (id bigint PRIMARY KEY, tenant int NOT NULL, kind varchar(20), KEY tenant_kind (tenant, kind));

-- up
ALTER TABLE events DROP COLUMN kind;

-- down
ALTER TABLE events ADD COLUMN kind varchar(20);
