import { type Entry, entryId } from '../../cache/entry.ts'
import { nextTurn } from '../../corpus/next-turn.ts'
import { parseEdition } from '../../lineage/editions/edition.ts'
import type { EntryId, QuestionId, ScopeId } from '../../spec/ids.ts'
import { questionDigest } from '../../spec/normalise-question.ts'
import type { Store } from '../../spec/store.ts'
import { isServable, type StoredAnswer } from './stored-answers.ts'

/** An answer that is not served as it stands: withdrawn, replaced since, or imported and waiting for what it quotes. */
export interface FormerAnswer {
  readonly answer: StoredAnswer & { readonly entry: Entry }
  /** Of an imported answer: where each version it quotes stood. */
  readonly paths: ReadonlyMap<string, string>
  /** Whether another answer is served for its question, and whether a sleep has made that one. */
  readonly isReplaced: boolean
  readonly isRedone: boolean
}

const pageSize = 200

/** Answers that were prepared once, by entry, the one that was served last first. Of one policy; of no question that was dropped. */
export async function formerAnswers(
  store: Store,
  scope: ScopeId,
  policy: string,
  answers: readonly StoredAnswer[],
): Promise<ReadonlyMap<EntryId, readonly FormerAnswer[]>> {
  const known = new Map(answers.map((answer) => [entryId(scope, policy, '', answer.question.text), answer]))
  const found: (FormerAnswer & { readonly retiredAt: number })[] = []
  for (const answer of answers) {
    const { entry } = answer
    if (entry === null || entry.kind !== 'answer' || isServable(answer) || entry.body.quotes.length === 0) continue
    found.push({ answer: { ...answer, entry }, paths: new Map(), isReplaced: false, isRedone: false, retiredAt: Number.MAX_SAFE_INTEGER })
  }
  const dropped = await droppedQuestions(store, scope)
  for (let after = ''; ; ) {
    const rows = await store.read
      .selectFrom('editions')
      .selectAll()
      .where('scope', '=', scope)
      .where('origin', 'in', ['replaced', 'imported'])
      .where('edition', '>', after)
      .orderBy('edition')
      .limit(pageSize)
      .execute()
    for (const row of rows) {
      const body = parseEdition(row.body)
      if (body === null || body.entry.policy !== policy || dropped.has(questionDigest(row.question_text))) continue
      const own = known.get(row.entry as EntryId)
      const entry = entryOf(scope, row.entry as EntryId, row.question_text, body.entry)
      const question = own?.question ?? unknownQuestion(row.question_text, body.entry.region)
      found.push({
        answer: { question, entry },
        paths: new Map(body.paths.map(({ version, path }) => [version, path])),
        isReplaced: own !== undefined && isServable(own),
        isRedone: own !== undefined && isServable(own) && own.entry?.status === 'verified',
        retiredAt: row.retired_at,
      })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) break
    after = last.edition
    await nextTurn()
  }
  found.sort((a, b) => b.retiredAt - a.retiredAt)
  return Map.groupBy(found, ({ answer }) => entryId(scope, policy, '', answer.question.text))
}

async function droppedQuestions({ read: db }: Store, scope: ScopeId): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('questions').select('question').where('scope', '=', scope).where('dropped', '=', 1).execute()
  return new Set(rows.map(({ question }) => question))
}

type EditionEntry = NonNullable<ReturnType<typeof parseEdition>>['entry']

function entryOf(scope: ScopeId, id: EntryId, questionText: string, { doubted: _, ...body }: EditionEntry): Entry {
  const question = questionDigest(questionText) as string as QuestionId
  return { ...body, id, scope, question, questionText, kind: 'answer', state: 'stale', shape: body.body.shape }
}

/** A question that only a bundle knows: its file differs here, so it was not predicted of it. */
function unknownQuestion(text: string, region: string): StoredAnswer['question'] {
  const id = questionDigest(text) as string as QuestionId
  const none = { pinned: false, dropped: false, asked: 0, missed: 0, skipped: null }
  return { id, text, origins: [], probability: 0, region, about: { kind: 'unknown' }, ...none }
}
