import type { Entry } from '../../cache/entry.ts'
import type { Rung } from '../../spec/evidence.ts'
import type { AlignedText } from './align-quote.ts'
import type { ListFate } from './compare-list.ts'
import type { DiffItem, DiffList, DiffQuote, DiffView } from './diff-view.ts'
import { quotePlace } from './quote-place.ts'
import type { StoredAnswer } from './stored-answers.ts'

/** Text of the new state. */
export type NewText = Omit<AlignedText, 'similarity'>

/** Puts each prepared answer into its list, once. */
export interface DiffSorter {
  withdrawn(answer: StoredAnswer, found: { readonly why: string; readonly old: DiffQuote | null; readonly new: null }): void
  altered(
    answer: StoredAnswer,
    found: { readonly why: string; readonly change: 'facts' | 'wording'; readonly old: DiffQuote | null; readonly now: NewText | null },
  ): void
  contradicted(answer: StoredAnswer, found: { readonly why: string; readonly old: DiffQuote | null; readonly now: NewText }): void
  possible(answer: StoredAnswer, found: { readonly why: string; readonly rung: Rung | null; readonly now: NewText | null }): void
  soft(
    answer: StoredAnswer,
    found: { readonly why: string; readonly rung: Rung; readonly old: DiffQuote | null; readonly now: NewText | null },
  ): void
  list(answer: StoredAnswer, entry: Entry, fate: ListFate): void
  /** `rung`: where the change stopped that reached it; null where none did. */
  unaffected(rung: Rung | null): void
  view(rest: Pick<DiffView, 'scope' | 'compared' | 'files' | 'predicted' | 'notes'>): DiffView
}

export function createDiffSorter(): DiffSorter {
  const found = {
    withdrawn: [] as DiffItem[],
    altered: [] as DiffItem[],
    contradicted: [] as DiffItem[],
    possible: [] as DiffItem[],
    soft: [] as DiffItem[],
    lists: [] as DiffList[],
  }
  const held: Partial<Record<Rung, number>> = {}
  let unaffected = 0

  return {
    withdrawn: (answer, { why, old }) => found.withdrawn.push(item(answer, { why, old, rung: 'withdrawn' })),
    altered: (answer, { why, change, old, now }) => found.altered.push(item(answer, { why, change, old, now, rung: 'withdrawn' })),
    contradicted: (answer, { why, old, now }) => found.contradicted.push(item(answer, { why, old, now, rung: 'watch-fired' })),
    possible: (answer, { why, rung, now }) => found.possible.push(item(answer, { why, rung, now })),
    soft: (answer, { why, rung, old, now }) => found.soft.push(item(answer, { why, rung, old, now })),
    list(answer, entry, fate) {
      if (fate.kind === 'unknown') found.soft.push(item(answer, { why: fate.why, rung: 'withdrawn' }))
      else if (fate.kind === 'same') unaffected += 1
      else {
        const { added, removed, changed, kept } = fate
        const { id, text, pinned, asked } = answer.question
        found.lists.push({ question: text, questionId: id, entry: entry.id, pinned, asked, added, removed, changed, kept })
      }
    },
    unaffected(rung) {
      unaffected += 1
      if (rung !== null) held[rung] = (held[rung] ?? 0) + 1
    },
    view: (rest) => ({
      ...rest,
      withdrawn: found.withdrawn.sort(byWeight),
      altered: found.altered.sort((a, b) => Number(b.change === 'facts') - Number(a.change === 'facts') || byWeight(a, b)),
      contradicted: found.contradicted.sort(byWeight),
      possible: found.possible.sort(byWeight),
      soft: found.soft.sort(byWeight),
      lists: found.lists.sort(byWeight),
      unaffected,
      held,
    }),
  }
}

interface Facts {
  readonly why: string
  readonly rung: Rung | null
  readonly change?: 'facts' | 'wording'
  readonly old?: DiffQuote | null
  readonly now?: NewText | null
}

function item({ question, entry }: StoredAnswer, { why, rung, change = undefined, old = null, now = null }: Facts): DiffItem {
  return {
    question: question.text,
    questionId: question.id,
    entry: entry?.id ?? null,
    pinned: question.pinned,
    asked: question.asked,
    rung,
    why,
    change: change ?? null,
    old,
    new: now === null ? null : quotePlace(now.passage, now.start, now.end),
  }
}

/** Pinned first, then the most asked; ties by the question's words. */
function byWeight(a: Pick<DiffItem, 'pinned' | 'asked' | 'question'>, b: Pick<DiffItem, 'pinned' | 'asked' | 'question'>): number {
  return Number(b.pinned) - Number(a.pinned) || b.asked - a.asked || (a.question < b.question ? -1 : 1)
}
