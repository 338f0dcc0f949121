SELECT n.nspname, r.relname, o.conname, o.contype::text,
  (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM unnest(o.conkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.num),
  fn.nspname, f.relname,
  (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM unnest(o.confkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.num),
  o.confdeltype::text, o.confupdtype::text, o.condeferrable::text, o.condeferred::text,
  o.convalidated::text, o.connoinherit::text, o.confmatchtype::text,
  CASE WHEN o.contype IN ('u', 'x') THEN pg_get_constraintdef(o.oid) END, pg_get_expr(o.conbin, o.conrelid),
  CASE WHEN i.indnatts > i.indnkeyatts THEN (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM unnest(i.indkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
    WHERE k.place > i.indnkeyatts) END,
  CASE WHEN o.to_set IS NOT NULL THEN (SELECT string_agg(a.attname, chr(29) ORDER BY a.attname)
    FROM unnest(o.to_set) k (num) JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.num) END,
  o.is_enforced::text, o.is_period::text, r.oid::text, o.oid::text
-- What a version does not have yet is what these say: the inner names hide them where there are some.
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod) missing
  CROSS JOIN LATERAL (SELECT o.*, confdelsetcols AS to_set, conenforced AS is_enforced,
    conperiod AS is_period FROM pg_constraint o) o
  JOIN pg_class r ON r.oid = o.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_index i ON i.indexrelid = o.conindid AND o.contype IN ('p', 'u')
  LEFT JOIN pg_class f ON f.oid = o.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE o.contype IN ('p', 'u', 'c', 'f', 'x') AND r.relkind IN ('r', 'p') /* touched: r */
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_class'::regclass AND e.objid = r.oid AND e.deptype = 'e')
ORDER BY 1, 2, 3
