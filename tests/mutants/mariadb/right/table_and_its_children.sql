-- Tables come with references and go the other way round.
-- verdict: restored
-- why: one statement drops both

-- base
CREATE TABLE users (id int unsigned AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- up
CREATE TABLE posts (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  user_id int unsigned NOT NULL,
  title varchar(200) NOT NULL DEFAULT '',
  body longtext,
  state enum('draft','live') NOT NULL DEFAULT 'draft',
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id),
  KEY idx_user (user_id, created_at),
  CONSTRAINT fk_posts_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='posts';
CREATE TABLE tags (post_id bigint unsigned NOT NULL REFERENCES posts (id), tag varchar(50), PRIMARY KEY (post_id, tag));

-- down
DROP TABLE IF EXISTS tags, posts;
