import { expect, it } from 'vitest'
import { systemClock } from '../../../spec/clock.ts'
import type { Schema } from '../../../spec/schema.ts'
import { openSqliteStore } from '../sqlite/open-sqlite-store.ts'
import { schemaVersion, schemaVersionKey } from './schema-version.ts'

type ColumnNames<Row> = readonly (keyof Row & string)[]

/** Fails to compile where a table of the schema is not listed. */
const tables: { readonly [Table in keyof Schema]: ColumnNames<Schema[Table]> } = {
  meta: ['key', 'value'],
  scopes: ['no', 'scope', 'revision', 'created_at'],
  sources: ['scope', 'source', 'kind', 'root', 'paths', 'walked_at'],
  documents: [
    ...(['scope', 'document', 'source', 'path', 'digest', 'validator', 'title', 'format', 'language', 'size'] as const),
    ...(['modified_at', 'rank', 'state', 'recipe', 'projection', 'content', 'links', 'committed_at', 'revision'] as const),
    ...(['changes', 'first_at'] as const),
  ],
  versions: ['scope', 'digest', 'normal', 'text'],
  passages: [
    ...(['no', 'scope', 'passage', 'document', 'ordinal', 'version', 'last_version', 'kind', 'language', 'place'] as const),
    ...(['place_digest', 'start_line', 'end_line', 'start_offset', 'symbol', 'revision'] as const),
  ],
  units: ['scope', 'passage', 'ordinal', 'start_offset', 'end_offset', 'text', 'vector'],
  vectors: ['scope', 'embedder', 'digest', 'vector', 'revision'],
  claims: [
    ...(['scope', 'claim', 'document', 'type', 'basis', 'stamp', 'subject', 'text', 'value', 'salience', 'quotes'] as const),
    ...(['recipe', 'state', 'made_at'] as const),
  ],
  distillates: ['scope', 'distillate', 'level', 'subject', 'label', 'headline', 'claims', 'input', 'recipe', 'state', 'made_at'],
  topic_members: ['scope', 'topic', 'document', 'weight'],
  evidence: ['scope', 'artefact', 'artefact_kind', 'role', 'ordinal', 'reference', 'version', 'place', 'span'],
  watches: ['scope', 'entry', 'vector', 'embedder', 'terms', 'passages', 'k', 'score', 'revision'],
  editions: ['scope', 'edition', 'entry', 'question_text', 'origin', 'body', 'retired_at'],
  memos: ['scope', 'memo', 'skill', 'value', 'made_at'],
  verifications: ['scope', 'artefact', 'artefact_kind', 'rung', 'cause', 'by', 'at'],
  questions: [
    ...(['scope', 'question', 'text', 'normalised', 'origins', 'probability', 'region', 'about', 'pinned', 'dropped'] as const),
    ...(['asked_count', 'missed_count', 'created_at', 'last_asked_at', 'skipped'] as const),
  ],
  entries: [
    ...(['scope', 'entry', 'policy', 'conversation', 'question', 'question_text', 'kind', 'status', 'state', 'shape'] as const),
    ...(['body', 'alike', 'effort', 'verdict', 'prepared_by', 'region', 'prompt_tokens', 'spend', 'model', 'recipe'] as const),
    ...(['made_at', 'served_count', 'last_served_at', 'soft_since', 'doubted', 'revision'] as const),
  ],
  keys: ['no', 'scope', 'policy', 'entry', 'text', 'normalised', 'kind', 'vector', 'active', 'revision'],
  labels: [
    ...(['scope', 'label', 'entry', 'alike', 'question', 'normalised', 'prepared_for', 'same', 'source', 'class'] as const),
    ...(['features', 'recipe', 'served', 'ask', 'at'] as const),
  ],
  calibrations: ['scope', 'version', 'input', 'body', 'fitted_at', 'active', 'revision'],
  gates: ['scope', 'class', 'state', 'reason', 'monitor', 'at', 'revision'],
  policies: ['scope', 'policy', 'body', 'asked_count', 'first_at', 'last_at'],
  records: ['scope', 'ask', 'at', 'question', 'served', 'entry', 'prepared_by', 'answer', 'decision', 'session'],
  ledger: [
    ...(['id', 'scope', 'at', 'day', 'cause', 'side', 'purpose', 'model', 'state', 'reserved_tokens'] as const),
    ...(['reserved_micros', 'input_tokens', 'cached_tokens', 'output_tokens', 'micros', 'reasoning_tokens'] as const),
    ...(['channel', 'predictor', 'region', 'question'] as const),
  ],
  predictions: [...(['scope', 'arm', 'question', 'text', 'region', 'probability', 'made_at', 'expires_at', 'asked_at', 'asks'] as const)],
  yields: ['scope', 'predictor', 'region', 'trials', 'credits', 'as_of'],
  savings: [...(['scope', 'ask', 'at', 'day', 'served', 'entry', 'question', 'predictors', 'region', 'tokens', 'micros', 'ms'] as const)],
  ask_days: ['scope', 'day', 'asks', 'hits'],
  approvals: ['scope', 'entry', 'question', 'question_text', 'kind', 'body', 'approved_at'],
  batches: ['scope', 'batch', 'channel', 'model', 'reference', 'state', 'made_at', 'submitted_at', 'expires_at', 'reason'],
  batch_calls: ['scope', 'call', 'batch', 'ledger', 'request', 'response', 'state', 'reason', 'at'],
  efforts: ['scope', 'recipe', 'model', 'effort', 'checked', 'worse', 'better', 'state', 'reason', 'at'],
  speculations: ['scope', 'policy', 'question', 'level', 'evidence', 'revision', 'made_at'],
  runs: ['scope', 'run', 'kind', 'state', 'started_at', 'ended_at', 'receipt'],
  quarantine: ['scope', 'item', 'stage', 'reason', 'attempts', 'at'],
  tombstones: ['scope', 'kind', 'hash', 'at'],
  leases: ['name', 'holder', 'fence', 'expires_at'],
}

it('makes every table and column of the schema and no other', async () => {
  const store = await openSqliteStore({ path: ':memory:', clock: systemClock })
  const made = await store.read.introspection.getTables()
  expect(Object.fromEntries(made.map((table) => [table.name, table.columns.map((column) => column.name).sort()]))).toEqual(
    Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, [...columns].sort()])),
  )
  await store.close()
})

it('writes down the version it made', async () => {
  const store = await openSqliteStore({ path: ':memory:', clock: systemClock })
  const row = await store.read.selectFrom('meta').select('value').where('key', '=', schemaVersionKey).executeTakeFirstOrThrow()
  expect(row.value).toBe(String(schemaVersion))
  await store.close()
})
