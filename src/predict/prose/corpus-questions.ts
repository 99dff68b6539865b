import type { Claim } from '../../spec/claim.ts'
import type { PassageId } from '../../spec/ids.ts'
import type { QuestionDraft } from '../../spec/question.ts'
import { isAskable } from './question-filter.ts'

/** One document as questions about the whole see it. */
export interface CorpusDocument {
  readonly path: string
  readonly title: string | null
  readonly claims: readonly Claim[]
  readonly passages: readonly { readonly id: PassageId; readonly place: readonly string[] }[]
}

/**
 * Questions about everything at once that need no model: what the project does, how it is installed, built and tested.
 * Each only where the front page (README, else index, of the root) states it: in a definition of the project, or in a
 * command that is typed under a heading of that name. The complete lists over everything are asked by
 * `listQuestions`.
 */
export function corpusQuestions(documents: readonly CorpusDocument[]): readonly QuestionDraft[] {
  const front = frontPage(documents)
  if (front === null) return []
  const name = nameOf(front)
  const drafts: QuestionDraft[] = []
  const about = definitionOf(front, name)
  if (about !== null) {
    drafts.push(draft('What does this project do?', 0.6, front, [about]))
  }
  for (const { heading, verb, likelihood } of tasks) {
    const claims = front.claims.filter(
      (claim) => isProved(claim) && claim.quotes.some((quote) => typed.test(quote.text)) && isUnder(front, claim, heading),
    )
    if (claims.length > 0) drafts.push(draft(`How do I ${verb} ${name ?? 'this project'}?`, likelihood, front, claims.slice(0, 3)))
  }
  return drafts.filter(({ text }) => isAskable(text) || /this project/.test(text))
}

/** What is typed to do something: a line that begins with a tool. */
const typed =
  /^\s*(?:[$>] )?(?:sudo )?(?:npm|npx|yarn|pnpm|bun|deno|node|pip3?|pipx|uv|poetry|python3?|cargo|rustup|go|brew|apt(?:-get)?|dnf|apk|docker|podman|helm|kubectl|git|make|cmake|curl|wget|gem|bundle|composer|mvn|gradle|\.\/[\w.-]+) \S/m

const tasks = [
  { heading: /^(?:installation|install|installing|getting started|quick ?start|set ?up)\b/i, verb: 'install', likelihood: 0.6 },
  { heading: /^(?:building|build|build from source|compiling)\b/i, verb: 'build', likelihood: 0.35 },
  { heading: /^(?:running (?:the )?tests|tests?|testing)\b/i, verb: 'test', likelihood: 0.3 },
] as const

function frontPage(documents: readonly CorpusDocument[]): CorpusDocument | null {
  for (const name of [/^readme\.(?:md|markdown|txt|rst)$/i, /^readme$/i, /^(?:docs\/)?index\.(?:md|html)$/i, /^docs\/readme\.md$/i]) {
    const found = documents.find(({ path }) => name.test(path))
    if (found !== undefined) return found
  }
  return null
}

/** How the project is called: the front page's title where it reads as a name, in one to three words. */
function nameOf({ title }: CorpusDocument): string | null {
  const name = (title ?? '').trim()
  if (!/^[\p{L}@][\p{L}\p{N}@/._+-]*(?: [\p{Lu}\p{N}][\p{L}\p{N}._+-]*){0,2}$/u.test(name)) return null
  return /^(?:readme|index|home|welcome|introduction|overview|documentation|docs|about|getting started|untitled)\b/i.test(name)
    ? null
    : name
}

/** What the front page says the project is: its first definition, of the project by name where the name is known. */
function definitionOf({ claims }: CorpusDocument, name: string | null): Claim | null {
  const definitions = claims.filter((claim) => claim.type === 'definition' && isProved(claim))
  if (name !== null) {
    const plain = name.toLowerCase()
    const own = definitions.find((claim) => claim.subject.replace(/[`*]/g, '').toLowerCase() === plain)
    return own ?? definitions.find((claim) => claim.text.replace(/[`*]/g, '').toLowerCase().startsWith(`${plain} `)) ?? null
  }
  return definitions.find((claim) => /^this (?:project|library|tool|package|repository|program|app)\b/i.test(claim.text)) ?? null
}

/** Whether a claim is quoted from a section of that name. */
function isUnder({ passages }: CorpusDocument, claim: Claim, heading: RegExp): boolean {
  const quoted = new Set(claim.quotes.map((quote) => quote.passage))
  return passages.some(({ id, place }) => quoted.has(id) && place.some((part) => heading.test(part.replace(/^[^\p{L}]+/u, ''))))
}

function isProved(claim: Claim): boolean {
  return claim.stamp !== 'unverified' && claim.quotes.length > 0
}

function draft(text: string, probability: number, { path }: CorpusDocument, claims: readonly Claim[]): QuestionDraft {
  const passages = [...new Set(claims.flatMap((claim) => claim.quotes.map((quote) => quote.passage)))]
  return { text, origin: 'corpus', probability, region: path, about: { kind: 'claim', claims: claims.map(({ id }) => id), passages } }
}
