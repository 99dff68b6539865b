import { dropOldPolicies, type SeenPolicy, seenPolicies } from '../cache/policies-table.ts'
import { corpusRevision } from '../corpus/corpus-revision.ts'
import { defaultPolicy, policyDigest } from '../spec/policy.ts'
import { breathe } from './breathe.ts'
import { type OwedQuestion, owedQuestions } from './owed-questions.ts'
import { openPlanner, type PlanTerms } from './plan/open-planner.ts'
import { prepareAnswers } from './prepare-answers.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** How far a sleep prepares for what was asked under other policies. */
export interface PolicyLimits {
  /** The most asked ones. */
  readonly policies: number
  /** Of the scope's most asked questions, prepared under each beside those asked under it. */
  readonly questions: number
  /** One last asked under earlier is not prepared for. */
  readonly ageMs: number
  /** Policies kept in mind. */
  readonly kept: number
}

const dayMs = 86_400_000
const usual: PolicyLimits = { policies: 3, questions: 50, ageMs: 30 * dayMs, kept: 1_000 }

/**
 * Prepares for the policies that people asked under: what they asked under each, then what is asked most in the scope;
 * after everything else, so that the default policy comes first. Without a model there are only quotations as they stand,
 * which obey no instructions, format, language or tools: under such a policy nothing is prepared and the receipt says so.
 * With one, what is worth it by `terms`. At most `mostQuestions` in all. Returns how many were tried.
 */
export async function preparePolicies(
  context: SleepContext,
  {
    mostQuestions,
    terms,
    limits = usual,
  }: { readonly mostQuestions: number; readonly terms?: PlanTerms | undefined; readonly limits?: PolicyLimits },
): Promise<number> {
  const { store, scope, clock, skills, tally, policy } = context
  const db = store.read
  const old = await dropOldPolicies(db, scope, limits.kept)
  if (old.length > 0) await commit(context, old)
  const own = policyDigest(policy)
  const seen = await seenPolicies(db, scope, { since: clock.now() - limits.ageMs, limit: limits.policies + 1 })
  let tried = 0
  for (const one of seen.filter(({ digest }) => digest !== own).slice(0, limits.policies)) {
    await breathe(context)
    if (skills.reader.model === null && !isObeyedByQuoting(context, one)) {
      tally.skip('asked under a policy that only a model can obey', (await askedUnder(context, one)).size)
      continue
    }
    const under: SleepContext = { ...context, policy: one.policy, isOtherPolicy: true }
    const wanted = await wantedUnder(under, one, limits.questions)
    const owed = (await owedQuestions(under, one.digest)).filter(({ id, about }) => wanted.has(id) && about.kind !== 'list')
    const worth = terms === undefined || skills.reader.model === null ? owed : await worthUnder(under, owed, terms)
    const allowed = worth.slice(0, Math.max(0, mostQuestions - tried))
    tried += allowed.length
    await context.view.refresh()
    await prepareAnswers(under, allowed, await corpusRevision(db, scope))
  }
  return tried
}

async function worthUnder(under: SleepContext, owed: readonly OwedQuestion[], terms: PlanTerms): Promise<readonly OwedQuestion[]> {
  const planned = await openPlanner(under, terms).plan(owed)
  return planned.filter(({ level }) => level === 3).map(({ question }) => question)
}

/** Quotations stand in the documents' own language and in no format. */
function isObeyedByQuoting({ policy }: SleepContext, { digest }: SeenPolicy): boolean {
  return digest === policyDigest({ ...defaultPolicy, language: policy.language })
}

/** Questions of which something was filed or prepared under the policy. */
async function askedUnder({ store, scope }: SleepContext, { digest }: SeenPolicy): Promise<ReadonlySet<string>> {
  const rows = await store.read
    .selectFrom('keys')
    .innerJoin('entries', (join) => join.onRef('entries.scope', '=', 'keys.scope').onRef('entries.entry', '=', 'keys.entry'))
    .select('entries.question')
    .distinct()
    .where('keys.scope', '=', scope)
    .where('keys.policy', '=', digest)
    .execute()
  return new Set(rows.map((row) => row.question))
}

async function wantedUnder(context: SleepContext, policy: SeenPolicy, most: number): Promise<ReadonlySet<string>> {
  const asked = await askedUnder(context, policy)
  const { store, scope } = context
  const rows = await store.read
    .selectFrom('questions')
    .select('question')
    .where('scope', '=', scope)
    .where('dropped', '=', 0)
    .where('asked_count', '>', 0)
    .orderBy('asked_count', 'desc')
    .orderBy('last_asked_at', 'desc')
    .orderBy('question')
    .limit(most)
    .execute()
  return new Set([...asked, ...rows.map((row) => row.question)])
}
