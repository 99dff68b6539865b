import type { DecisionSummary } from '../../spec/answer.ts'
import type { Rung } from '../../spec/evidence.ts'
import type { CandidateView, MatchDecisionView } from './match-view.ts'

export interface SummaryView {
  readonly level: 'tree' | 'file' | 'module' | 'topic'
  readonly label: string
  readonly headline: string
  /** For a tree: one line each. */
  readonly children: readonly {
    readonly label: string
    readonly level: 'file' | 'module' | 'topic'
    readonly headline: string
    readonly depth: number
  }[]
  readonly claims: readonly {
    readonly id: string
    readonly type: string
    readonly text: string
    readonly stamp: string
    readonly path: string
    readonly startLine: number
    readonly endLine: number
    readonly quote: string
  }[]
  readonly state: string
  readonly madeAt: number | null
}

export interface WhyView {
  readonly kind: 'ask' | 'entry' | 'claim' | 'distillate'
  readonly id: string
  readonly title: string
  readonly state: string
  /** What it is, as label and value lines. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly evidence: readonly {
    readonly role: string
    readonly path: string
    readonly startLine: number | null
    readonly endLine: number | null
    readonly state: 'unchanged' | 'changed' | 'gone'
    readonly quote: string
  }[]
  /** What it rests on as a tree; of an ask, that of the prepared answer it was served. Null where nothing is stored of it. */
  readonly lineage: LineageNode | null
  /** For an ask: candidates, nearest first, as the decision saw them. */
  readonly candidates: readonly CandidateView[]
  /** For an ask: how it was decided. */
  readonly match: MatchDecisionView | null
  readonly decision: DecisionSummary | null
}

/** One thing an artefact rests on, and what that rests on in turn. */
export interface LineageNode {
  readonly kind: 'entry' | 'claim' | 'distillate' | 'passage' | 'group' | 'recipe'
  /** How its parent rests on it: cited, read, watched, listed, recipe, `made from`; '' at the root. */
  readonly role: string
  readonly label: string
  /** Id of the artefact or passage, or the digest pinned; null where there is none. */
  readonly id: string | null
  /** Of an artefact its state, of a passage unchanged, changed, gone or under another heading; '' where it has none. */
  readonly state: string
  readonly path: string | null
  readonly startLine: number | null
  /** Where the last change that reached it stopped, or what confirmed it last; null where none has since it was made. */
  readonly verified: VerificationView | null
  readonly children: readonly LineageNode[]
}

export interface VerificationView {
  readonly rung: Rung
  /** Path of the document whose change it was. */
  readonly cause: string | null
  readonly by: 'sync' | 'sleep' | 'ask' | 'import'
  readonly at: number
}
