-- A policy comes back for every role.
-- verdict: differs
-- why: TO is left out, which means PUBLIC

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, owner text);
CREATE POLICY readers ON documents FOR SELECT TO pg_monitor USING (true);

-- up
DROP POLICY readers ON documents;

-- down
CREATE POLICY readers ON documents FOR SELECT USING (true);
