-- The cache of an identity is raised for a load and stays.
-- verdict: differs
-- why: SET CACHE changes the sequence behind the identity

-- base
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, note text);

-- up
ALTER TABLE orders ALTER COLUMN id SET CACHE 100;
ALTER TABLE orders ADD COLUMN batch int;

-- down
ALTER TABLE orders DROP COLUMN batch;
