SELECT n.nspname, t.relname, o.relname, i.indisunique::text, m.amname,
  pg_get_expr(i.indpred, i.indrelid),
  (SELECT string_agg(concat_ws(chr(25),
      CASE WHEN i.indkey[k - 1] = 0 THEN 'x' ELSE 'c' END,
      coalesce(a.attname, pg_get_indexdef(o.oid, k, true)),
      i.indoption[k - 1]::text,
      CASE WHEN i.indcollation[k - 1] <> coalesce(a.attcollation, ty.typcollation)
        THEN i.indcollation[k - 1]::oid::regcollation::text ELSE '' END,
      CASE WHEN c.opcdefault AND NOT coalesce(array_length(ka.attoptions, 1) > 0, false) THEN ''
        ELSE concat_ws(' ', c.opcname, '(' || array_to_string(ka.attoptions, ', ') || ')') END,
      coalesce(nullif(ka.attstattarget, -1)::text, '')), chr(29) ORDER BY k)
    FROM generate_series(1, i.indnkeyatts) k
      JOIN pg_attribute ka ON ka.attrelid = o.oid AND ka.attnum = k
      JOIN pg_type ty ON ty.oid = ka.atttypid
      LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]
      JOIN pg_opclass c ON c.oid = i.indclass[k - 1]),
  CASE WHEN i.indnatts > i.indnkeyatts THEN (SELECT string_agg(a.attname, chr(29) ORDER BY k)
    FROM generate_series(i.indnkeyatts + 1, i.indnatts) k
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]) END,
  i.is_not_distinct::text, array_to_string(o.reloptions, chr(29)),
  (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = o.reltablespace),
  obj_description(o.oid, 'pg_class'), i.indisvalid::text,
  CASE WHEN o.relispartition THEN
    (SELECT p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent WHERE h.inhrelid = o.oid) END,
  t.oid::text, o.oid::text
-- PostgreSQL 14 has no such column, and takes the outer one.
FROM (SELECT false AS indnullsnotdistinct) missing
  CROSS JOIN LATERAL (SELECT i.*, indnullsnotdistinct AS is_not_distinct FROM pg_index i) i
  JOIN pg_class o ON o.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am m ON m.oid = o.relam
WHERE t.relkind IN ('r', 'p', 'm') /* touched: t */
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = t.oid AND e.deptype = 'e')
ORDER BY 1, 2, 3
