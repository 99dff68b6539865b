import type { Kysely } from 'kysely'
import type { DecisionRecordInput } from '../cache/decision-record.ts'
import type { Answer } from '../spec/answer.ts'
import { hashMark } from '../spec/asked-words.ts'
import { digest } from '../spec/digest.ts'
import type { ScopeId } from '../spec/ids.ts'
import { normaliseQuestion } from '../spec/normalise-question.ts'
import type { Random } from '../spec/random.ts'
import type { Schema } from '../spec/schema.ts'
import { type Store, statement } from '../spec/store.ts'

/**
 * What is kept of the words that people asked: `kept` all of them, `hashed` a hash under a secret of this database, by which
 * the same question is recognised again, `off` nothing but counts.
 */
export type AskedText = 'kept' | 'hashed' | 'off'

/** How a scope writes down what was asked. */
export interface AskedWords {
  readonly mode: AskedText
  /** What stands in the place of a question: itself, its hash, or ''. */
  question(text: string): string
  /** The same for a session's name. */
  session(name: string | null): string | null
}

const keyName = 'asked-text-key'

/** Loads how words are written down; the secret is made when first needed. */
export async function openAskedWords(
  { store, random }: { readonly store: Store; readonly random: Pick<Random, 'id'> },
  scope: ScopeId,
  mode: AskedText,
): Promise<AskedWords> {
  if (mode === 'kept') return { mode, question: (text) => text, session: (name) => name }
  if (mode === 'off') return { mode, question: () => '', session: () => null }
  const key = (await secretOf(store.read)) ?? (await makeSecret(store, random))
  const hashed = (kind: string, text: string): string => `${hashMark}${digest(key, kind, scope, text)}`
  return {
    mode,
    question: (text) => (text === '' || text.startsWith(hashMark) ? text : hashed('question', normaliseQuestion(text))),
    session: (name) => (name === null || name.startsWith(hashMark) ? name : hashed('session', name)),
  }
}

/** An answer without the asker's words: what it quotes is the documents'. */
export function wordlessAnswer(answer: Answer, words: AskedWords): Answer {
  const { served, adaptation, decision, freshness } = answer
  const isPrepared = served === 'hit' && answer.preparedBy !== 'ask'
  return {
    ...answer,
    question: words.question(answer.question),
    standAlone: null,
    text: isPrepared ? answer.text : '',
    preparedFor: null,
    adaptation:
      adaptation === null ? null : { ...adaptation, what: '', from: adaptation.from.map(({ entry }) => ({ entry, preparedFor: '' })) },
    freshness: { state: freshness.state, checkedAt: freshness.checkedAt },
    decision: { ...decision, detail: '' },
  }
}

/** A decision without the asker's words: which entries were weighed and how, not what was seen of the question. */
export function wordlessDecision(decision: DecisionRecordInput): DecisionRecordInput {
  return {
    ...decision,
    detail: '',
    standAlone: null,
    adaptation: decision.adaptation === null || decision.adaptation === undefined ? null : { ...decision.adaptation, what: '' },
    considered: (decision.considered ?? []).map((one) => ({
      ...one,
      // Its entry says it, for as long as that is kept.
      preparedFor: '',
      guards: one.guards?.map((sight) => ({ ...sight, saw: '' })) ?? null,
      verdict: one.verdict?.split(':')[0] ?? null,
      freshness: null,
      outcome: (one.outcome ?? '').replace(/[:("].*$/s, '').trim(),
    })),
  }
}

async function secretOf(db: Kysely<Schema>): Promise<string | null> {
  return (await db.selectFrom('meta').select('value').where('key', '=', keyName).executeTakeFirst())?.value ?? null
}

async function makeSecret(store: Store, random: Pick<Random, 'id'>): Promise<string> {
  const value = random.id() + random.id()
  await store.write([
    statement(
      store.read
        .insertInto('meta')
        .values({ key: keyName, value })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  ])
  return (await secretOf(store.read)) ?? value
}
