import type { PassageState } from '../../corpus/change-hook.ts'

/** A passage at one side of a change, as the rungs see it. */
export type PassageText = Pick<PassageState, 'version' | 'normal' | 'text' | 'kind' | 'language'>
