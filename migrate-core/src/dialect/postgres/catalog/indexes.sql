SELECT i.indrelid, i.indexrelid, o.relname, i.indisunique OR NULL, nullif(m.amname, 'btree'),
  pg_get_expr(i.indpred, i.indrelid), i.indnkeyatts, i.indkey, i.indoption,
  -- Of the keys that are more than a column: an expression, a collation, a class of operators, statistics. Few
  -- indexes have one: the keys of others are columns, of usual classes and collations.
  CASE WHEN i.indexprs IS NOT NULL
    OR NOT i.indcollation::oid[] <@ ARRAY[0, 'pg_catalog.default'::regcollation]::oid[]
    OR NOT i.indclass::oid[] <@ ARRAY(
      SELECT c.oid FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod
      WHERE c.opcdefault AND c.oid < 16384 AND m.amname = 'btree')
  THEN (
    SELECT string_agg(concat_ws(chr(25), k.attnum,
      CASE WHEN i.indkey[k.attnum - 1] = 0 THEN pg_get_indexdef(o.oid, k.attnum, true) ELSE '' END,
      CASE WHEN nullif(k.attcollation, 0) <> coalesce(a.attcollation, t.typcollation)
        THEN k.attcollation::regcollation::text ELSE '' END,
      CASE WHEN NOT c.opcdefault OR array_length(k.attoptions, 1) > 0
        THEN concat_ws(' ', c.opcname, '(' || array_to_string(k.attoptions, ', ') || ')') ELSE '' END,
      nullif(k.attstattarget, -1)), chr(29))
    FROM pg_attribute k JOIN pg_type t ON t.oid = k.atttypid JOIN pg_opclass c ON c.oid = i.indclass[k.attnum - 1]
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.attnum - 1]
    WHERE k.attrelid = o.oid AND k.attnum <= i.indnkeyatts) END,
  i.is_not_distinct OR NULL, array_to_string(o.reloptions, chr(29)),
  CASE WHEN o.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = o.reltablespace) END,
  NOT i.indisvalid OR NULL, i.indisreplident OR NULL, i.indisclustered OR NULL,
  CASE WHEN o.relispartition THEN
    (SELECT p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = o.oid) END
-- PostgreSQL 14 has no such column, and takes the outer one.
FROM (SELECT false AS indnullsnotdistinct) missing
  CROSS JOIN LATERAL (SELECT i.*, indnullsnotdistinct AS is_not_distinct FROM pg_index i) i
  JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_am m ON m.oid = o.relam
WHERE o.relnamespace IN (SELECT n.oid FROM mine n) /* touched: i.indrelid = ANY ($1) */
