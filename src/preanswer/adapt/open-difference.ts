import type { GuardFinding, GuardName } from '../guards/guard.ts'
import { type RunGuards, runGuards } from '../guards/run-guards.ts'
import { unsaid } from './said-of.ts'

/**
 * What the guards see between the question asked and the one prepared for that the adapted quotation does not settle, in
 * words; null where nothing is left. `place` holds the titles and headings it stands under. That one member is asked of an
 * answer to all of them is what narrowing is for: it is settled where every word asked is said. `settled` names guards whose
 * difference was settled otherwise: the `limit` option is an entry named *limit*, without the word *option*.
 */
export function openDifference(
  asked: string,
  preparedFor: string,
  place: string,
  quoted: string,
  settled: readonly GuardName[] = [],
  guards: RunGuards = runGuards,
): string | null {
  const context = `${place}\n${quoted}`
  const open = guards(asked, preparedFor, context).find(
    (finding) => !finding.resolved && !settled.includes(finding.guard) && !isNarrowing(finding, asked, preparedFor, context),
  )
  return open === undefined ? null : `guard ${open.guard}: ${open.saw}`
}

function isNarrowing({ guard, saw }: GuardFinding, asked: string, preparedFor: string, context: string): boolean {
  return guard === 'parts' && saw.endsWith('prepared for all of them') && unsaid(asked, `${preparedFor}\n${context}`).length === 0
}
