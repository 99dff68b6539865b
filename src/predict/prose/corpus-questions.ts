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
 * Questions about everything at once that need no model: what the project does, how it is installed, built, tested and
 * run. Each only where a page for the whole states it: the front page (README, else index, of the root) in a definition of
 * the project or in a command that is typed under a heading of that name; for what the front page leaves out, the root's
 * pages for contributors, and pages named after installing or starting whose command names the project. The complete lists
 * over everything are asked by `listQuestions`.
 */
export function corpusQuestions(documents: readonly CorpusDocument[]): readonly QuestionDraft[] {
  const front = frontPage(documents)
  if (front === null) return []
  const name = nameOf(front)
  const drafts: QuestionDraft[] = []
  const about = definitionOf(front, name)
  if (about !== null) drafts.push(draft(`What does ${name ?? 'this project'} do?`, 0.6, front, [about]))
  const others = documents
    .filter((document) => document !== front)
    .sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
  for (const task of tasks) {
    const found =
      statedUnder(front, task) ??
      firstOf(others, (page) => {
        if (page.path.includes('/') || !task.page.test(page.path)) return null
        return statedUnder(page, task)
      }) ??
      (task.isNamed && name !== null ? firstOf(others, (page) => statedOnPage(page, task, name)) : null)
    if (found !== null) drafts.push(draft(`How do I ${task.verb} ${name ?? 'this project'}?`, task.likelihood, found.page, found.claims))
  }
  return drafts.filter(({ text }) => isAskable(text) || /this project/.test(text))
}

/** Whether a document may be asked about as a page for the whole: no other has to be read for {@link corpusQuestions}. */
export function isCorpusPage(path: string): boolean {
  return frontPages.some((page) => page.test(path)) || tasks.some(({ page }) => page.test(path)) || startPage.test(path)
}

/** What is typed to do something: a line that begins with a tool. */
const typed =
  /^\s*(?:[$>] )?(?:sudo )?(?:npm|npx|yarn|pnpm|bun|deno|node|pip3?|pipx|uv|poetry|python3?|cargo|rustup|go|brew|apt(?:-get)?|dnf|apk|docker|podman|helm|kubectl|git|make|cmake|curl|wget|gem|bundle|composer|mvn|gradle|\.\/[\w.-]+) \S/m

interface Task {
  /** Of sections that say how it is done. */
  readonly heading: RegExp
  /** What a command of it holds, where any of the section's does. */
  readonly command: RegExp
  /** Pages of the root that say it where the front page does not. */
  readonly page: RegExp
  readonly verb: string
  readonly likelihood: number
  /** Whether a page below the root may say it of the project by name. */
  readonly isNamed: boolean
}

const tasks: readonly Task[] = [
  {
    heading: /^(?:installation|install|installing|getting started|quick ?start|set ?up)\b/i,
    command: /\b(?:install|add|get|clone|pull|i|create|init|setup|curl|wget)\b/,
    page: /^install(?:ation|ing)?\.\w+$/i,
    verb: 'install',
    likelihood: 0.6,
    isNamed: true,
  },
  {
    heading: /^(?:building|build|build from source|compiling|compilation)\b(?! (?:the )?(?:docs?\b|documentation|website|status))/i,
    command: /\b(?:build|compile|make|cmake|package|bundle)\b/,
    page: /^(?:build(?:ing)?|contributing|development|hacking)\.\w+$/i,
    verb: 'build',
    likelihood: 0.35,
    isNamed: false,
  },
  {
    heading: /^(?:running (?:the )?(?:unit )?tests|run (?:the )?tests|tests?|testing)\b/i,
    command: /\b(?:tests?|check|verify|pytest|tox)\b/,
    page: /^(?:testing|contributing|development|hacking)\.\w+$/i,
    verb: 'test',
    likelihood: 0.3,
    isNamed: false,
  },
]

/** A page that is named after beginning with something. */
const startPage = /(?:^|\/)(?:getting[-_ ]?started|quick[-_ ]?start|install(?:ation|ing)?)\.\w+$/i

const frontPages = [/^readme\.(?:md|markdown|txt|rst)$/i, /^readme$/i, /^(?:docs\/)?index\.(?:md|html)$/i, /^docs\/readme\.md$/i]

