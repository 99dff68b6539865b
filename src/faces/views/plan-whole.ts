import type { Kysely } from 'kysely'
import { estimateSleep, type SleepEstimate } from '../../ledger/estimate-sleep.ts'
import { foldersOf } from '../../lineage/mark-lists.ts'
import { expectedSample } from '../../sleep/effort-sample.ts'
import { countSeeded, mostSeeded } from '../../sleep/seed-questions.ts'
import { mostShadowChecks } from '../../sleep/shadow-checks.ts'
import { dueChecks } from '../../sleep/shadow-sample.ts'
import type { SleepSkills } from '../../sleep/sleep-context.ts'
import type { ScopeId } from '../../spec/ids.ts'
import type { Schema } from '../../spec/schema.ts'
import type { Store } from '../../spec/store.ts'

/** What a sleep's work for the corpus as a whole follows from. */
export interface WholeInput {
  readonly store: Store
  readonly scope: ScopeId
  readonly skills: SleepSkills
  /** Paths of the documents that a model would distil. */
  readonly distilled: readonly string[]
  /** Whether it would distil folders and topics, too. */
  readonly isGrouping: boolean
  /** Answers that would be made. */
  readonly answers: number
  readonly keys: { readonly answers: number; readonly keysEach: number }
}

/** Documents below which there are no topics. */
const fewestForTopics = 4

/** Work by a model that is for no single region: null where there is none, or no model. */
export async function planWhole(
  input: WholeInput,
  price: Parameters<typeof estimateSleep>[1],
): Promise<{ readonly estimate: SleepEstimate; readonly why: string } | null> {
  const { store, scope, skills, distilled, isGrouping, answers, keys } = input
  const groups = isGrouping ? await owedGroupCount(store.read, scope, distilled) : 0
  const known = isGrouping && skills.seeds !== undefined ? await countSeeded(store.read, scope, skills.seeds.recipe) : 0
  const seeded = skills.seeds === undefined ? 0 : Math.min(mostSeeded, known + groups)
  const compared = expectedSample(answers)
  const checked = Math.min(mostShadowChecks, await dueChecks({ store, scope }))
  const parts: readonly (readonly [number, string])[] = [
    [groups, `${groups} ${groups === 1 ? 'folder or topic' : 'folders and topics'} distilled`],
    [seeded, `questions over ${seeded} ${seeded === 1 ? 'folder or topic' : 'folders and topics'}`],
    [keys.answers, `other wordings of ${keys.answers} ${keys.answers === 1 ? 'answer' : 'answers'}`],
    [compared, `${compared} ${compared === 1 ? 'comparison' : 'comparisons'} with live answers`],
    [checked, `${checked} ${checked === 1 ? 'check' : 'checks'} of what was served`],
  ]
  const why = parts.filter(([count]) => count > 0).map(([, text]) => text)
  if (why.length === 0) return null
  const size = { documents: 0, characters: 0, questions: 0, keyed: keys, groups, seeded, compared, checked }
  return { estimate: estimateSleep(size, price), why: why.join(', ') }
}

/** Folders above what is distilled, groups that a change reached, and as many topics as are usual where there is none yet. */
async function owedGroupCount(db: Kysely<Schema>, scope: ScopeId, distilled: readonly string[]): Promise<number> {
  const rows = await db
    .selectFrom('distillates')
    .select(['level', 'subject', 'state'])
    .where('scope', '=', scope)
    .where('level', '!=', 'file')
    .execute()
  const owed = new Set(distilled.flatMap((path) => foldersOf(path).map((folder) => `module ${folder}`)))
  for (const { level, subject, state } of rows) if (state !== 'fresh') owed.add(`${level} ${subject}`)
  const hasTopics = rows.some(({ level }) => level === 'topic')
  return owed.size + (hasTopics || distilled.length < fewestForTopics ? 0 : Math.round(Math.sqrt(distilled.length)))
}
