import type { EditedPlace } from './edited-place.ts'

/** What kind of change a case is about; each kind is run in a folder of its own. */
export type EditKind = 'sentence' | 'place' | 'layout' | 'list' | 'code' | 'file' | 'time' | 'elsewhere'

/**
 * One edit of prepared documents, with what must stay and what must go. `§` stands for a word that only this case has, in
 * files, edits and phrases alike.
 */
export interface EditCase {
  readonly kind: EditKind
  readonly name: string
  /** Files before the edit, by path within the case. */
  readonly files: Readonly<Record<string, string>>
  /** Questions asked before the edit that nothing answers. */
  readonly unanswered?: readonly string[]
  readonly edit: (place: EditedPlace) => void | Promise<void>
  /** Parts of prepared answers: whatever was prepared with them is a hit still, at once. */
  readonly stays: readonly string[]
  /** Parts of prepared answers: no hit has them any more. */
  readonly goes: readonly string[]
  /** Parts of prepared answers whose entries must have been doubted: checked, whatever came of it. */
  readonly doubted?: readonly string[]
  /** Members a complete list must have now, all of them where it has one. */
  readonly members?: readonly string[]
  /** What became of the unanswered questions. */
  readonly outcome?: 'answered' | 'still-unanswered'
  /** Why more goes than must, as yet: the case is run and must fail. */
  readonly gap?: string
  /** The next sleep has nothing to make. */
  readonly costsNothing?: true
}

/** The text with the case's own word. */
export function withWord(text: string, word: string): string {
  return text.replaceAll('§', word)
}
