-- A policy comes back without WITH CHECK.
-- verdict: differs
-- why: USING alone is then used for new rows too

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, owner text, shared boolean);
CREATE POLICY shared_documents ON documents USING (shared OR owner = current_user) WITH CHECK (owner = current_user);

-- up
DROP POLICY shared_documents ON documents;

-- down
CREATE POLICY shared_documents ON documents USING (shared OR owner = current_user);
