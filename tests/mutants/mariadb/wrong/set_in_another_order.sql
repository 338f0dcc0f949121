-- A set comes back with its members in another order.
-- verdict: differs
-- why: the bits mean something else

-- base
CREATE TABLE t (id int PRIMARY KEY, s set('a','b','c'));

-- up
ALTER TABLE t MODIFY s set('a','b','c','d');

-- down
ALTER TABLE t MODIFY s set('a','c','b');
