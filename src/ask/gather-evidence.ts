import { orderCodeEvidence } from '../predict/code/code-evidence-order.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { ReadyScope } from './ask-types.ts'

const units = 24
/** A folder that changes faster than this is answered from its last look. */
const rounds = 4

/**
 * The units nearest to a question whose documents are as their sources have them: documents the walk did not reach are
 * compared when they are found, and where one differs the search is made again over it as it is now. `recalled`: what the
 * first search would find, where that is known.
 */
export async function gatherEvidence(
  { now }: ReadyScope,
  question: string,
  vector: Int8Array,
  recalled: readonly ScoredUnit[] | null = null,
): Promise<readonly ScoredUnit[]> {
  const search = async () => orderCodeEvidence(question, await now.search({ question, vector, limit: units }))
  let found = recalled === null ? await search() : orderCodeEvidence(question, recalled)
  for (let round = 0; round < rounds && (await now.confirm(found)); round++) found = await search()
  return found
}
