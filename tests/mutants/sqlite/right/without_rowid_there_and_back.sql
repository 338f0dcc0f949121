-- A table loses its rowid and gets it back.
-- verdict: restored
-- why: the key is another one anyway

-- base
CREATE TABLE tags (post INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (post, tag));
INSERT INTO tags VALUES (1, 'a');

-- up
CREATE TABLE tags_new (post INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (post, tag)) WITHOUT ROWID;
INSERT INTO tags_new SELECT post, tag FROM tags;
DROP TABLE tags;
ALTER TABLE tags_new RENAME TO tags;

-- down
CREATE TABLE tags_new (post INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (post, tag));
INSERT INTO tags_new SELECT post, tag FROM tags;
DROP TABLE tags;
ALTER TABLE tags_new RENAME TO tags;
