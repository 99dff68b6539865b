import type { Entry } from '../cache/entry.ts'
import { attributed } from '../ledger/attribution.ts'
import { loadTombstones } from '../lineage/tombstones.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { KeyWriter } from '../spec/skills.ts'
import type { Statement } from '../spec/store.ts'
import { breathe } from './breathe.ts'
import { type EntryKeys, type KeyDrop, keysOfEntry } from './make-keys-entry.ts'
import { openKeyField } from './make-keys-field.ts'
import { type LabelMeans, labelMeans } from './make-keys-labels.ts'
import { type KeyLimits, limitsOf } from './make-keys-limits.ts'
import { keysMadeStatement, owedKeys } from './make-keys-owed.ts'
import { loadKeySources } from './make-keys-sources.ts'
import { keyStatements, stillAnswered } from './make-keys-statements.ts'
import { type FailedItem, noteFailure } from './note-failure.ts'
import { isQuarantined } from './quarantine.ts'
import { commit, type SleepContext } from './sleep-context.ts'
import { workThrough } from './work-through.ts'

const batch = 8

const reasons: Readonly<Record<KeyDrop, string>> = {
  'adds-nothing': 'a key would match what another one does',
  collides: 'a key is as near to another answer',
  'near-miss': 'a key is as near to what its answer does not answer',
  'costs-precision': 'a key is nearer than its question to what its answer is known not to answer',
  indistinguishable: 'a near-miss is too near to its question',
  guard: 'a key asks for something else',
  blocked: 'a key was told to be answered wrongly',
  unsure: 'a key could not be judged',
  'not-supported': 'a key does not bring its answer back',
  'is-supported': 'a near-miss is answered alike',
}

/**
 * Words further keys for prepared answers, those with most value first: paraphrases they can be matched by and near-misses
 * that speak against them. Each is judged as if it had been asked, and must earn its place among the keys of the scope. What
 * was found out of each is kept as a label. A batch is committed whole, vectors included, so that a stopped sleep loses one
 * batch and an entry is never worked on twice; entries that are made anew are owed anew.
 *
 * @param seenBy what labels are seen by; null where the match decision is not fitted: they are kept without features then.
 */
export async function makeKeys(
  context: SleepContext,
  seenBy: Pick<LabelMeans, 'prior' | 'words'> | null,
  limits?: KeyLimits,
): Promise<void> {
  const { keyWriter: writer, verifier } = context.skills
  if (writer === undefined) return
  const { entries, unmissed, leastAsked = 0, vectors, ...each } = limits ?? limitsOf(writer, verifier)
  const owed = await owedKeys(context, writer, { entries, unmissed, leastAsked })
  if (owed.length === 0) return
  const field = await openKeyField(context)
  const sources = await loadKeySources(context, owed)
  const forgotten = await loadTombstones(context.store.read, context.scope)
  const isForgotten = (question: string): boolean => forgotten.count > 0 && forgotten.hasQuestion(question)
  const means = seenBy === null ? null : labelMeans(seenBy)
  let embedded = 0
  let at = 0
  for (; at < owed.length && embedded < vectors; at += batch) {
    await breathe(context)
    context.tally.progress('verify', at, owed.length, owed[at]?.region ?? '')
    const { finished, stopped } = await workThrough(context, owed.slice(at, at + batch), (entry) =>
      attributed({ predictor: '', region: entry.region, question: entry.question }, () =>
        tried(context, writer, entry, () => keysOfEntry(context, { entry, field, sources, writer, isForgotten, means, ...each })),
      ),
    )
    const made = finished.filter((one) => one !== null)
    await commitKeys(context, writer, made, means?.prior.features ?? '')
    embedded += made.reduce((sum, one) => sum + one.embedded, 0)
    if (stopped !== null) throw stopped
  }
  const done = Math.min(at, owed.length)
  context.tally.progress('verify', done, done)
}

/**
 * Null where a skill failed on the entry: it stays owed, with the keys it has, until it failed as often as is tried. Then it
 * is left alone until it is answered anew, so that it keeps no other entry waiting.
 */
async function tried(
  context: SleepContext,
  writer: KeyWriter,
  entry: Entry,
  make: () => Promise<EntryKeys | null>,
): Promise<EntryKeys | null> {
  const item: FailedItem = { stage: 'keys', id: entry.id, name: entry.questionText, input: entry.alike }
  if (await isQuarantined(context, item.id, item.stage, item.input)) {
    await commit(context, [keysMadeStatement(context, writer, entry, 0)])
    return null
  }
  try {
    const made = await make()
    context.tally.unreachable = 0
    return made
  } catch (cause) {
    await noteFailure(context, item, cause)
    return null
  }
}

/** Commits a batch in one transaction; entry by entry where one was answered anew meanwhile, which is left owed. */
async function commitKeys(context: SleepContext, writer: KeyWriter, made: readonly EntryKeys[], recipe: string): Promise<void> {
  if (made.length === 0) return
  const statements: Statement[] = [bumpRevision(context.store.read, context.scope)]
  const added: number[] = []
  for (const one of made) {
    const { put, count } = await keyStatements(context, writer, one, recipe)
    statements.push(...put)
    added.push(count)
  }
  if (
    !(await commit(
      context,
      statements,
      made.map(({ entry }) => stillAnswered(context, entry)),
    ))
  ) {
    if (made.length > 1) for (const one of made) await commitKeys(context, writer, [one], recipe)
    return
  }
  const { tally } = context
  for (const [at, { keys, dropped }] of made.entries()) {
    if ((added[at] ?? 0) > 0) tally.make('keys', added[at])
    const fresh = keys.filter((key) => key.isNew).length
    if (fresh > 0) tally.make('vectors', fresh)
    for (const { reason } of dropped) tally.skip(reasons[reason])
  }
}
