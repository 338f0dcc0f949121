-- A primary key comes back with one column less.
-- verdict: differs
-- why: the key over two was for tenants

-- base
CREATE TABLE tags (post bigint NOT NULL, tag varchar(50) NOT NULL, PRIMARY KEY (post, tag));

-- up
ALTER TABLE tags ADD COLUMN id bigint NOT NULL, DROP PRIMARY KEY, ADD PRIMARY KEY (id);

-- down
ALTER TABLE tags DROP PRIMARY KEY, DROP COLUMN id, ADD PRIMARY KEY (post);
