import type { Entry } from '../cache/entry.ts'
import { blocksFor } from '../cache/labels/blocks.ts'
import { isUnknownPolicy } from '../cache/policies-table.ts'
import { approvedEntries } from '../lineage/approvals.ts'
import type { Answer, Spend } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import type { AskId, PassageId } from '../spec/ids.ts'
import { policyDigest } from '../spec/policy.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { adaptFromNear } from './adapt-from-near.ts'
import { answerLive, placesOfLive, withoutAnswer } from './answer-live.ts'
import type { AskDependencies, AskInput, AskTrail, ReadyScope, UnderstoodInput } from './ask-types.ts'
import type { CallEconomy } from './call-economy.ts'
import { checkServable, type Servable, type ServeTerms } from './check-servable.ts'
import { composeAdapted, composeHit, composeLive, composeWithheld } from './compose-answer.ts'
import { blockedOutcome, exactCandidates } from './exact-candidates.ts'
import { foreseeMatch } from './foresee-match.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { matchNear, type ScopeEvidence } from './match-near.ts'
import type { PassagePlace } from './overlay.ts'
import { questionVector } from './question-vector.ts'
import { recordAsk } from './record-ask.ts'
import { speculatedEvidence } from './speculated-evidence.ts'
import { withSubject } from './stand-alone-context.ts'
import { Stopwatch } from './stopwatch.ts'
import { bypassOf, understand } from './understand.ts'

/** An ask under which its sources are committed anew begins again, this often in all. */
const rounds = 4

/**
 * The test-time path: scope, exact, near, fresh?, right?, then hit, adapted or live. Every answer is compared with the
 * sources as they are now, is recorded with the reason it was served, and a miss joins the prediction set.
 */
export async function ask(dependencies: AskDependencies, input: AskInput): Promise<Answer> {
  if (input.question.trim() === '')
    throw new ReverieError('bad-argument', 'The question is empty.', { hint: 'Ask something, such as: reverie ask "How do I …?"' })
  const watch = new Stopwatch(dependencies.clock)
  const id = dependencies.random.id() as AskId
  const spends: Spend[] = []
  const skills = dependencies.skillsFor(id)
  const calls: AskTrail['calls'] = []
  // Where only what a person approved is served, no live answer can be had for less.
  const economy = dependencies.serve === 'approvedOnly' ? null : (dependencies.economy ?? null)
  const [asked] = input.scopes
  const isWorth = economy === null || asked === undefined ? undefined : () => economy.isWorth(asked, 'rewrite')
  const understood = await watch.time('matchMs', () => understand(input, skills, { spends, calls, isWorth }))
  for (let left = rounds; ; left--) {
    const answer = await answerOnce(dependencies, understood, { id, skills, watch, spends, calls, economy, isLast: left === 1 })
    if (answer !== null) return answer
  }
}

interface Round {
  readonly id: AskId
  /** Metered under the ask's id, the same in all rounds. */
  readonly skills: ReturnType<AskDependencies['skillsFor']>
  readonly watch: Stopwatch
  /** What judging and reading cost in all rounds. */
  readonly spends: Spend[]
  /** Calls of a model in all rounds that the ask could have done without. */
  readonly calls: AskTrail['calls']
  readonly economy: CallEconomy | null
  /** Then nothing that was overtaken is served, and no other round follows. */
  readonly isLast: boolean
}

