import { entryId } from '../cache/entry.ts'
import { everyClass, gatesOf } from '../cache/gates-table.ts'
import { type Gate, openGate } from '../cache/labels/gate.ts'
import { labelId, type MatchJudgement } from '../cache/labels/match-judgement.ts'
import { questionClass } from '../cache/labels/question-class.ts'
import { recordJudgement } from '../cache/labels/record-judgement.ts'
import {
  oweQuestionStatement,
  restoreAnswerStatements,
  turnKeyStatements,
  withdrawAbsenceStatements,
  withdrawAnswerStatements,
  withdrawnEntries,
} from '../cache/labels/withdraw-answer.ts'
import { throwIfAborted } from '../sleep/sleep-context.ts'
import type { Clock } from '../spec/clock.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { Expectation, Statement, Store } from '../spec/store.ts'
import { nextOf } from './feedback-next.ts'
import { noteFeedbackStatements } from './feedback-note.ts'
import type { FeedbackReceipt, FeedbackRequest } from './feedback-receipt.ts'
import { type JudgedAsk, judgedAsk } from './feedback-record.ts'

export interface FeedbackParts {
  readonly store: Store
  /** Why nothing would be kept, or null. */
  readonly notKept: string | null
  readonly scope: ScopeId
  /** Digest of the policy that asks obey where they name none. */
  readonly policy: string
  readonly clock: Clock
  /** Highest share of wrong hits promised. */
  readonly maxWrongHits: number
}

const longestNote = 2_000
/** Others' verdicts may come between reading and writing, this often. */
const tries = 16

/**
 * Takes a person's verdict on an answer; resolves when it is committed. A wrong answer is never served to its question
 * again, joins the labels and is counted by its gates; what was prepared in the question's own words is withdrawn and
 * owed to the next sleep. The last verdict on an ask counts, and the same twice is one.
 * Throws `not-found` for an unknown ask, `bad-argument`, and `database-read-only` where nothing can be kept.
 */
export async function giveFeedback(parts: FeedbackParts, request: FeedbackRequest, signal?: AbortSignal): Promise<FeedbackReceipt> {
  const { store, notKept, scope } = parts
  checkRequest(request)
  const { writable } = store
  if (notKept !== null || !writable.ok) {
    throw new ReverieError('database-read-only', `The verdict cannot be kept: ${notKept ?? (writable.ok ? '' : writable.reason)}.`, {
      hint: 'Make the folder writable, or name another database with REVERIE_DATABASE.',
    })
  }
  for (let left = tries; left > 0; left--) {
    throwIfAborted(signal)
    const asked = await judgedAsk(store.read, scope, request.ask)
    const { statements, expect, receipt } = await verdictOn(parts, asked, request)
    if (statements.length === 0) return receipt
    const outcome = await store.write(statements, { expect })
    if (outcome.committed) return receipt
  }
  throw new ReverieError('database-busy', 'The verdict could not be written: others kept changing what it rests on.', {
    hint: 'Give it again.',
    isRetryable: true,
  })
}

function checkRequest({ verdict, note = '' }: FeedbackRequest): void {
  if (verdict !== 'right' && verdict !== 'wrong')
    throw new ReverieError('bad-argument', `A verdict is right or wrong, found "${verdict as string}".`, {
      hint: 'For example: reverie feedback k3x9Qm2Z wrong',
    })
  if (note.length > longestNote)
    throw new ReverieError('bad-argument', `A note has at most ${longestNote} characters, found ${note.length}.`, { hint: 'Shorten it.' })
}

interface Planned {
  readonly statements: readonly Statement[]
  readonly expect: readonly Expectation[]
  readonly receipt: FeedbackReceipt
}

