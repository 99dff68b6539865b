import { codeEdits } from './code-edits.ts'
import type { EditCase } from './edit-case.ts'
import { elsewhereEdits } from './elsewhere-edits.ts'
import { fileEdits } from './file-edits.ts'
import { layoutEdits } from './layout-edits.ts'
import { listEdits } from './list-edits.ts'
import { placeEdits } from './place-edits.ts'
import { sentenceEdits } from './sentence-edits.ts'
import { timeEdits } from './time-edits.ts'

/** The adversarial set: edits of all kinds with what must stay and what must go. */
export const editCases: readonly EditCase[] = [
  ...sentenceEdits,
  ...placeEdits,
  ...layoutEdits,
  ...listEdits,
  ...codeEdits,
  ...fileEdits,
  ...timeEdits,
  ...elsewhereEdits,
]
