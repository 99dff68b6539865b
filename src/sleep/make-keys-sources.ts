import type { Entry } from '../cache/entry.ts'
import { type Abbreviation, abbreviationsIn } from '../preanswer/keys/abbreviations.ts'
import { splitContext } from '../preanswer/keys/wordings/phrases.ts'
import type { KeyRequest } from '../spec/skills.ts'
import { breathe } from './breathe.ts'
import type { SleepContext } from './sleep-context.ts'

/** What the corpus itself has for the entries whose keys are worded: where their quotes stand, names beside theirs, abbreviations. */
export interface KeySources {
  cited(entry: Entry): KeyRequest['cited']
  siblings(entry: Entry): readonly string[]
  readonly abbreviations: readonly Abbreviation[]
}

const slice = 400
const mostSiblings = 60

interface Place {
  readonly document: string
  readonly path: string
  readonly title: string | null
  readonly place: readonly string[]
  readonly symbol: string | null
}

/** Reads the sources of these entries: their cited passages, the questions of their documents, the texts of these. */
export async function loadKeySources(context: SleepContext, entries: readonly Entry[]): Promise<KeySources> {
  const passages = [...new Set(entries.flatMap((entry) => entry.body.quotes.map((quote) => quote.passage as string)))]
  const places = await placesOf(context, passages)
  const questions = await questionsOf(context, [...new Set(entries.map((entry) => entry.region))])
  const byFolder = new Map<string, Set<string>>()
  for (const [region, texts] of questions) {
    const names = byFolder.get(folderOf(region)) ?? new Set()
    for (const text of texts) {
      const { context: name } = splitContext(text.replace(/[?\s]+$/, ''))
      if (name !== '') names.add(name.replace(/^the /, ''))
    }
    byFolder.set(folderOf(region), names)
  }
  return {
    cited: (entry) => entry.body.quotes.flatMap(({ passage }) => places.get(passage) ?? []),
    siblings(entry) {
      const code = (questions.get(entry.region) ?? []).flatMap((text) => text.match(/`[^`]+`/g) ?? [])
      return [...new Set([...code, ...(byFolder.get(folderOf(entry.region)) ?? [])])].slice(0, mostSiblings)
    },
    abbreviations: await abbreviationsOf(context, [...new Set([...places.values()].map(({ document }) => document))]),
  }
}

function folderOf(region: string): string {
  return region.slice(0, Math.max(0, region.lastIndexOf('/')))
}

async function placesOf(context: SleepContext, passages: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  const found = new Map<string, Place>()
  for (let at = 0; at < passages.length; at += slice) {
    const rows = await context.store.read
      .selectFrom('passages')
      .innerJoin('documents', (join) =>
        join.onRef('documents.scope', '=', 'passages.scope').onRef('documents.document', '=', 'passages.document'),
      )
      .select(['passages.passage', 'passages.document', 'passages.place', 'passages.symbol', 'documents.path', 'documents.title'])
      .where('passages.scope', '=', context.scope)
      .where('passages.passage', 'in', passages.slice(at, at + slice))
      .execute()
    for (const { passage, document, path, place, symbol, title } of rows) {
      const named = symbol === null ? null : (JSON.parse(symbol) as { readonly path: string }).path
      found.set(passage, { document, path, title, place: JSON.parse(place) as readonly string[], symbol: named })
    }
  }
  return found
}

/** Questions with a prepared answer, by region. */
async function questionsOf(context: SleepContext, regions: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>()
  for (let at = 0; at < regions.length; at += slice) {
    const rows = await context.store.read
      .selectFrom('entries')
      .select(['region', 'question_text'])
      .where('scope', '=', context.scope)
      .where('kind', '=', 'answer')
      .where('status', '=', 'verified')
      .where('region', 'in', regions.slice(at, at + slice))
      .orderBy('region')
      .orderBy('entry')
      .execute()
    for (const { region, question_text } of rows) found.set(region, [...(found.get(region) ?? []), question_text])
  }
  return found
}

async function abbreviationsOf(context: SleepContext, documents: readonly string[]): Promise<readonly Abbreviation[]> {
  const found = new Map<string, Abbreviation>()
  for (const document of documents) {
    const rows = await context.store.read
      .selectFrom('passages')
      .innerJoin('versions', (join) =>
        join.onRef('versions.scope', '=', 'passages.scope').onRef('versions.digest', '=', 'passages.version'),
      )
      .select('versions.text')
      .where('passages.scope', '=', context.scope)
      .where('passages.document', '=', document)
      .where('passages.kind', 'in', ['prose', 'list', 'table', 'definition'])
      .where('versions.text', 'like', '%(%')
      .execute()
    for (const { text } of rows) for (const one of abbreviationsIn(text)) if (!found.has(one.short)) found.set(one.short, one)
    await breathe(context)
  }
  return [...found.values()]
}
