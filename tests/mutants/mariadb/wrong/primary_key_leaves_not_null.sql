-- What a primary key made NOT NULL stays so.
-- verdict: differs
-- why: dropping the key does not make its columns nullable

-- base
CREATE TABLE tags (post bigint, tag varchar(50));
INSERT INTO tags VALUES (1, 'a');

-- up
ALTER TABLE tags ADD PRIMARY KEY (post, tag);

-- down
ALTER TABLE tags DROP PRIMARY KEY;
