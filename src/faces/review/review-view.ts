import type { CallOptions, QuestionView } from '../reverie.ts'

/** A person's answer to a question. */
export interface EditRequest {
  /** The answer, in the person's words. */
  readonly text: string
  /**
   * Where it stands in the sources, as `docs/retries.md:12` or `docs/retries.md:12-14`. Absent: what the answer before cited
   * and still says the same; at least one place must be left.
   */
  readonly cite?: readonly string[]
}

/** What is done by people about the answers of a scope, beside {@link QuestionsApi}'s other methods. */
export interface ReviewApi {
  /** The prepared answer to a question is a person's word from now on. Throws `not-found`, `bad-argument` where there is none to approve. */
  approve(idOrText: string, options?: CallOptions): Promise<ApprovedView>
  /** Replaces the answer to a question by a person's, with citations. A question that is not known is added and kept prepared. */
  edit(idOrText: string, edit: EditRequest, options?: CallOptions): Promise<ApprovedView>
  /**
   * The approval is taken back: what was generated counts as generated again. What a person wrote is removed, as nothing
   * generated it: the answer before stands again where its sources do, else the question is owed. Throws `not-found`.
   */
  unapprove(idOrText: string, options?: CallOptions): Promise<UnapprovedView>
  /** What waits for a person: approved answers whose source changed, and, where only approved ones are served, what was asked. */
  review(options?: { readonly limit?: number } & CallOptions): Promise<readonly ReviewItem[]>
  /** Asks that wait for approval and that `review` cannot name, as their words are not kept (`askedText`). */
  unlisted(options?: CallOptions): Promise<number>
}

/** An answer as a person approved or wrote it. */
export interface ApprovedView extends QuestionView {
  readonly kind: 'approved' | 'edited'
  readonly approvedAt: number
}

/** A question whose approval was taken back. */
export interface UnapprovedView extends QuestionView {
  /** What it was. */
  readonly kind: 'approved' | 'edited'
  /** The person's text that was removed; null where the answer was generated. */
  readonly takenBack: string | null
}

/** One question that waits for a person. */
export interface ReviewItem {
  readonly id: string
  readonly text: string
  /** `changed`: what the approved answer quotes. `doubted`: another passage speaks against it. `withdrawn`: said to be wrong, or taken away. `waiting`: asked, and nothing is approved. */
  readonly why: 'changed' | 'doubted' | 'withdrawn' | 'waiting'
  readonly asked: number
  /** The answer as it was approved; null where none was. */
  readonly approved: { readonly text: string; readonly kind: 'approved' | 'edited'; readonly approvedAt: number } | null
  /** What it quotes that is no longer there in those words. */
  readonly changes: readonly ReviewChange[]
  /** What was generated since, not approved; null where nothing was. */
  readonly draft: { readonly text: string; readonly places: readonly string[] } | null
}

export interface ReviewChange {
  readonly path: string
  readonly line: number
  readonly quote: string
  readonly state: 'changed' | 'gone'
  /** What stands there now, shortened; '' where it is gone. */
  readonly now: string
}
