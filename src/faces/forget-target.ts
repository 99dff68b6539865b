import type { CorpusContext } from '../corpus/corpus-context.ts'
import { removePushed } from '../corpus/put-document.ts'
import { type Erased, eraseDocuments, eraseQuestion, eraseScope } from '../lineage/erase.ts'
import { addTombstone } from '../lineage/tombstones.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../spec/normalise-question.ts'
import type { Random } from '../spec/random.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Store } from '../spec/store.ts'
import { memorySourceId, type OpenCorpus } from './open-corpus.ts'
import type { ForgetReceipt, ForgetTarget } from './reverie.ts'

export interface ForgetParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  readonly random: Random
  readonly corpus: OpenCorpus
  readonly corpusContext: CorpusContext
}

/** Erases a path (a file or a folder), a question or a scope with everything made of it, and keeps it from coming back by itself. */
export async function forgetTarget(parts: ForgetParts, target: ForgetTarget): Promise<ForgetReceipt> {
  if ('path' in target) return receipt(parts, target.path, await forgetPath(parts, target.path))
  if ('question' in target) return receipt(parts, target.question, await forgetQuestion(parts, target.question))
  return receipt(parts, target.scope, await forgetScope(parts, target.scope as ScopeId))
}

async function forgetPath(parts: ForgetParts, given: string): Promise<Erased> {
  const { store, scope, clock, random, corpus, corpusContext } = parts
  const path = given.replace(/^\.\//, '').replace(/\/+$/, '')
  const rows = await store.read.selectFrom('documents').select(['document as id', 'path', 'source']).where('scope', '=', scope).execute()
  const documents = rows.filter((row) => row.path === path || row.path.startsWith(`${path}/`))
  if (documents.length === 0)
    throw new ReverieError('not-found', `Nothing is stored of "${given}".`, { hint: 'List what is with: reverie summary' })
  for (const document of documents) {
    await addTombstone(store, scope, { kind: 'path', text: document.path }, clock.now(), random)
    if (document.source === memorySourceId) await removePushed(corpusContext, scope, memorySourceId, document.path)
  }
  await corpus.sync(scope, {})
  return eraseDocuments(store, scope, documents)
}

async function forgetQuestion({ store, scope, clock, random }: ForgetParts, text: string): Promise<Erased> {
  await addTombstone(store, scope, { kind: 'question', text }, clock.now(), random)
  return eraseQuestion(store, scope, { id: questionDigest(text), normalised: normaliseQuestion(text) })
}

async function forgetScope({ store }: ForgetParts, scope: ScopeId): Promise<Erased> {
  const row = await store.read.selectFrom('scopes').select('no').where('scope', '=', scope).executeTakeFirst()
  if (row === undefined) throw new ReverieError('not-found', `There is no scope "${scope}".`)
  const erased = await eraseScope(store, scope)
  await store.write([...store.lexical.drop(row.no), ...store.lexical.create(scope, row.no), bumpRevision(store.read, scope)])
  return erased
}

async function receipt({ store }: ForgetParts, target: string, erased: Erased): Promise<ForgetReceipt> {
  return { target, erased, complete: (await store.compact?.()) ?? false }
}
