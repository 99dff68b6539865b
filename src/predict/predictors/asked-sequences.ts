import type { PastAsk } from '../../spec/predictor.ts'

/** The questions of each conversation or person, oldest first; asks that name none are in no sequence. */
export function askedSequences(asks: readonly PastAsk[]): readonly (readonly PastAsk[])[] {
  const sessions = new Map<string, PastAsk[]>()
  for (const ask of asks) {
    if (ask.session === null || ask.question.trim() === '') continue
    const known = sessions.get(ask.session)
    if (known === undefined) sessions.set(ask.session, [ask])
    else known.push(ask)
  }
  return [...sessions.values()]
}
