import type { Answer, DecisionReason, Spend } from '../spec/answer.ts'
import { ReverieError } from '../spec/errors.ts'
import type { AskId, PassageId } from '../spec/ids.ts'
import { policyDigest } from '../spec/policy.ts'
import { answerLive, placesOfLive, withoutAnswer } from './answer-live.ts'
import type { AskDependencies, AskInput, AskTrail, ReadyScope } from './ask-types.ts'
import { checkServable, type Servable, type ServeTerms } from './check-servable.ts'
import { composeHit, composeLive } from './compose-answer.ts'
import { exactCandidates } from './exact-candidates.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { inlinesDocument, leansOnConversation } from './leans-on-conversation.ts'
import { matchNear } from './match-near.ts'
import type { PassagePlace } from './overlay.ts'
import { recordAsk } from './record-ask.ts'
import { Stopwatch } from './stopwatch.ts'

/** An ask under which its sources are committed anew begins again, this often in all. */
const rounds = 4

/**
 * The test-time path: scope, exact, near, fresh?, right?, then hit or live. Every answer is compared with the sources as
 * they are now, is recorded with the reason it was served, and a miss joins the prediction set.
 */
export async function ask(dependencies: AskDependencies, input: AskInput): Promise<Answer> {
  if (input.question.trim() === '')
    throw new ReverieError('bad-argument', 'The question is empty.', { hint: 'Ask something, such as: reverie ask "How do I …?"' })
  const watch = new Stopwatch(dependencies.clock)
  const id = dependencies.random.id() as AskId
  const spends: Spend[] = []
  for (let left = rounds; ; left--) {
    const answer = await answerOnce(dependencies, input, { id, watch, spends, isLast: left === 1 })
    if (answer !== null) return answer
  }
}

interface Round {
  readonly id: AskId
  readonly watch: Stopwatch
  /** What judging and reading cost in all rounds. */
  readonly spends: Spend[]
  /** Then nothing that was overtaken is served, and no other round follows. */
  readonly isLast: boolean
}

/** Null where a commit meanwhile may have put another text under what was found: nothing was served or recorded. */
async function answerOnce(dependencies: AskDependencies, input: AskInput, { id, watch, spends, isLast }: Round): Promise<Answer | null> {
  const policy = policyDigest(input.policy)
  const trail: AskTrail = { considered: [], reason: 'no-candidate', detail: 'nothing prepared is near', spends }
  const scopes = await Promise.all(input.scopes.map((scope) => dependencies.openScope(scope)))
  const upToDate = watch.time('syncMs', () =>
    Promise.all(scopes.map(async (scope): Promise<ReadyScope> => ({ scope, now: await scope.bringUpToDate(input.signal) }))),
  )
  // Awaited below; until then a failure must not count as unhandled.
  upToDate.catch(() => {})
  const skills = dependencies.skillsFor(id)
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
    for (const { entry, scope } of exact) {
      const at = ready.find((one) => one.scope === scope)
      if (at === undefined) continue
      const servable = await watch.time('freshMs', () => checkServable(dependencies, at, entry, terms))
      const isStale = 'stale' in servable
      trail.considered.push({
        entry: entry.id,
        preparedFor: entry.questionText,
        similarity: 1,
        outcome: isStale ? servable.stale : 'served',
      })
      if (isStale) {
        Object.assign(trail, { reason: 'stale', detail: servable.stale })
        continue
      }
      if (await isOvertaken(at, servable.places)) {
        if (!isLast) return null
        continue
      }
      Object.assign(trail, { reason: servable.entry.kind === 'absence' ? 'absence' : 'exact', detail: 'asked in the same words' })
      return hit(at, servable)
    }
  } else Object.assign(trail, bypass)

  const embedded = watch.time('embedMs', () =>
    dependencies.embedder.embedQuestion(input.question, input.signal === undefined ? {} : { signal: input.signal }),
  )
  embedded.catch(() => {})
  const ready = await upToDate
  // The walk may have committed what it found; the embedder is still at work.
  await watch.time('matchMs', () => Promise.all(scopes.map((scope) => scope.refresh())))
  const vector = await embedded
  const evidence = await watch.time('readMs', () =>
    Promise.all(ready.map(async (at) => ({ at, units: await gatherEvidence(at, input.question, vector) }))),
  )
  if (bypass === null) {
    const near = await watch.time('matchMs', () => matchNear({ input, policy, vector, evidence, skills, trail }))
    for (const candidate of near) {
      const servable = await watch.time('freshMs', () => checkServable(dependencies, candidate.at, candidate.entry, terms))
      if ('stale' in servable) {
        Object.assign(trail, { reason: 'stale', detail: servable.stale })
        continue
      }
      if (!(await isOvertaken(candidate.at, servable.places))) return hit(candidate.at, servable, candidate.preparedFor)
      if (!isLast) return null
    }
  }
  const outcome = await watch.time('readMs', () => answerLive(input, evidence, skills.reader))
  const places = await watch.time('freshMs', () => placesOfLive(dependencies.store.read, outcome))
  const isCurrent = places !== null && !(await isOvertaken(outcome.at, places))
  if (!isCurrent && !isLast) {
    spends.push(outcome.reading.spend)
    return null
  }
  const live = isCurrent ? outcome : withoutAnswer(outcome, 'the sources changed faster than they could be read')
  const answer = composeLive({ dependencies, input, id, outcome: live, places: places ?? new Map(), trail, watch })
  recordAsk(dependencies, { at: outcome.at, answer, trail, policy, entry: null, live: isCurrent ? live : null, input, vector })
  return answer

  function isOvertaken(at: ReadyScope, served: ReadonlyMap<PassageId, PassagePlace>): Promise<boolean> {
    return watch.time('freshMs', () => at.now.overtaken(served))
  }

  function hit(at: ReadyScope, { entry, places, note }: Hit, preparedFor = entry.questionText): Answer {
    const answer = composeHit({ dependencies, input, id, at, entry, places, soft: note, preparedFor, trail, watch })
    recordAsk(dependencies, { at, answer, trail, policy, entry, live: null, input })
    return answer
  }
}

type Hit = Exclude<Servable, { readonly stale: string }>

/** Why a question is not looked up at all, or null. */
function bypassOf(input: AskInput): { readonly reason: DecisionReason; readonly detail: string } | null {
  if (input.mode === 'live') return { reason: 'no-candidate', detail: 'a live answer was asked for' }
  if (inlinesDocument(input.question)) return { reason: 'inlined-documents', detail: 'the message carries a document of its own' }
  if (leansOnConversation(input.question, input.history.length > 0)) {
    return { reason: 'leans-on-conversation', detail: 'it needs the earlier turns to be understood' }
  }
  if ((input.question.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) < 2) return { reason: 'too-short', detail: 'one word is never matched' }
  return null
}