function frontPage(documents: readonly CorpusDocument[]): CorpusDocument | null {
  for (const name of frontPages) {
    const found = documents.find(({ path }) => name.test(path))
    if (found !== undefined) return found
  }
  return null
}

interface Stated {
  readonly page: CorpusDocument
  readonly claims: readonly Claim[]
}

/** Commands under a heading of that name; those that do what it says rather than what prepares or follows it. */
function statedUnder(page: CorpusDocument, { heading, command }: Task): Stated | null {
  const claims = commandsOf(page).filter((claim) => isUnder(page, claim, heading))
  const own = claims.filter((claim) => claim.quotes.some(({ text }) => command.test(text)))
  return own.length === 0 ? null : { page, claims: own.slice(0, 3) }
}

/** The first command of a page for beginners that does it to the project by its name. */
function statedOnPage(page: CorpusDocument, { command }: Task, name: string): Stated | null {
  if (!startPage.test(page.path)) return null
  const word = name.toLowerCase().replace(/ /g, '-')
  const own = commandsOf(page).find((claim) => claim.quotes.some(({ text }) => command.test(text) && text.toLowerCase().includes(word)))
  return own === undefined ? null : { page, claims: [own] }
}

function commandsOf({ claims }: CorpusDocument): readonly Claim[] {
  return claims.filter((claim) => isProved(claim) && claim.quotes.some((quote) => typed.test(quote.text)))
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}

function depth(path: string): number {
  return path.split('/').length
}

/** How the project is called: the front page's title, or what stands on one side of its colon or dash, where that reads as a name of one to three words. */
function nameOf({ title }: CorpusDocument): string | null {
  const whole = (title ?? '').trim()
  for (const part of [whole, ...whole.split(/:\s| [-–—|] /)]) {
    const name = part.replace(/^[^\p{L}@]+|[^\p{L}\p{N})]+$/gu, '')
    if (!/^[\p{L}@][\p{L}\p{N}@/._+-]*(?: [\p{Lu}\p{N}][\p{L}\p{N}._+-]*){0,2}$/u.test(name)) continue
    if (
      /^(?:readme|index|home|welcome|introduction|overview|documentation|docs|about|getting started|installation|install|usage|setup|guide|manual|handbook|reference|api|notes|untitled|project|my|our|the|a|an)\b/i.test(
        name,
      )
    )
      continue
    // Half of a sentence is no name: a word of its own language is spelled small.
    if (part === whole || /^[a-z@][\w@/.-]*$/.test(name) || /^\p{Lu}\S*$/u.test(name)) return name
  }
  return null
}

/**
 * What the front page says the project is: its first definition, of the project by name where the name is known; else what
 * it says before its first section that the project by name does.
 */
function definitionOf({ claims, passages, title }: CorpusDocument, name: string | null): Claim | null {
  const definitions = claims.filter((claim) => claim.type === 'definition' && isProved(claim))
  if (name !== null) {
    const plain = name.toLowerCase()
    const own = definitions.find((claim) => claim.subject.replace(/[`*]/g, '').toLowerCase() === plain)
    if (own !== undefined) return own
    const opens = (claim: Claim): boolean => claim.text.replace(/[`*]/g, '').toLowerCase().startsWith(`${plain} `)
    const opening = new Set(passages.flatMap(({ id, place }) => (place.every((part) => part === title) ? [id] : [])))
    const begins = (claim: Claim): boolean => claim.quotes.every((quote) => opening.has(quote.passage))
    return (
      definitions.find(opens) ?? claims.find((claim) => isProved(claim) && opens(claim) && begins(claim) && says.test(claim.text)) ?? null
    )
  }
  return definitions.find((claim) => /^this (?:project|library|tool|package|repository|program|app)\b/i.test(claim.text)) ?? null
}

/** A sentence that says what something does for whoever uses it. */
const says =
  /^\S+(?: \S+){0,3}? (?:is|are|lets|allows|enables|helps|makes|gives|provides|offers|keeps|turns|answers|runs|builds|manages|generates|adds|brings) /i

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
