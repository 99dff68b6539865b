import { alikeDigest } from '../cache/entry.ts'
import { blocksFor, isBlocked } from '../cache/labels/blocks.ts'
import { notWorthIn } from '../preanswer/not-worth.ts'
import { type AdaptedAnswer, adaptNear } from './adapt-near.ts'
import type { AskDependencies, AskSkills, AskTrail } from './ask-types.ts'
import type { ServeTerms } from './check-servable.ts'
import { matchNear, type NearEntryAt, type NearInput } from './match-near.ts'

interface AdaptFromNear {
  readonly dependencies: AskDependencies
  /** As it was matched. */
  readonly request: NearInput
  readonly near: readonly NearEntryAt[]
  readonly skills: AskSkills
  readonly terms: ServeTerms
}

/** Tries to make the answer in each scope out of what was near and not served; null where none can. */
export async function adaptFromNear({ dependencies, request, near, skills, terms }: AdaptFromNear): Promise<AdaptedAnswer | null> {
  const { input, policy, trail } = request
  for (const { at, units, blocks } of request.evidence) {
    const made = await adaptNear({
      dependencies,
      input,
      policy,
      at,
      live: units,
      skills,
      terms,
      economy: request.economy ?? null,
      trail,
      candidates: near.filter((one) => one.at === at),
      matchPart: async (part) => {
        const partTrail: AskTrail = { ...trail, considered: [], match: null }
        const blocked = await blocksFor(dependencies.store.read, at.scope.scope, part.question)
        const evidence = [{ at, units: part.units, blocks: blocked }]
        const own = { ...request, input: { ...input, question: part.question }, vector: part.vector, evidence, trail: partTrail }
        return (await matchNear(own)).served
      },
    })
    if ('reason' in made) {
      const spared = notWorthIn(made.reason)
      if (spared !== null && !trail.detail.includes(spared)) trail.detail += `; ${spared}`
      continue
    }
    const alike = alikeDigest(made.body)
    if (!made.sources.some(({ entry }) => isBlocked(blocks, { id: entry.id, alike }))) return made
  }
  return null
}
