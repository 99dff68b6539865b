import type { MatchAsk } from '../match-ask.ts'

/** What may be fitted on while `measured` is measured: asks that have no text of a group that is prepared there. */
export function fittedOn(train: readonly MatchAsk[], measured: readonly MatchAsk[]): readonly MatchAsk[] {
  const groups = new Set(measured.map((ask) => ask.group))
  return train.filter((ask) => !groups.has(ask.group) && (ask.touches === undefined || !groups.has(ask.touches)))
}
