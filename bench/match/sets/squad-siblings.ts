import { rarityOver } from '../../../src/cache/features/rarity.ts'
import { digest } from '../../../src/spec/digest.ts'
import { createWorld } from '../create-world.ts'
import type { MatchAsk } from '../match-ask.ts'
import type { MatchData } from './match-data.ts'
import { plainVariants } from './plain-variants.ts'

interface Article {
  readonly doc_id: string
  readonly title: string
  readonly paragraphs: readonly { readonly pid: string; readonly text: string }[]
  readonly questions: readonly {
    readonly qid: string
    readonly pid: string
    readonly question: string
    readonly answerable: boolean
    readonly answers: readonly { readonly start: number }[]
  }[]
}

interface Asked {
  readonly id: string
  readonly text: string
  /** The sentence that holds the gold answer. */
  readonly sentence: string
}

/**
 * Questions that people asked of whole articles: half of an article's are prepared, each citing the sentence of its gold
 * answer; the others are asked, and where no prepared one cites their sentence whatever is served is wrong. These are what
 * minimal edits are not: other questions about the same thing in other words. The prepared ones are asked too, varied as
 * nobody means anything by.
 */
export async function squadSiblings(data: MatchData, options: { readonly articles?: number } = {}): Promise<readonly MatchAsk[]> {
  const articles = data.rows<Article>('docqa/squad2-dev.jsonl').slice(0, options.articles)
  const asks: MatchAsk[] = []
  for (const article of articles) {
    const sentences = article.paragraphs.flatMap(({ pid, text }) =>
      sentencesOf(text).map((one) => ({ ...one, id: `${pid}/${one.start}`, pid })),
    )
    const asked = article.questions.flatMap(({ qid, pid, question, answerable, answers }): readonly Asked[] => {
      const start = answers[0]?.start
      const sentence = sentences.find((one) => one.pid === pid && start !== undefined && one.start <= start && start < one.end)
      return answerable && sentence !== undefined ? [{ id: qid, text: question, sentence: sentence.id }] : []
    })
    const isPrepared = ({ id }: Asked) => digest('sibling', id) < digest('sibling', article.doc_id)
    const prepared = asked.filter(isPrepared)
    const unitOf = (text: string) => `${article.title}\n${text}`
    const variants = prepared.map((one) => plainVariants(one.text).slice(0, 2))
    const vectorOf = await data.vectorsOf([
      ...sentences.map(({ text }) => unitOf(text)),
      ...asked.map(({ text }) => text),
      ...variants.flat(),
    ])
    const documents = new Map(sentences.map(({ id, text }) => [id, { id, text: unitOf(text), units: [vectorOf(unitOf(text))] }]))
    for (const { id, sentence } of prepared) {
      const own = documents.get(sentence)
      if (own !== undefined) documents.set(id, own)
    }
    const world = createWorld(
      prepared.map(({ id, text }) => ({ entry: id, text, vector: vectorOf(text) })),
      { rarity: rarityOver(sentences.map(({ text }) => text)), documents },
    )
    const cited = new Set(prepared.map(({ sentence }) => sentence))
    const group = `squad/${article.doc_id}`
    for (const { id, text, sentence } of asked) {
      if (cited.has(sentence)) continue
      asks.push({ id, group, world, text, vector: vectorOf(text), right: [] })
    }
    prepared.forEach(({ id }, at) => {
      for (const text of variants[at] ?? []) asks.push({ id: `${id}/${text}`, group, world, text, vector: vectorOf(text), right: [id] })
    })
  }
  return asks
}

function sentencesOf(text: string): readonly { readonly start: number; readonly end: number; readonly text: string }[] {
  return [...text.matchAll(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*\s*/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0].trim(),
  }))
}
