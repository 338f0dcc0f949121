SELECT i.indrelid, i.indexrelid, o.relname, i.indisunique, m.amname, pg_get_expr(i.indpred, i.indrelid),
  i.indnkeyatts, i.indkey, i.indoption,
  -- Of the keys that are more than a column: an expression, a collation, a class of operators, statistics. Few
  -- indexes have one: the keys of others are columns, of usual classes and collations.
  CASE WHEN i.indexprs IS NOT NULL
    OR NOT i.indcollation::oid[] <@ ARRAY[0, 'pg_catalog.default'::regcollation]::oid[]
    OR NOT i.indclass::oid[] <@ ARRAY(
      SELECT c.oid FROM pg_opclass c JOIN pg_am m ON m.oid = c.opcmethod
      WHERE c.opcdefault AND c.oid < 16384 AND m.amname = 'btree')
  THEN coalesce((SELECT string_agg(concat_ws(chr(25), k.attnum,
      CASE WHEN i.indkey[k.attnum - 1] = 0 THEN pg_get_indexdef(o.oid, k.attnum, true) ELSE '' END,
      CASE WHEN i.indcollation[k.attnum - 1] <> k.usual
        THEN i.indcollation[k.attnum - 1]::regcollation::text ELSE '' END,
      coalesce((SELECT concat_ws(' ', c.opcname, '(' || array_to_string(k.attoptions, ', ') || ')')
        FROM pg_opclass c WHERE c.oid = i.indclass[k.attnum - 1]
        AND (NOT c.opcdefault OR array_length(k.attoptions, 1) > 0)), ''),
      coalesce(nullif(k.attstattarget, -1)::text, '')), chr(29))
    FROM (
      SELECT k.*, CASE WHEN i.indcollation[k.attnum - 1] <> 0 THEN coalesce(
        (SELECT a.attcollation FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[k.attnum - 1]),
        (SELECT t.typcollation FROM pg_type t WHERE t.oid = k.atttypid)) END AS usual
      FROM pg_attribute k WHERE k.attrelid = o.oid AND k.attnum <= i.indnkeyatts
    ) k
    WHERE i.indkey[k.attnum - 1] = 0 OR i.indcollation[k.attnum - 1] <> k.usual
      OR array_length(k.attoptions, 1) > 0 OR k.attstattarget >= 0
      OR i.indclass[k.attnum - 1] IN (SELECT c.oid FROM pg_opclass c WHERE NOT c.opcdefault)), '') END,
  i.is_not_distinct, array_to_string(o.reloptions, chr(29)),
  CASE WHEN o.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = o.reltablespace) END,
  i.indisvalid, i.indisreplident, i.indisclustered,
  CASE WHEN o.relispartition THEN
    (SELECT p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = o.oid) END
-- PostgreSQL 14 has no such column, and takes the outer one.
FROM (SELECT false AS indnullsnotdistinct) missing
  CROSS JOIN LATERAL (SELECT i.*, indnullsnotdistinct AS is_not_distinct FROM pg_index i) i
  JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_am m ON m.oid = o.relam
WHERE o.relnamespace IN (SELECT n.oid FROM mine n) /* touched: i.indrelid = ANY ($1) */
