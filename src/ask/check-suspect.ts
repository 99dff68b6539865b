import type { Entry } from '../cache/entry.ts'
import { roundTripPassages } from '../lineage/watches/make-watch.ts'
import { type Admission, stillAdmissible } from '../preanswer/still-admissible.ts'
import { toQuestion } from '../predict/questions-table.ts'
import { storedVectors } from '../retrieve/stored-vectors.ts'
import { keyVectorDigest } from '../spec/key-vector.ts'
import type { ScoredUnit } from '../spec/skills.ts'
import type { AskDependencies, ReadyScope } from './ask-types.ts'

/** As many as a sleep shows. */
const units = 24
/** A folder that changes faster than this is judged by its last look. */
const rounds = 4

/**
 * The one check a suspect entry needs before it is served, lists apart: a search with the stored vector of its question
 * over the scope as this ask found it, then the admission of a sleep. Neither a model nor an embedding; about 5 ms.
 */
export async function suspectHolds(
  { store, embedder }: Pick<AskDependencies, 'store' | 'embedder'>,
  at: ReadyScope,
  entry: Entry,
): Promise<Admission> {
  const { scope } = at.scope
  const digest = keyVectorDigest(entry.questionText)
  const vector = (await storedVectors(store.read, scope, embedder.name, [digest])).get(digest) ?? null
  // By words alone too little is found to say again that there is nothing.
  if (entry.kind === 'absence' && vector === null) return { holds: false, reason: 'its question has no vector yet' }
  const evidence = await currentUnits(at, entry.questionText, vector)
  return stillAdmissible({
    question: entry.questionText,
    kind: entry.kind,
    body: entry.body,
    isApproved: (entry.approvedAt ?? null) !== null,
    roundTrip: (await isFromClaim(store, entry)) ? roundTripPassages : null,
    evidence,
  })
}

/** Whether the entry is the quotation of a claim, which was admitted by its round trip. */
async function isFromClaim(store: AskDependencies['store'], entry: Entry): Promise<boolean> {
  if (entry.model !== null || entry.preparedBy !== 'sleep') return false
  const row = await store.read
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', entry.scope)
    .where('question', '=', entry.question)
    .executeTakeFirst()
  return row !== undefined && toQuestion(row).about.kind === 'claim'
}

async function currentUnits({ now }: ReadyScope, question: string, vector: Int8Array | null): Promise<readonly ScoredUnit[]> {
  const search = () => now.search({ question, vector, limit: units })
  let found = await search()
  for (let round = 0; round < rounds && (await now.confirm(found)); round++) found = await search()
  return found
}
