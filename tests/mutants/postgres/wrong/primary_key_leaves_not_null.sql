-- What a primary key made NOT NULL stays so.
-- verdict: differs
-- why: dropping the key does not make its columns nullable again

-- base
CREATE TABLE tags (post bigint, tag text);
INSERT INTO tags VALUES (1, 'a');

-- up
ALTER TABLE tags ADD PRIMARY KEY (post, tag);

-- down
ALTER TABLE tags DROP CONSTRAINT tags_pkey;