/** Null where a commit meanwhile may have put another text under what was found: nothing was served or recorded. */
async function answerOnce(
  dependencies: AskDependencies,
  input: UnderstoodInput,
  { id, skills, watch, spends, calls, economy, isLast }: Round,
): Promise<Answer | null> {
  const policy = policyDigest(input.policy)
  const trail: AskTrail = {
    considered: [],
    reason: 'no-candidate',
    detail: 'nothing prepared is near',
    match: null,
    spends,
    judged: [],
    calls,
  }
  const scopes = await Promise.all(input.scopes.map((scope) => dependencies.openScope(scope)))
  const upToDate = watch.time('syncMs', () =>
    Promise.all(
      scopes.map(async (scope): Promise<ReadyScope> => ({ scope, now: await scope.bringUpToDate(input.question, input.signal) })),
    ),
  )
  // Awaited below; until then a failure must not count as unhandled.
  upToDate.catch(() => {})
  const approved = dependencies.serve === 'approvedOnly' ? await approvedEntries(dependencies.store.read, input.scopes) : null
  const terms: ServeTerms = { freshness: input.freshness, reader: skills.reader }
  const bypass = bypassOf(input)

  if (bypass === null) {
    const lookUp = () => watch.time('matchMs', () => exactCandidates(dependencies.store, scopes, policy, input.question))
    const before = await dependencies.store.changeToken()
    const found = await lookUp()
    const ready = found.length > 0 ? await upToDate : []
    // A commit meanwhile, such as that of a walk that found many changes, may have withdrawn or revived what was found.
    const isCurrent = ready.length === 0 || (await dependencies.store.changeToken()) === before
    const exact = isCurrent ? found : await lookUp()
    for (const { entry, scope, isBlocked } of exact) {
      const at = ready.find((one) => one.scope === scope)
      if (at === undefined) continue
      if (isBlocked) {
        trail.considered.push({ entry: entry.id, preparedFor: entry.questionText, similarity: 1, outcome: blockedOutcome })
        continue
      }
      const servable = await watch.time('freshMs', () => checkServable(dependencies, at, entry, terms))
      const isStale = 'stale' in servable
      trail.considered.push({
        entry: entry.id,
        preparedFor: entry.questionText,
        similarity: 1,
        freshness: isStale ? servable.stale : null,
        outcome: isStale ? servable.stale : 'served',
      })
      if (isStale) {
        Object.assign(trail, { reason: 'stale', detail: servable.stale })
        continue
      }
      if (isWithheld(servable.entry, approved)) {
        const told = trail.considered.at(-1)
        if (told !== undefined) trail.considered[trail.considered.length - 1] = { ...told, outcome: unapproved }
        continue
      }
      if (await isOvertaken(at, servable.places)) {
        if (!isLast) return null
        continue
      }
      const detail = isDraft(servable.entry) ? 'asked in the same words; a draft, not verified yet' : 'asked in the same words'
      Object.assign(trail, { reason: servable.entry.kind === 'absence' ? 'absence' : 'exact', detail })
      return hit(at, servable)
    }
  } else Object.assign(trail, bypass)

  // What leans on its conversation is looked for with what that was about, and still read as it was asked.
  const searched = input.leans === null ? input.question : withSubject(input)
  const embedded = watch.time('embedMs', () =>
    questionVector(dependencies.store.read, dependencies.embedder, { question: searched, scopes: input.scopes, signal: input.signal }),
  )
  embedded.catch(() => {})
  const ready = await upToDate
  // The walk may have committed what it found; the embedder is still at work.
  await watch.time('matchMs', () => Promise.all(scopes.map((scope) => scope.refresh())))
  if (bypass === null) foreseeMatch({ match: dependencies.match, scopes, policy, question: input.question }).catch(() => {})
  const { vector, storedIn } = await embedded
  const evidence = await watch.time('readMs', () =>
    Promise.all(
      ready.map(
        async (at): Promise<ScopeEvidence> => ({
          at,
          units: await gatherEvidence(at, searched, vector, storedIn.has(at.scope.scope) ? await recalled(at, searched) : null),
          blocks: await blocksFor(dependencies.store.read, at.scope.scope, input.question),
        }),
      ),
    ),
  )
  if (bypass === null) {
    const request = { input, policy, vector, evidence, skills, match: dependencies.match, approved, economy, trail }
    const { served, near } = await watch.time('matchMs', () => matchNear(request))
    if (served !== null) {
      const { at, entry, preparedFor, isConfirmed } = served
      const servable = await watch.time('freshMs', () => checkServable(dependencies, at, entry, terms))
      if ('stale' in servable) noteStale(trail, entry.id, servable.stale)
      else if (isWithheld(servable.entry, approved)) noteStale(trail, entry.id, unapproved)
      else if (!(await isOvertaken(at, servable.places))) return hit(at, servable, preparedFor, isConfirmed ? vector : null)
      else if (!isLast) return null
    }
    const adapted =
      approved !== null ? null : await watch.time('matchMs', () => adaptFromNear({ dependencies, request, near, skills, terms }))
    if (adapted !== null) {
      if (!(await isOvertaken(adapted.at, adapted.places))) {
        Object.assign(trail, { reason: 'adapted', detail: adapted.change.what })
        const answer = composeAdapted({ dependencies, input, id, adapted, trail, watch })
        recordAsk(dependencies, { at: adapted.at, answer, trail, policy, entry: adapted.sources[0].entry, live: null, input })
        return answer
      }
      if (!isLast) return null
    }
  }
  if (approved !== null) {
    const at = ready[0]
    if (at !== undefined) {
      noteUnapproved(trail, approved, { isBypassed: bypass !== null, isKept: (dependencies.askedText ?? 'kept') === 'kept' })
      const answer = composeWithheld({ dependencies, input, id, at, trail, watch })
      recordAsk(dependencies, { at, answer, trail, policy, entry: null, live: null, input, vector })
      return answer
    }
  }
  const isLookedUp = bypass === null && trail.considered.length === 0
  if (isLookedUp && (await isUnknownPolicy(dependencies.store.read, input.scopes, input.policy)))
    Object.assign(trail, { reason: 'unknown-policy', detail: 'nothing was asked or prepared under its policy yet' })
  const outcome = await watch.time('readMs', () => answerLive(input, evidence, skills))
  if (outcome.atCap) trail.atCap = outcome.atCap
  const places = await watch.time('freshMs', () => placesOfLive(dependencies.store.read, outcome))
  const isCurrent = places !== null && !(await isOvertaken(outcome.at, places))
  if (!isCurrent && !isLast) {
    spends.push(outcome.reading.spend)
    return null
  }
  const live = isCurrent ? outcome : withoutAnswer(outcome, 'the sources changed faster than they could be read')
  const answer = composeLive({ dependencies, input, id, outcome: live, places: places ?? new Map(), trail, watch })
  // What was only quoted because of a cap is answered properly later: it is not kept.
  const kept = isCurrent && !outcome.atCap ? live : null
  recordAsk(dependencies, { at: outcome.at, answer, trail, policy, entry: null, live: kept, input, vector })
  return answer

  function recalled(at: ReadyScope, question: string): Promise<readonly ScoredUnit[] | null> {
    return speculatedEvidence(dependencies.store, dependencies.embedder.name, at, question)
  }

  function isOvertaken(at: ReadyScope, served: ReadonlyMap<PassageId, PassagePlace>): Promise<boolean> {
    return watch.time('freshMs', () => at.now.overtaken(served))
  }

  function hit(at: ReadyScope, { entry, places, note }: Hit, preparedFor = entry.questionText, confirmed: Int8Array | null = null): Answer {
    const answer = composeHit({ dependencies, input, id, at, entry, places, soft: note, preparedFor, trail, watch })
    recordAsk(dependencies, { at, answer, trail, policy, entry, live: null, input, confirmed })
    return answer
  }
}

