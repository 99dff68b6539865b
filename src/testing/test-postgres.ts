import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { openPostgresStore } from '../adapters/store/postgres/open-postgres-store.ts'
import type { TestDatabase } from './store-fixture.ts'

/** The PostgreSQL of a test run, or why there is none. */
export interface TestPostgres {
  /** Null where tests can use it; else why they are skipped. */
  readonly missing: string | null
  /** What a suite over it is called: with the reason where it is skipped. */
  readonly title: string
  /** Makes an empty database and gives its address. `options` go to `create database`. */
  createDatabase(options?: string): Promise<string>
  /** The address of a schema of its own, not made yet, in a database that this process's tests share. */
  nameSchema(): Promise<string>
  /** Runs statements in the schema of an address, as the server's owner. */
  run(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** For the conformance suite. */
  createStore(): Promise<TestDatabase>
}

let made = 0

/** Leaves a schema as it is when its tables have just been made. */
const emptySchema = `do $$
declare
  found record;
begin
  for found in select tablename as name from pg_tables where schemaname = current_schema() loop
    if found.name like 'lexical%' then execute format('drop table %I', found.name);
    elsif found.name = 'store_changes' then update store_changes set count = 0;
    elsif found.name = 'meta' then delete from meta where key <> 'schema';
    elsif found.name not like 'kysely%' then execute format('delete from %I', found.name);
    end if;
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename), 1, false) from pg_sequences where schemaname = current_schema();
end $$`

/**
 * Asks the run for its PostgreSQL, which is started for the first who does and goes with the run, so that nothing needs to
 * be dropped. Throws where there is none in a continuous integration run, which must not skip these tests.
 */
export async function testPostgres(): Promise<TestPostgres> {
  const answer = await askRun()
  if (answer.failed !== undefined) throw new Error(answer.failed)
  const missing = answer.missing ?? null
  if (missing !== null && process.env.CI === 'true') throw new Error(`Tests need PostgreSQL: ${missing}.`)
  const server = answer.url ?? ''
  const emptied: string[] = []
  let shared: Promise<string> | null = null

  async function createDatabase(options = ''): Promise<string> {
    made += 1
    const url = new URL(server)
    url.pathname = `/test_${process.pid}_${made}`
    await run(server, `create database ${url.pathname.slice(1)} ${options}`)
    return url.href
  }

  async function nameSchema(): Promise<string> {
    shared ??= createDatabase()
    const url = new URL(await shared)
    made += 1
    url.searchParams.set('schema', `test_${made}`)
    return url.href
  }

  return {
    missing,
    title: missing === null ? 'PostgreSQL' : `PostgreSQL (skipped: ${missing})`,
    createDatabase,
    nameSchema,
    run,
    createStore: async () => {
      const connection = emptied.pop() ?? (await nameSchema())
      return {
        open: (clock) => openPostgresStore({ connection, clock }),
        // Making the tables takes far longer than emptying them.
        drop: async () => {
          await run(connection, emptySchema)
          emptied.push(connection)
        },
      }
    },
  }
}

async function run(url: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  try {
    const schema = new URL(url).searchParams.get('schema')
    if (schema !== null) await client.query(`set search_path to "${schema}"`)
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

interface RunAnswer {
  readonly url?: string
  readonly missing?: string
  readonly failed?: string
}

async function askRun(): Promise<RunAnswer> {
  const address = process.env.REVERIE_TEST_POSTGRES
  if (address === undefined) return { missing: 'the run offers none' }
  return JSON.parse(await text(connect(address))) as RunAnswer
}
