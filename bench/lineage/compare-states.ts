import { openSqliteStore } from '../../src/adapters/store/sqlite/open-sqlite-store.ts'
import { openScopeView, type ScopeView } from '../../src/retrieve/scope-view.ts'
import { systemClock } from '../../src/spec/clock.ts'
import type { Embedder } from '../../src/spec/embedder.ts'
import type { ScopeId } from '../../src/spec/ids.ts'
import type { PreparedAnswer, ScopeState } from '../../src/testing/scope-state.ts'

/** Differences between what was carried through a history and a rebuild from nothing; each list should be empty. */
export interface Differences {
  readonly passages: readonly string[]
  readonly claimsMissing: readonly string[]
  readonly claimsExtra: readonly string[]
  readonly unsupported: readonly string[]
  readonly notAllowed: readonly string[]
  readonly lists: readonly string[]
}

export const differenceClasses = ['passages', 'claimsMissing', 'claimsExtra', 'unsupported', 'notAllowed', 'lists'] as const

/** Passages a question must bring its own back among; and units a reader is shown. */
const roundTrip = 3
const shownUnits = 24

export interface Rebuild {
  readonly state: ScopeState
  readonly database: string
  readonly embedder: Pick<Embedder, 'name' | 'dimensions' | 'embedQuestion'>
}

/** Compares as G3 has it: `carried` must be a valid output of the recipes on what is there now. */
export async function compareStates(carried: ScopeState, rebuild: Rebuild): Promise<Differences> {
  const paths = [...new Set([...carried.passages.keys(), ...rebuild.state.passages.keys()])]
  const passages = paths.filter((path) => !same(carried.passages.get(path), rebuild.state.passages.get(path)))
  const claimPaths = [...new Set([...carried.claims.keys(), ...rebuild.state.claims.keys()])]
  const lacking = (of: ScopeState, other: ScopeState): readonly string[] =>
    claimPaths.flatMap((path) => minus(of.claims.get(path) ?? [], other.claims.get(path) ?? []).map(() => path))
  return {
    passages,
    claimsMissing: lacking(rebuild.state, carried),
    claimsExtra: lacking(carried, rebuild.state),
    unsupported: carried.unsupported,
    notAllowed: await notAllowed(carried, rebuild),
    lists: differingLists(carried, rebuild.state),
  }
}

/** Answers that a rebuild neither prepared alike nor would admit by its own search. */
async function notAllowed(carried: ScopeState, { state, database, embedder }: Rebuild): Promise<readonly string[]> {
  const store = await openSqliteStore({ path: database, clock: systemClock })
  try {
    const view = openScopeView({ store, scope: 'default' as ScopeId, embedder })
    await view.refresh()
    const found: string[] = []
    for (const [id, answer] of carried.answers) {
      if (answer.shape === 'list' || state.answers.get(id)?.alike === answer.alike) continue
      if (!(await isAdmitted(answer, view, embedder))) found.push(answer.question)
    }
    return found
  } finally {
    await store.close()
  }
}

async function isAdmitted(answer: PreparedAnswer, view: ScopeView, embedder: Rebuild['embedder']): Promise<boolean> {
  const vector = await embedder.embedQuestion(answer.question)
  const units = await view.search({ question: answer.question, vector, limit: shownUnits })
  const admitted = new Set<string>()
  for (const unit of units) {
    if (answer.about.kind === 'claim' && admitted.size >= roundTrip && !admitted.has(unit.version)) break
    admitted.add(unit.version)
  }
  return answer.rests.some(({ version }) => admitted.has(version))
}

/** Complete lists of a file or folder; topics keep their own membership and are outside the comparison. */
function differingLists(carried: ScopeState, rebuilt: ScopeState): readonly string[] {
  const lists = (state: ScopeState): ReadonlyMap<string, PreparedAnswer> =>
    new Map([...state.answers].filter(([, { shape, about }]) => shape === 'list' && about.kind === 'list' && about.list.level !== 'topic'))
  const [own, other] = [lists(carried), lists(rebuilt)]
  const ids = new Set([...own.keys(), ...other.keys()])
  return [...ids].flatMap((id) => {
    const [one, two] = [own.get(id), other.get(id)]
    if (one !== undefined && two !== undefined && one.alike === two.alike) return []
    const how = one === undefined ? 'only in the rebuild' : two === undefined ? 'not in the rebuild' : 'other members'
    return [`"${(one ?? two)?.question ?? id}": ${how}`]
  })
}

function same(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one !== undefined && other !== undefined && one.length === other.length && one.every((value, at) => value === other[at])
}

/** What `one` has more of than `other`. */
function minus(one: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const value of other) left.set(value, (left.get(value) ?? 0) + 1)
  return one.filter((value) => {
    const count = left.get(value) ?? 0
    if (count > 0) left.set(value, count - 1)
    return count === 0
  })
}
