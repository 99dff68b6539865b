import { rarityOver } from '../../../src/cache/features/rarity.ts'
import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk, MatchWorld } from '../match-ask.ts'
import { dealGroups } from '../protocol/in-folds.ts'
import { joinedGroups } from './joined-groups.ts'
import { type MatchData, sameText } from './match-data.ts'
import type { MatchSet, MatchSplit } from './match-set.ts'

interface FaqRow {
  readonly faq_id: string
  readonly question: string
  readonly answers: readonly string[]
  readonly rephrasings: readonly string[]
}

interface Faq extends FaqRow {
  readonly group: string
}

/**
 * Questions of Stack Exchange's own FAQ, asked in ten rephrasings each, with questions about anything. Three forms: what
 * the rephrasings of FAQs that are not prepared do is what decides.
 */
export interface StackFaqSets {
  /** Half of the FAQs are prepared; their rephrasings and 500 foreign questions are asked. The other half is fitted on. */
  readonly plain: MatchSet
  /** Half of the FAQs are prepared; all rephrasings of all FAQs and 500 foreign questions are asked. Only fitted on other data. */
  readonly all: MatchSet
  /** As `all` within each half, so that the other half can be fitted on: half of a half is prepared. */
  readonly within: MatchSet
  /** As `all`, where the scope's documents are all FAQs with their answers, prepared or not: what a source would bring. */
  readonly documents: MatchSet
  /** As `within`, with the documents of all FAQs. */
  readonly documentsWithin: MatchSet
}

const name = 'stackfaq'

/** Reads the set; rephrasings are asked, never prepared. */
export async function stackFaqSets(data: MatchData): Promise<StackFaqSets> {
  const rows = data.rows<FaqRow>('pairs/stackfaq.jsonl')
  const foreign = data.rows<{ readonly question: string }>('traffic/nq-open.jsonl').map((row) => row.question)
  const unitsOf = (row: FaqRow): readonly string[] => [row.question, ...sentencesOf(row).map((sentence) => `${row.question}\n${sentence}`)]
  const vectorOf = await data.vectorsOf([...rows.flatMap((row) => [...unitsOf(row), ...row.rephrasings]), ...foreign])
  const documents = new Map(
    rows.map((row) => [
      row.faq_id,
      { id: row.faq_id, text: [row.question, ...sentencesOf(row)].join('\n'), units: unitsOf(row).slice(1).map(vectorOf) },
    ]),
  )
  const rarity = rarityOver(rows.flatMap((row) => [row.question, ...row.answers]))
  const groupOf = joinedGroups(rows.map((row) => [row.question, ...row.rephrasings].map(sameText)))
  const faqs = rows.map((row): Faq => ({ ...row, group: `${name}/${groupOf(sameText(row.question))}` }))
  const strangers = foreign.map((text, at) => ({ id: `nq-${at}`, group: `nq-open/${sameText(text)}`, text }))

  const worldOf = (half: readonly Faq[], form: keyof StackFaqSets) =>
    createWorld(
      half.map(({ faq_id, question }) => ({ entry: faq_id, text: question, vector: vectorOf(question) })),
      form.startsWith('documents') ? { rarity, documents } : { rarity },
    )
  const asksOf = (half: readonly Faq[], world: MatchWorld, isPrepared: boolean): readonly MatchAsk[] =>
    half.flatMap(({ faq_id, group, rephrasings }) =>
      rephrasings.map((text, at) => ({
        id: `${faq_id}-${at}`,
        group,
        world,
        text,
        vector: vectorOf(text),
        right: isPrepared ? [faq_id] : [],
      })),
    )
  const splitOf = (seed: number, form: keyof StackFaqSets): MatchSplit => {
    const random = seededRandom(seed)
    const half = dealGroups(faqs, 2, random)
    const side = dealGroups(strangers, 2, random)
    const quarter = [0, 1].map((at) => dealGroups(of(half, at), 2, random))
    const isWithin = form === 'within' || form === 'documentsWithin'
    const asksOfHalf = (at: number): readonly MatchAsk[] => {
      const mine = of(half, at)
      const prepared = isWithin ? mine.filter((faq) => quarter[at]?.get(faq.group) === 0) : mine
      const unprepared = isWithin ? mine.filter((faq) => !prepared.includes(faq)) : of(half, 1 - at)
      const world = worldOf(prepared, form)
      return [
        ...asksOf(prepared, world, true),
        ...(form === 'plain' ? [] : asksOf(unprepared, world, false)),
        ...strangers
          .filter((stranger) => side.get(stranger.group) === at)
          .map((stranger) => ({ ...stranger, world, vector: vectorOf(stranger.text), right: [] })),
      ]
    }
    return { halves: [asksOfHalf(0), asksOfHalf(1)] }
  }
  const setOf = (form: keyof StackFaqSets, about: string): MatchSet => ({
    name: form === 'plain' ? name : `${name} ${form === 'documentsWithin' ? 'documents within' : form}`,
    about,
    isWhole: false,
    split: (seed) => splitOf(seed, form),
  })
  return {
    plain: setOf('plain', 'half of 63 FAQs prepared, one key each; their rephrasings and 500 foreign questions asked'),
    all: { ...setOf('all', 'half of 63 FAQs prepared, one key each; all 630 rephrasings and 500 foreign questions asked'), target: 85 },
    documents: {
      ...setOf('documents', 'as stackfaq all, in a scope that holds all 63 FAQs with their answers'),
      target: 85,
    },
    documentsWithin: {
      ...setOf('documentsWithin', 'as stackfaq within, in a scope that holds all 63 FAQs with their answers'),
      target: 85,
    },
    within: setOf('within', 'a quarter of 63 FAQs prepared, one key each; the rephrasings of a half and 500 foreign questions asked'),
  }

  function of(half: ReadonlyMap<string, number>, at: number): readonly Faq[] {
    return faqs.filter((faq) => half.get(faq.group) === at)
  }
}

/** Of a FAQ's answers, the sentences that say something. */
function sentencesOf({ answers }: FaqRow): readonly string[] {
  return answers
    .flatMap((answer) => answer.split(/(?<=[.!?])\s+|\n+/))
    .map((sentence) => sentence.trim().slice(0, 400))
    .filter((sentence) => sentence.length > 15)
    .slice(0, 12)
}
