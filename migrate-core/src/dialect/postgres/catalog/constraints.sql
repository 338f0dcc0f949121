SELECT n.nspname, r.relname, o.conname, o.contype::text,
  (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM unnest(o.conkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.num),
  fn.nspname, f.relname,
  (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM unnest(o.confkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = k.num),
  o.confdeltype::text, o.confupdtype::text, o.condeferrable::text, o.condeferred::text,
  o.convalidated::text, o.connoinherit::text, o.confmatchtype::text, pg_get_constraintdef(o.oid),
  pg_get_expr(o.conbin, o.conrelid),
  (SELECT string_agg(a.attname, chr(29) ORDER BY k.place)
    FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (num, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
    WHERE i.indexrelid = o.conindid AND o.contype IN ('p', 'u') AND k.place > i.indnkeyatts),
  (SELECT string_agg(a.attname, chr(29) ORDER BY a.attname)
    FROM jsonb_array_elements_text(CASE jsonb_typeof(to_jsonb(o) -> 'confdelsetcols')
        WHEN 'array' THEN to_jsonb(o) -> 'confdelsetcols' ELSE '[]' END) k (num)
      JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.num::int),
  coalesce(to_jsonb(o) ->> 'conenforced', 'true'), coalesce(to_jsonb(o) ->> 'conperiod', 'false')
FROM pg_constraint o JOIN pg_class r ON r.oid = o.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
  LEFT JOIN pg_class f ON f.oid = o.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE o.contype IN ('p', 'u', 'c', 'f', 'x') AND r.relkind IN ('r', 'p')
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = r.oid AND e.deptype = 'e')
ORDER BY 1, 2, 3
