import type { DocumentNames } from '../../distil/prose/document-names.ts'
import { codeHeading, isGenericHeading } from '../../distil/prose/heading.ts'
import { taskOfHeading } from '../../distil/prose/task.ts'

/** What a question's document is called, and the words it writes small. */
export interface AskedAbout {
  readonly names: DocumentNames
  readonly lowerWords: ReadonlySet<string>
}

/** Words that carry no subject: a question of these alone names nothing. */
const empty =
  /^(?:the|an?|my|i|to|of|in|for|with|on|and|or|by|from|as|at|is|are|do|does|how|what|when|where|which|who|why|can|should|new|own|custom|different|specific|multiple|single|some|any|all|more|using|use|get|set|add|make|create|run|value|values|data|option|options|app|application|project|file|files|code|function|method|object|default|need|want|following|into|via|that|this|be|will|work|used|error|errors|example|install|start|build|deploy|test|dependencies|request|response|server|type|types|name|am|it|not)$/

/** Words of a phrase that name something by themselves; a code span counts as two. */
export function namingWords(phrase: string): number {
  const spans = (phrase.match(/`[^`]+`/g) ?? []).length
  const words = phrase
    .replace(/`[^`]+`/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#.@-]+/u)
  return 2 * spans + words.filter((word) => word.length > 1 && !empty.test(word)).length
}

/**
 * What must be added to a phrase so that it says which thing it is about: " with the CORS middleware", " in Hono", or ''
 * where the phrase already does. Null where nothing can be added and the phrase alone names too little.
 */
export function askerContext(phrase: string, place: readonly string[], { names, lowerWords }: AskedAbout): string | null {
  const outer = [...place]
    .reverse()
    .find((heading) => !isGenericHeading(heading) && isName(heading, lowerWords) && !mentions(phrase, heading))
  const near = names.kind === 'common' || names.kind === 'none' || names.topic === names.product ? outer : undefined
  if (names.kind === 'tool') return saysTool(phrase, names.topic) ? '' : ` with ${names.topic}`
  if (names.kind === 'name' && names.topic !== names.product) return mentions(phrase, names.topic) ? '' : ` with ${names.topic}`
  if (near !== undefined) return ` with ${near}`
  // "in Hono routing" says more than "in Hono"; it must not repeat the task ("test … in Hono testing").
  const field =
    names.kind === 'common' && /^[a-z]{3,}ing$/.test(names.topic) && !phrase.toLowerCase().includes(names.topic.slice(0, 4))
      ? ` ${names.topic}`
      : ''
  if (names.product !== null) return mentions(phrase, names.product) ? '' : ` in ${names.product}${field}`
  return namingWords(phrase) >= 3 ? '' : null
}

// "Compress" in "compress only …" is the verb, so a tool's name counts only with its capitals or its kind.
function saysTool(phrase: string, topic: string): boolean {
  const full = topic.replace(/^the /, '')
  const name = full.replace(/ \S+$/, '')
  return (
    phrase.toLowerCase().includes(full.toLowerCase()) ||
    (name !== name.toLowerCase() && new RegExp(`(?<!\\w)${name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?!\\w)`).test(phrase))
  )
}

/** Headings such as "Google Cloud Run" or "Zod": every word capitalised, no task, no code. */
function isName(heading: string, lowerWords: ReadonlySet<string>): boolean {
  const words = heading.split(' ')
  if (lowerWords.has((words[0] ?? '').toLowerCase()) || /-/.test(words[0] ?? '')) return false
  return (
    words.length <= 4 &&
    codeHeading(heading) === null &&
    taskOfHeading(heading) === null &&
    words.every((word) => /^[\p{Lu}\d][\p{L}\d.+-]*$/u.test(word)) &&
    !/^(?:In|With|Using|How|What|Why|When|Without|Run|Deploy|Setup|Hello|The|Other|More|Advanced|Basic|Custom|Manual|Common|Best|Good|Bad)\b/.test(
      heading,
    ) &&
    !/(?:ing|tions?|ices|s's|Practices|Handlers?|Requests?|Rules?|Notes|Types?|Methods?|Functions?|Options?|Errors?|Events?|Hooks?|Levels?|Examples?|Considerations|Services|Benefits|Changes|Documents?|Forms?)$/.test(
      heading,
    ) &&
    (words.length > 1 || heading !== heading.toUpperCase() || heading.length > 2)
  )
}

function mentions(phrase: string, name: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[`’']/g, '').replace(/\s+/g, ' ')
  const [text, wanted] = [` ${bare(phrase)} `, bare(name)]
  if (wanted === '') return false
  if (text.includes(wanted)) return true
  const words = wanted.split(/[^\p{L}\p{N}.]+/u).filter((word) => word.length > 1)
  return (
    words.length > 0 &&
    words.every((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.+]/g, '\\$&')}(?:s|es)?(?![\\p{L}\\p{N}])`, 'u').test(text))
  )
}
