import type { DocumentSummary } from '../corpus/documents.ts'
import { allowedDrafts } from '../predict/allowed-drafts.ts'
import { callerQuestions } from '../predict/code/caller-questions.ts'
import { predictStatements } from '../predict/questions-table.ts'
import { bumpRevision } from '../spec/revision.ts'
import type { SkillDocument } from '../spec/skills.ts'
import { claimsByDocument } from './distil-groups.ts'
import { commit, type SleepContext } from './sleep-context.ts'

/** Questions that only all of a scope's code together can answer: who calls a function. */
export async function predictCallers(
  context: SleepContext,
  outlines: readonly SkillDocument[],
  documents: readonly DocumentSummary[],
): Promise<void> {
  const code = documents.filter((document) => document.format === 'code')
  if (code.length === 0) return
  const claims = [...(await claimsByDocument(context, code)).values()].flat()
  const drafts = callerQuestions(outlines, claims)
  if (drafts.length === 0) return
  const db = context.store.read
  await commit(context, [
    bumpRevision(db, context.scope),
    ...predictStatements(db, context.scope, await allowedDrafts(db, context.scope, drafts), context.clock.now()),
  ])
}
