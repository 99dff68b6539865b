import { type Kysely, sql } from 'kysely'
import { type DecisionRecord, readDecisionRecord } from '../cache/decision-record.ts'
import { alikeDigest } from '../cache/entry.ts'
import { isOwnWords } from '../cache/labels/record-judgement.ts'
import type { Answer, AnswerBody } from '../spec/answer.ts'
import { isWordless } from '../spec/asked-words.ts'
import { ReverieError } from '../spec/errors.ts'
import type { ScopeId } from '../spec/ids.ts'
import { questionDigest } from '../spec/normalise-question.ts'
import type { Schema } from '../spec/schema.ts'

/** A recorded ask as feedback sees it. */
export interface JudgedAsk {
  readonly ask: string
  readonly question: string
  readonly served: Answer['served']
  /**
   * `match`: an answer prepared for another question; what the match decision can learn from. `own`: one of the question's
   * own, prepared or read live. `none`: that nothing answers it.
   */
  readonly kind: 'match' | 'own' | 'none'
  /** The entry served, or null. */
  readonly entry: string | null
  /** The entry's question, null where there is no entry. */
  readonly preparedFor: string | null
  /** Digest of what was quoted then, '' where that is not known any more. */
  readonly alike: string
  readonly features: readonly number[] | null
  readonly recipe: string
  /** The decision record as it is stored. */
  readonly decision: string
}

/** The ask whose id begins so. Throws `bad-argument` for what is too short or names several, `not-found` where there is none. */
export async function judgedAsk(db: Kysely<Schema>, scope: ScopeId, id: string): Promise<JudgedAsk> {
  const given = id.trim()
  if (given.length < 3)
    throw new ReverieError('bad-argument', `"${given}" is too short for the id of an ask.`, {
      hint: 'Give at least its first three characters.',
    })
  const [row, other] = await db
    .selectFrom('records')
    .selectAll()
    .where('scope', '=', scope)
    // Ids hold `_` and `-`, which LIKE would read as wildcards.
    .where(sql<boolean>`substr(ask, 1, ${given.length}) = ${given}`)
    .orderBy('ask')
    .limit(2)
    .execute()
  if (row === undefined)
    throw new ReverieError('not-found', `No ask of this scope has an id that starts with "${given}".`, {
      hint: 'Each answer of `reverie ask` names its id at its end, after "why".',
    })
  if (other !== undefined && row.ask !== given)
    throw new ReverieError('bad-argument', `More than one ask has an id that starts with "${given}".`, { hint: 'Give more of it.' })
  const answer = JSON.parse(row.answer) as Answer
  const entry = row.entry === null ? null : await entryOf(db, scope, row.entry)
  const preparedFor = row.entry === null ? null : (entry?.question_text ?? answer.preparedFor)
  const isSame = entry !== null && entry.made_at === answer.preparedAt && row.served === 'hit'
  const filed = isSame ? null : await filedAs(db, scope, row.question, answer)
  // Where the words asked are not kept, a hit in the same words still names them.
  const isSameWords = isWordless(row.question) && row.served === 'hit' && answer.decision.reason === 'exact'
  const question = isSameWords && entry !== null ? entry.question_text : row.question
  return {
    ask: row.ask,
    question,
    served: row.served,
    kind: kindOf(row.served, question, preparedFor),
    entry: row.entry ?? filed?.entry ?? null,
    preparedFor,
    alike: isSame ? entry.alike : (filed?.alike ?? alikeOfRecord(answer)),
    // What was adapted answers it, or not, by what was changed: it teaches nothing of the entry as it is.
    ...(row.served === 'adapted' ? noFeatures : featuresOf(readDecisionRecord(row.decision), row.entry)),
    decision: row.decision,
  }
}

function kindOf(served: Answer['served'], question: string, preparedFor: string | null): JudgedAsk['kind'] {
  if (served === 'none') return 'none'
  if (served === 'live') return 'own'
  return preparedFor === null || (served === 'hit' && isOwnWords(question, preparedFor)) ? 'own' : 'match'
}

async function entryOf(db: Kysely<Schema>, scope: ScopeId, id: string) {
  const row = await db
    .selectFrom('entries')
    .select(['question_text', 'alike', 'made_at'])
    .where('scope', '=', scope)
    .where('entry', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Digest of the quotations the record kept; '' where one of them was cut, or nothing was quoted. */
function alikeOfRecord({ citations }: Answer): string {
  if (citations.length === 0 || citations.some(({ quote }) => isCut(quote))) return ''
  return alikeDigest({ quotes: citations.map(({ quote }) => ({ text: quote })) })
}

/** The entry of these words that quotes what was answered, as a live answer is filed; null where there is none. */
async function filedAs(db: Kysely<Schema>, scope: ScopeId, question: string, { citations }: Answer) {
  if (citations.length === 0) return null
  const rows = await db
    .selectFrom('entries')
    .select(['entry', 'alike', 'body'])
    .where('scope', '=', scope)
    .where('question', '=', questionDigest(question))
    .where('kind', '=', 'answer')
    .orderBy('made_at', 'desc')
    .execute()
  const quotesWhatWasAnswered = (body: AnswerBody) =>
    body.quotes.length === citations.length &&
    citations.every(({ quote }, at) => {
      const whole = body.quotes[at]?.text ?? ''
      return isCut(quote) ? whole.startsWith(quote.slice(0, -1)) : whole === quote
    })
  return rows.find((row) => quotesWhatWasAnswered(JSON.parse(row.body) as AnswerBody)) ?? null
}

function isCut(quote: string): boolean {
  return quote.endsWith('…')
}

const noFeatures = { features: null, recipe: '' } as const

function featuresOf({ considered, recipe }: DecisionRecord, entry: string | null): Pick<JudgedAsk, 'features' | 'recipe'> {
  const features = considered.find((one) => one.entry === entry)?.features ?? null
  return recipe === null || features === null ? noFeatures : { features, recipe }
}
