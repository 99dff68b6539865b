import type { AnswerBody } from '../spec/answer.ts'
import { defaultPolicy } from '../spec/policy.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import { comesBack } from './comes-back.ts'
import { contradictingUnit } from './contradiction.ts'
import { createExtractiveReader } from './extractive-reader.ts'
import { createExtractiveVerifier } from './extractive-verifier.ts'

/** Something prepared, with what a search for its question brings now. */
export interface Readmission {
  readonly question: string
  readonly kind: 'answer' | 'absence'
  readonly body: AnswerBody
  /** Passages its quotation must be among the first of, where it was made from a claim; null where it was read. */
  readonly roundTrip: number | null
  /** Whether a person approved it: then only another value for the same thing speaks against it. Default false. */
  readonly isApproved?: boolean
  /** As many units as its preparation was shown, best first. */
  readonly evidence: readonly ScoredUnit[]
}

export interface Admission {
  readonly holds: boolean
  readonly reason: string
}

/**
 * Whether what was prepared would be prepared again: the admission of a sleep, without a model. A claim's quotation must
 * come back among the first passages, what was read must be what the reader still finds, an absence what it still does
 * not find; and no other passage may state another value for the same thing.
 */
export async function stillAdmissible(readmission: Readmission): Promise<Admission> {
  const { question, kind, body, roundTrip, evidence, isApproved = false } = readmission
  if (kind === 'absence') return absenceStands(question, evidence)
  const other = contradictingUnit(question, body, evidence)
  if (other !== null) return { holds: false, reason: `${other.path} states another value` }
  if (isApproved) return { holds: true, reason: 'a person approved it, and nothing states another value' }
  if (roundTrip !== null) {
    const isBack = comesBack(evidence, new Set<string>(body.quotes.map((quote) => quote.passage)), roundTrip)
    return { holds: isBack, reason: isBack ? 'its passage comes back' : `its passage is no longer among the first ${roundTrip}` }
  }
  const verdict = await createExtractiveVerifier().judgeMatch({ question, preparedFor: question, body, live: evidence })
  return { holds: verdict.kind === 'supported', reason: verdict.reason }
}

async function absenceStands(question: string, evidence: readonly ScoredUnit[]): Promise<Admission> {
  const reading = await createExtractiveReader().read({ question, evidence, policy: defaultPolicy })
  if (reading.kind === 'none') return { holds: true, reason: 'still nothing answers it' }
  const verdict = await createExtractiveVerifier().judgeAnswer({ question, body: reading.body, evidence })
  const holds = verdict.kind === 'unsupported'
  return { holds, reason: holds ? `still nothing answers it: ${verdict.reason}` : 'a passage answers it now' }
}