async function verdictOn(parts: FeedbackParts, asked: JudgedAsk, request: FeedbackRequest): Promise<Planned> {
  const { store, scope, policy, clock, maxWrongHits } = parts
  const db = store.read
  const { verdict } = request
  const judgement: MatchJudgement = {
    entry: asked.entry ?? entryId(scope, policy, '', asked.question),
    alike: asked.alike,
    question: asked.question,
    preparedFor: asked.preparedFor ?? asked.question,
    same: verdict === 'right',
    source: 'feedback',
    features: asked.features,
    recipe: asked.recipe,
    served: asked.served === 'hit' || asked.served === 'adapted',
    ask: asked.ask,
    at: clock.now(),
  }
  const former = await db
    .selectFrom('labels')
    .select('same')
    .where('scope', '=', scope)
    .where('label', '=', labelId(judgement))
    .executeTakeFirst()
  const note = noteFeedbackStatements(db, scope, asked, { verdict, note: request.note ?? null, at: judgement.at })
  const isRepeated = former !== undefined && (former.same === 1) === judgement.same
  // What was read live teaches no match: only taking back a verdict changes anything.
  const isJudged = asked.kind !== 'none' && (verdict === 'wrong' || judgement.served || former !== undefined)
  const label = !isJudged ? 'none' : isRepeated ? 'unchanged' : former === undefined ? 'added' : 'replaced'
  const blocked = label !== 'none' && verdict === 'wrong'
  const told = { ask: asked.ask, question: asked.question, verdict, served: asked.served, entry: asked.entry }
  const receipt = (gates: readonly Gate[]): FeedbackReceipt => {
    const gate = gateOf(gates)
    return { ...told, preparedFor: asked.preparedFor, label, blocked, gate, next: nextOf(asked, verdict, { label, gate }) }
  }
  if (label === 'unchanged' || label === 'none') {
    const gates = await gatesOf(db, scope)
    const known = [everyClass, questionClass(asked.question)].map((name) => gates.get(name) ?? openGate(name, 0))
    const isRetried = asked.kind === 'none' && verdict === 'wrong' && note.length > 0
    const retried = isRetried ? [bumpRevision(db, scope), ...withdrawAbsenceStatements(db, scope, asked.question)] : []
    return { statements: [...retried, ...note], expect: [], receipt: receipt(known) }
  }
  const recorded = await recordJudgement(db, scope, judgement, { now: judgement.at, maxWrongHits })
  const consequences = verdict === 'wrong' ? wrongStatements(parts, asked, judgement) : await rightStatements(parts, asked, judgement)
  return { statements: [...recorded.statements, ...consequences, ...note], expect: recorded.expect, receipt: receipt(recorded.gates) }
}

function wrongStatements({ store, scope }: FeedbackParts, asked: JudgedAsk, { alike, at, entry }: MatchJudgement): readonly Statement[] {
  const db = store.read
  // The question's own entry may say the same, whoever was served it.
  const own =
    alike === '' ? [oweQuestionStatement(db, scope, asked.question)] : withdrawAnswerStatements(db, scope, asked.question, alike, at)
  return asked.kind === 'match' ? [...own, ...turnKeyStatements(db, scope, entry, asked.question, false)] : own
}

async function rightStatements({ store, scope }: FeedbackParts, asked: JudgedAsk, { alike, entry }: MatchJudgement) {
  const db = store.read
  const withdrawn = alike === '' ? [] : await withdrawnEntries(db, scope, asked.question, alike)
  const back = restoreAnswerStatements(db, scope, withdrawn)
  return asked.kind === 'match' ? [...back, ...turnKeyStatements(db, scope, entry, asked.question, true)] : back
}

function gateOf(gates: readonly Gate[]): FeedbackReceipt['gate'] {
  const closed = gates.filter((gate) => gate.state === 'closed')
  const told = closed.find((gate) => gate.class === everyClass) ?? closed[0] ?? gates.find((gate) => gate.class !== everyClass)
  return { class: told?.class ?? everyClass, state: told?.state ?? 'open', reason: told?.reason ?? '' }
}