/** Whether only what a person approved is served, and this is not. */
function isWithheld({ kind, approvedAt }: Entry, approved: ReadonlySet<string> | null): boolean {
  return approved !== null && (kind === 'absence' || (approvedAt ?? null) === null)
}

/** Read asleep and not verified yet. */
function isDraft({ kind, status, preparedBy }: Entry): boolean {
  return kind === 'answer' && status === 'candidate' && preparedBy === 'sleep'
}

const unapproved = 'no person has approved it'

/** Its miss is recorded: where asked words are kept, the question is on the review list from now on. */
function noteUnapproved(
  trail: AskTrail,
  approved: ReadonlySet<string>,
  { isBypassed, isKept }: { readonly isBypassed: boolean; readonly isKept: boolean },
): void {
  // What cannot be looked up cannot be prepared or approved either.
  if (isBypassed) {
    trail.detail += '; only approved answers are served here'
    return
  }
  const nearest = trail.considered.filter(({ entry }) => approved.has(entry)).sort((a, b) => b.similarity - a.similarity)[0]
  const near =
    nearest === undefined || nearest.similarity < leastNear
      ? ''
      : `; the nearest approved question is "${nearest.preparedFor}" (${nearest.similarity.toFixed(2)})`
  const noted = isKept ? 'it counts as asked and missed' : 'it is counted, and listed for review only where the question is known here'
  const detail = `no approved answer: ${noted}${near}`
  Object.assign(trail, { reason: 'not-approved', detail })
}

/** Less alike than this is not worth naming. */
const leastNear = 0.3

type Hit = Exclude<Servable, { readonly stale: string }>

function noteStale(trail: AskTrail, entry: string, stale: string): void {
  Object.assign(trail, { reason: 'stale', detail: stale })
  const at = trail.considered.findLastIndex((one) => one.entry === entry)
  const seen = trail.considered[at]
  if (seen !== undefined) trail.considered[at] = { ...seen, freshness: stale }
}
