import { lexicalPrefix } from './lexical-schema.ts'
import type { PostgresSession } from './session-pool.ts'

/** Counts committed transactions. Its one row is the write lock as well: each transaction of ours changes it first. */
const changes = 'store_changes'

/** Takes the write lock and counts the transaction it is part of. */
export const lockAndCount = `update ${changes} set count = count + 1`

/** How many transactions have been committed, in the order of their commits. */
export const readChanges = `select count from ${changes}`

/**
 * Makes what this engine needs beside the schema's tables: the counter, and the trigger that takes passages that go, by
 * cascade too, out of their scope's lexical index. Must run in the transaction that migrates; doing it again changes nothing.
 */
export async function makeEngineObjects(session: PostgresSession): Promise<void> {
  // Room beside the row keeps its updates out of the table's other pages.
  await session.query(
    `create table if not exists ${changes} (one integer primary key check (one = 1), count bigint not null) with (fillfactor = 10)`,
  )
  await session.query(`insert into ${changes} (one, count) values (1, 0) on conflict do nothing`)
  await session.query(unsampled)
  await session.query(unindexFunction)
  await session.query('drop trigger if exists lexical_follows on passages')
  await session.query(
    'create trigger lexical_follows after delete on passages referencing old table as gone for each statement execute function lexical_unindex()',
  )
}

/**
 * Statistics hold samples of values, which would outlive a row that is deleted: of text none are taken, except of ids and
 * of names we give.
 */
const unsampled = `
do $$
declare
  found record;
begin
  for found in
    select c.relname, a.attname from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.atttypid = 'text'::regtype
      and a.attname not in ('scope', 'source', 'document', 'passage', 'digest', 'version', 'last_version', 'vector', 'entry', 'claim',
        'distillate', 'artefact', 'artefact_kind', 'role', 'edition', 'memo', 'state', 'status', 'kind', 'policy', 'recipe', 'level')
  loop
    execute format('alter table %I alter column %I set statistics 0', found.relname, found.attname);
  end loop;
end $$`

/** A scope whose own row goes in the same transaction takes its index along, so there is nothing to follow. */
const unindexFunction = `
create or replace function lexical_unindex() returns trigger language plpgsql set search_path from current as $$
declare
  part record;
  index_table text;
begin
  for part in select scopes.no as scope_no, array_agg(gone.no) as nos from gone join scopes on scopes.scope = gone.scope group by scopes.no loop
    index_table := format('%I.%I', tg_table_schema, '${lexicalPrefix}' || part.scope_no);
    if to_regclass(index_table) is not null then
      execute 'delete from ' || index_table || ' where no = any($1)' using part.nos;
    end if;
  end loop;
  return null;
end $$`
