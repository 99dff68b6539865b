import { rmSync } from 'node:fs'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { readScopeState, type ScopeState } from '../../src/testing/scope-state.ts'
import { entriesOf, parentLabels } from './entries-of.ts'
import { createCountingModel } from './history-model.ts'
import { openCounted } from './open-counted.ts'

/** What a rebuild from nothing costs, by what it is spent on. */
export interface MeasuredRebuild {
  readonly tokens: number
  readonly embeddings: number
  readonly ms: number
  /** Tokens spent on a file alone: its claims, its questions, their answers. */
  tokensOf(path: string): number
  /** Tokens spent on the summaries above it. */
  parentTokensOf(path: string): number
  readonly state: ScopeState
}

/** Prepares the folder from nothing into a database of its own, which is removed again. */
export async function measureRebuild(folder: string, database: string): Promise<MeasuredRebuild> {
  const embedder = createHashingEmbedder()
  const counting = createCountingModel()
  const started = performance.now()
  const reverie = await openCounted({ folder, database, embedder, counting })
  await reverie.sleep()
  const ms = performance.now() - started
  await reverie.close()
  const regions = new Map([...entriesOf(database).values()].map(({ question, region }) => [question, region]))
  const own = new Map<string, number>()
  const summaries = new Map<string, number>()
  let tokens = 0
  for (const call of counting.calls) {
    tokens += call.tokens
    if (call.format === 'summary') add(summaries, call.about, call.tokens)
    else add(own, call.format === 'claims' || call.format === 'questions' ? call.about : (regions.get(call.about) ?? ''), call.tokens)
  }
  const state = readScopeState(database)
  const parents = new Map([...state.passages.keys()].map((path) => [path, parentLabels(database, path)]))
  for (const ending of ['', '-wal', '-shm']) rmSync(`${database}${ending}`, { force: true })
  return {
    tokens,
    embeddings: embedder.embedded.length,
    ms,
    tokensOf: (path) => own.get(path) ?? 0,
    parentTokensOf: (path) => (parents.get(path) ?? []).reduce((sum, label) => sum + (summaries.get(label) ?? 0), 0),
    state,
  }
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value)
}
