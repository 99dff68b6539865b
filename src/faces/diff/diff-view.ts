import type { Rung } from '../../spec/evidence.ts'

/** What {@link DiffView} is asked for: at most one of `range` and `folder`; neither is the folder as it is now. */
export interface DiffOptions {
  readonly signal?: AbortSignal
  /** `A..B`, `A...B`, or one revision R: from R to the working tree. Read from git in the folder. */
  readonly range?: string
  /** A folder, absolute or relative to Reverie's own, whose files are the new state of everything that is read. */
  readonly folder?: string
  /** Embeds new text, so that it is searched by meaning too. Default: new text is found by its words. */
  readonly embed?: boolean
  /** At most this many changed files are compared; the rest is counted. Default 2,000. */
  readonly maxFiles?: number
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly path: string }) => void
}

/**
 * What a change of the sources does to the prepared answers, against what is stored: nothing was written, no model was
 * called. An answer is in one of the lists, or counted in `unaffected`.
 */
export interface DiffView {
  readonly scope: string
  readonly compared: DiffCompared
  readonly files: DiffFiles
  /** What it quotes is gone, and nothing like it stands there. */
  readonly withdrawn: readonly DiffItem[]
  /** What it quotes says something else now; what changes a fact (a number, a name, a negation) comes first. */
  readonly altered: readonly DiffItem[]
  /** What it quotes still stands, but new text elsewhere says otherwise. */
  readonly contradicted: readonly DiffItem[]
  /** Asked, missed or pinned questions without an answer that the new text answers, and answers whose source is back. */
  readonly possible: readonly DiffItem[]
  /** Served with a mark, or after a check: what it quotes moved, or what it was shown beside it has changed. */
  readonly soft: readonly DiffItem[]
  /** Complete lists whose members differ. */
  readonly lists: readonly DiffList[]
  /** Prepared answers that stay as they are. */
  readonly unaffected: number
  /** Of those, how many the change reached and at which rung it stopped. */
  readonly held: Readonly<Partial<Record<Rung, number>>>
  /** New questions that a sleep would predict of the changed files. */
  readonly predicted: DiffPredicted
  /** What the reader must know: caps that were reached, files stored in another version. */
  readonly notes: readonly string[]
}

export interface DiffCompared {
  readonly kind: 'working-tree' | 'range' | 'folder'
  /** As a person names it: `main..feature`, `the folder as it is now`, a path. */
  readonly label: string
  /** Commits by their full id, where git was read. */
  readonly from: string | null
  readonly to: string | null
}

/** The files that differ, by path. */
export interface DiffFiles {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  /** Files of a range that are not stored in the version the range starts from; they are compared with what is stored. */
  readonly otherwiseStored: readonly string[]
  /** Files of a range that are stored as it leaves them: for them nothing is to be done. */
  readonly alreadyStored: number
  /** Files beyond the cap, not compared. */
  readonly uncompared: number
}

export interface DiffItem {
  readonly question: string
  readonly questionId: string
  /** The prepared answer, or null where there is none yet. */
  readonly entry: string | null
  readonly pinned: boolean
  /** Times it was asked. */
  readonly asked: number
  readonly rung: Rung | null
  /** In words, why it is in this list. */
  readonly why: string
  /** Of an altered answer: whether a fact changed or only its wording. */
  readonly change: 'facts' | 'wording' | null
  /** What it quotes, where that stands in what is stored. */
  readonly old: DiffQuote | null
  /** What stands there, says otherwise or answers, where that stands in the new state. */
  readonly new: DiffQuote | null
}

export interface DiffQuote {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly quote: string
}

export interface DiffList {
  readonly question: string
  readonly questionId: string
  readonly entry: string
  readonly pinned: boolean
  readonly asked: number
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Members that are said otherwise. */
  readonly changed: readonly string[]
  /** Members that stay as they are. */
  readonly kept: number
}

export interface DiffPredicted {
  readonly count: number
  readonly examples: readonly string[]
  /** Changed files that were read for it, and those beyond the cap. */
  readonly documents: number
  readonly left: number
}

/** What `--fail-on` can name. */
export const diffFailures = ['withdrawn', 'altered', 'contradicted', 'pinned'] as const
export type DiffFailure = (typeof diffFailures)[number]
