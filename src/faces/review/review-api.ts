import type { Kysely } from 'kysely'
import { unapproveStatements } from '../../lineage/approvals.ts'
import { reviveEditions } from '../../lineage/editions/revive-editions.ts'
import type { AnswerBody } from '../../spec/answer.ts'
import { ReverieError } from '../../spec/errors.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import { policyDigest } from '../../spec/policy.ts'
import { bumpRevision } from '../../spec/revision.ts'
import type { Schema } from '../../spec/schema.ts'
import { findQuestion, mustFind, questionView } from '../views/questions-view.ts'
import { approveAnswer } from './approve-answer.ts'
import { editAnswer } from './edit-answer.ts'
import { reviewList } from './review-list.ts'
import { mustKeep, type ReviewParts } from './review-parts.ts'
import type { ApprovedView, ReviewApi, UnapprovedView } from './review-view.ts'
import { takeBackWritten } from './take-back-written.ts'
import { unlistedAsks } from './unlisted-asks.ts'

const usualLimit = 50

/** Approving, editing and the review list, over a scope. */
export function reviewApi(parts: ReviewParts): ReviewApi {
  const { store, scope } = parts
  const db = store.read
  const policy = policyDigest(parts.policy)
  const approvedView = async (question: string): Promise<ApprovedView> => {
    const view = await questionView(db, scope, policy, question)
    const approval = await approvalOf(db, scope, question)
    if (approval === undefined) throw new ReverieError('not-found', 'Its approval was taken back meanwhile.', { hint: 'Approve it again.' })
    return { ...view, kind: approval.kind, approvedAt: Number(approval.approved_at) }
  }
  return {
    async approve(idOrText, { signal } = {}) {
      // What an ask has just left is not written yet.
      await parts.bringUpToDate(signal)
      const question = await mustFind(db, scope, idOrText)
      await approveAnswer(parts, question, signal)
      return approvedView(question)
    },
    async edit(idOrText, edit, { signal } = {}) {
      await parts.bringUpToDate(signal)
      const id = await findQuestion(db, scope, idOrText)
      const text = id === null ? asQuestion(idOrText) : (await questionView(db, scope, policy, id)).text
      await editAnswer(parts, { id, text }, edit, signal)
      return approvedView(id ?? questionDigest(text))
    },
    async unapprove(idOrText, { signal } = {}): Promise<UnapprovedView> {
      mustKeep(parts)
      signal?.throwIfAborted()
      const question = await mustFind(db, scope, idOrText)
      const approval = await approvalOf(db, scope, question)
      if (approval === undefined) {
        throw new ReverieError('not-found', 'No person has approved an answer to this question.', {
          hint: 'Approve one: reverie questions approve',
        })
      }
      const { kind, entry, body } = approval
      if (kind === 'approved') {
        await store.write([bumpRevision(db, scope), ...unapproveStatements(db, scope, entry)])
        return { ...(await questionView(db, scope, policy, question)), kind, takenBack: null }
      }
      await store.write(await takeBackWritten(db, scope, { entry, question }))
      // What was generated before stands again where its sources do.
      await reviveEditions(store, scope, { clock: parts.clock })
      const { text } = JSON.parse(body) as AnswerBody
      return { ...(await questionView(db, scope, policy, question)), kind, takenBack: text }
    },
    async review({ limit = usualLimit, signal } = {}) {
      await parts.bringUpToDate(signal)
      return reviewList(db, { scope, policy, waiting: parts.serve === 'approvedOnly', limit })
    },
    async unlisted({ signal } = {}) {
      signal?.throwIfAborted()
      return unlistedAsks(parts)
    },
  }
}

/** A question that is not known yet; what looks like a mistyped id is none. */
function asQuestion(text: string): string {
  if (/\s/.test(text.trim())) return text.trim()
  throw new ReverieError('not-found', `No question is "${text}".`, {
    hint: 'Give its whole text, or the start of its id as `reverie questions` prints it.',
  })
}

function approvalOf(db: Kysely<Schema>, scope: string, question: string) {
  return db.selectFrom('approvals').selectAll().where('scope', '=', scope).where('question', '=', question).executeTakeFirst()
}
