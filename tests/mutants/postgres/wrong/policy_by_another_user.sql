-- A policy comes back that asks for another user.
-- verdict: differs
-- why: session_user stays when roles are set

-- base
CREATE TABLE docs (id int, owner text);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON docs USING (owner = current_user);

-- up
DROP POLICY own ON docs;

-- down
CREATE POLICY own ON docs USING (owner = session_user);
