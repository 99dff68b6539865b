import type { AskScope } from './ask-types.ts'
import type { MatchMeans } from './match-means.ts'

interface Foreseen {
  readonly match: MatchMeans
  readonly scopes: readonly AskScope[]
  readonly policy: string
  readonly question: string
}

/**
 * Reads and takes apart what the match decision will need that does not hang on the question's vector, which is made
 * elsewhere meanwhile. Nothing is decided and nothing returned: what is not ready then is awaited there, and what fails here
 * fails there again.
 */
export async function foreseeMatch({ match, scopes, policy, question }: Foreseen): Promise<void> {
  const { content } = match.formOf(question)
  const learn = async () => (await match.words()).learn?.(content.map(({ word }) => word))
  await Promise.all([learn(), ...scopes.flatMap((scope) => [scope.keysFor(policy), match.basisOf(scope)])])
}
