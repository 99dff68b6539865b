import { isTestPath } from '../../distil/code/is-test-path.ts'
import type { Digest } from '../../spec/digest.ts'
import type { PassageId } from '../../spec/ids.ts'
import { normaliseQuestion } from '../../spec/normalise-question.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import type { SkillDocument } from '../../spec/skills.ts'
import { distinctPlaces, moduleOf, sharedFolders } from './distinct-places.ts'

/** Names that say nothing without their file: single short words in lower case. */
const vague = /^[a-z]{1,7}$/

/**
 * Makes the questions about code of a whole scope tell their subjects apart: where several files define the symbol a
 * question names, it gets the shortest part of the path that tells them apart ("`parse()` in v4/core"); a vague name
 * gets its file. The same question about the same text, and questions that then still read alike, are one. `region` of a
 * draft is the path of its document; drafts about other documents pass unchanged.
 */
export function disambiguate(drafts: readonly QuestionDraft[], documents: readonly SkillDocument[]): readonly QuestionDraft[] {
  const files = filesBySymbol(documents)
  const paths = documents.map((document) => document.path)
  const known = new Set(paths)
  const shared = sharedFolders(paths)
  const symbols = new Map(
    documents.flatMap((document) =>
      document.passages.map((passage) => [passage.id, passage.symbol?.path ?? passage.place.join('.')] as const),
    ),
  )
  const versions = new Map(documents.flatMap((document) => document.passages.map((passage) => [passage.id, passage.version] as const)))
  const kept = new Map<string, QuestionDraft>()
  const seen = new Set<string>()
  for (const draft of drafts) {
    const twin = twinKey(draft, versions)
    if (twin !== null && seen.has(twin)) continue
    if (twin !== null) seen.add(twin)
    const text = known.has(draft.region) ? withPlace(draft, files, shared, symbols) : draft.text
    const key = normaliseQuestion(text)
    const other = kept.get(key)
    if (other === undefined || other.probability < draft.probability) kept.set(key, { ...draft, text })
  }
  return [...kept.values()]
}

/** The same question about the same text in two files (a build beside its source) is asked once. */
function twinKey(draft: QuestionDraft, versions: ReadonlyMap<PassageId, Digest>): string | null {
  if (draft.about.kind !== 'claim' || draft.about.passages.length === 0) return null
  const stated = draft.about.passages.map((passage) => versions.get(passage) ?? passage)
  return `${normaliseQuestion(draft.text)} ${stated.join(' ')}`
}

/** Paths of the files that define each symbol, by its whole path as a question writes it. */
function filesBySymbol(documents: readonly SkillDocument[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, Set<string>>()
  for (const document of documents) {
    if (document.format !== 'code' || isTestPath(document.path)) continue
    for (const passage of document.passages) {
      if (passage.symbol === null) continue
      const known = files.get(passage.symbol.path)
      if (known === undefined) files.set(passage.symbol.path, new Set([document.path]))
      else known.add(document.path)
    }
  }
  return new Map([...files].map(([name, paths]) => [name, [...paths].sort()]))
}

function withPlace(
  draft: QuestionDraft,
  files: ReadonlyMap<string, readonly string[]>,
  shared: number,
  symbols: ReadonlyMap<string, string>,
): string {
  const passage = draft.about.kind === 'claim' && draft.about.claims.length === 1 ? draft.about.passages[0] : undefined
  const owner = passage === undefined ? undefined : symbols.get(passage)
  const subject = subjectOf(draft.text, draft.region, files, owner ?? '')
  if (subject === null) return draft.text
  const { name, end } = subject
  const places = files.get(name) ?? []
  const isAlone = new Set(places.map(moduleOf)).size < 2
  if (isAlone && !vague.test(name)) return draft.text
  const place = isAlone ? fileOf(draft.region) : distinctPlaces(places, shared).get(draft.region)
  if (place === undefined || draft.text.includes(place)) return draft.text
  return `${draft.text.slice(0, end)} in ${place}${draft.text.slice(end)}`
}

/** The first name in backticks that this file defines, with the offset after its closing backtick. */
function subjectOf(
  text: string,
  path: string,
  files: ReadonlyMap<string, readonly string[]>,
  owner: string,
): { readonly name: string; readonly end: number } | null {
  const names = [...text.matchAll(/`([^`]+)`/g)]
  const ofOwner = names.filter((match) => match[1]?.replace(/\(\)$/, '') === owner || (owner !== '' && match[1]?.startsWith(`${owner}.`)))
  for (const match of [...ofOwner, ...names]) {
    const written = (match[1] ?? '').replace(/\(\)$/, '')
    for (let name = written; name !== ''; name = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '') {
      if (files.get(name)?.includes(path) === true) return { name, end: match.index + match[0].length }
    }
  }
  return null
}

function fileOf(path: string): string {
  const parts = path.split('/')
  const file = parts.at(-1) ?? path
  return parts.length > 1 && /^(?:index|__init__|mod|lib)\.[^.]+$/.test(file) ? (parts.at(-2) ?? file) : file
}
