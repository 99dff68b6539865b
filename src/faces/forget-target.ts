import ignore from 'ignore'
import type { CorpusContext } from '../corpus/corpus-context.ts'
import { removePushed } from '../corpus/put-document.ts'
import { type Erased, eraseDocuments, eraseQuestion, eraseScope } from '../lineage/erase.ts'
import { foldersOf } from '../lineage/mark-lists.ts'
import { addTombstones, type Forgotten, removeTombstones } from '../lineage/tombstones.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion, questionDigest } from '../spec/normalise-question.ts'
import type { Random } from '../spec/random.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Store } from '../spec/store.ts'
import { cleanUp } from './clean-up.ts'
import { memorySourceId, type OpenCorpus } from './open-corpus.ts'
import type { ForgetReceipt, ForgetTarget, UndoReceipt } from './reverie.ts'

export interface ForgetParts {
  readonly store: Store
  readonly scope: ScopeId
  readonly clock: Clock
  readonly random: Random
  readonly corpus: OpenCorpus
  readonly corpusContext: CorpusContext
}

/**
 * Erases a document, a folder, the documents a pattern matches, a question or a scope, with everything made of it, and
 * keeps it from coming back by itself. Throws `not-found` where nothing of it is stored.
 */
export async function forgetTarget(parts: ForgetParts, target: ForgetTarget): Promise<ForgetReceipt> {
  const erased = await eraseTarget(parts, target)
  return { target: nameOf(target), erased, pending: !(await cleanUp(parts.store, parts.scope, 'owed')) }
}

/** Lets back in what was forgotten: from the next sync on it is read and prepared anew. A scope has nothing to let back. */
export async function undoForget(
  { store, scope, corpus }: ForgetParts,
  target: Exclude<ForgetTarget, { scope: string }>,
): Promise<UndoReceipt> {
  const count = await removeTombstones(store, scope, 'question' in target ? [{ kind: 'question', text: target.question }] : await named())
  if (count === 0)
    throw new ReverieError('not-found', `"${nameOf(target)}" was not forgotten here.`, {
      hint: 'Name it as it was forgotten: the same path, folder or question.',
    })
  await corpus.forgotten(scope)
  return { target: nameOf(target), restored: count }

  async function named(): Promise<readonly Forgotten[]> {
    if ('question' in target) return []
    const readable = await corpus.readablePaths(scope)
    const wanted = asPattern(target, readable)
    if ('pattern' in wanted) return readable.filter(matcher(wanted)).map((text): Forgotten => ({ kind: 'path', text }))
    const given = cleanPath(wanted.path)
    return [
      { kind: 'path', text: given },
      { kind: 'folder', text: given },
    ]
  }
}

function nameOf(target: ForgetTarget): string {
  if ('path' in target) return target.path
  if ('pattern' in target) return target.pattern
  return 'question' in target ? target.question : target.scope
}

function eraseTarget(parts: ForgetParts, target: ForgetTarget): Promise<Erased> {
  if ('question' in target) return forgetQuestion(parts, target.question)
  return 'scope' in target ? forgetScope(parts, target.scope as ScopeId) : forgetPaths(parts, target)
}

type PathTarget = Extract<ForgetTarget, { path: string } | { pattern: string }>

/** Whether a path is the one named, under the folder named, or matched by the pattern (as in `.gitignore`). */
function matcher(target: Exclude<ForgetTarget, { scope: string }>): (path: string) => boolean {
  if ('question' in target) return () => false
  if ('pattern' in target) {
    const rules = ignore().add(target.pattern)
    return (path) => rules.ignores(path)
  }
  const given = cleanPath(target.path)
  return (path) => path === given || path.startsWith(`${given}/`)
}

/** A path with signs of a pattern in it that names nothing stored is a pattern. */
function asPattern(target: PathTarget, paths: readonly string[]): PathTarget {
  if ('pattern' in target || !/[*?[\]]/.test(target.path) || paths.some(matcher(target))) return target
  return { pattern: target.path }
}

function cleanPath(given: string): string {
  return given.replace(/^\.\//, '').replace(/\/+$/, '')
}

async function forgetPaths({ store, scope, clock, random, corpus, corpusContext }: ForgetParts, target: PathTarget): Promise<Erased> {
  const rows = await store.read.selectFrom('documents').select(['document as id', 'path', 'source']).where('scope', '=', scope).execute()
  const wanted = asPattern(
    target,
    rows.map(({ path }) => path),
  )
  const isWanted = matcher(wanted)
  const documents = rows.filter(({ path }) => isWanted(path))
  if (documents.length === 0)
    throw new ReverieError('not-found', `Nothing is stored of "${nameOf(target)}".`, { hint: 'List what is with: reverie summary' })
  const folder = 'path' in wanted ? cleanPath(wanted.path) : ''
  const isFolder = folder !== '' && documents.some(({ path }) => foldersOf(path).includes(folder))
  // A folder keeps out all that is under it by itself: what was forgotten there by name stays so when the folder comes back.
  const named = isFolder ? documents.filter(({ path }) => path === folder) : documents
  const forgotten: Forgotten[] = [
    ...(isFolder ? [{ kind: 'folder', text: folder } as const] : []),
    ...named.map(({ path }): Forgotten => ({ kind: 'path', text: path })),
  ]
  await addTombstones(store, scope, forgotten, clock.now(), random)
  for (const { source, path } of documents) {
    if (source === memorySourceId) await removePushed(corpusContext, scope, memorySourceId, path)
  }
  await corpus.sync(scope, {})
  return eraseDocuments(store, scope, documents)
}

async function forgetQuestion({ store, scope, clock, random }: ForgetParts, text: string): Promise<Erased> {
  await addTombstones(store, scope, [{ kind: 'question', text }], clock.now(), random)
  return eraseQuestion(store, scope, { id: questionDigest(text), normalised: normaliseQuestion(text) })
}

async function forgetScope({ store }: ForgetParts, scope: ScopeId): Promise<Erased> {
  const row = await store.read.selectFrom('scopes').select('no').where('scope', '=', scope).executeTakeFirst()
  if (row === undefined) throw new ReverieError('not-found', `There is no scope "${scope}".`)
  const erased = await eraseScope(store, scope)
  await store.write([...store.lexical.drop(row.no), ...store.lexical.create(scope, row.no), bumpRevision(store.read, scope)])
  return erased
}
