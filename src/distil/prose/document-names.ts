import type { SkillDocument } from '../../spec/skills.ts'
import { readingText } from '../english/reading-text.ts'
import { isGenericHeading, plainHeading } from './heading.ts'

/** How a question can name a document and the product it is about. */
export interface DocumentNames {
  /** The title in reading form, or null. */
  readonly title: string | null
  /**
   * tool: a named thing of a kind ("the CORS middleware"); name: a proper name ("Deno", "Treaty of Versailles");
   * common: words that name no thing by themselves ("Routing", "Best Practices"); none: no usable title.
   */
  readonly kind: 'tool' | 'name' | 'common' | 'none'
  /** The title as it stands inside a sentence ("the CORS middleware", "Deno", "routing"); '' for none. */
  readonly topic: string
  /** The library or product in whose code examples the document is written, or null. */
  readonly product: string | null
}

const toolHeads =
  /^(?:middleware|helper|plugin|module|package|library|component|hook|class|object|method|function|client|server|command|protection|adapter|driver|extension|service|tool|framework|engine|provider|decorator|router|validator|parser|renderer|integration|sdk|cli|protocol|algorithm|database|format|handler|app|application)$/i

/** Names of a document, from its title, text and code alone. */
export function documentNames(document: SkillDocument): DocumentNames {
  const text = document.passages
    .filter((passage) => passage.kind !== 'code' && passage.kind !== 'data')
    .map((passage) => passage.text.replace(/`[^`]*`/g, 'x').replace(/\]\([^)]*\)/g, ']'))
    .join('\n')
  const product = findProduct(document, text)
  const title = ownTitle(document, product)
  if (
    title === null ||
    title === '' ||
    title.length > 80 ||
    isGenericHeading(title) ||
    /^(?:the )?\w+(?:'s)? (?:table of contents|guide to \w+)$/i.test(title)
  ) {
    return { title: title === '' ? null : title, kind: 'none', topic: product ?? '', product }
  }
  const words = title.split(' ')
  const head = words.at(-1) ?? ''
  if (
    words.length > 1 &&
    words.length <= 5 &&
    toolHeads.test(head) &&
    !/^(?:the|using|how|writing|building|creating|introduction)$/i.test(words[0] ?? '')
  ) {
    const name = words.slice(0, -1).join(' ')
    return { title, kind: 'tool', topic: `the ${name} ${head.toLowerCase()}`, product }
  }
  if (/^\w+(?:-\w+)+$/.test(title) && text.includes(title.toLowerCase()))
    return { title, kind: 'name', topic: title.toLowerCase(), product }
  if (isProperName(title, text)) return { title, kind: 'name', topic: title, product }
  return { title, kind: 'common', topic: lowerTitle(title, text), product }
}

/** The title, or where it is only the product's name the one heading that everything else stands under ("Hooks"). */
function ownTitle(document: SkillDocument, product: string | null): string | null {
  const title = document.title === null ? null : cleanTitle(document.title, product)
  const outer = new Set(document.passages.map((passage) => passage.place[0] ?? ''))
  const [only] = [...outer].filter((heading) => heading !== '')
  const isBare = title === null || title === product || !title.includes(' ')
  return isBare && only !== undefined && outer.size === 1 && !isGenericHeading(plainHeading(only)) ? plainHeading(only) : title
}

function cleanTitle(raw: string, product: string | null): string {
  const parts = readingText(raw).split(/\s+[-–—|]\s+/)
  const title = parts.length === 2 && product !== null && parts.includes(product) ? (parts[0] ?? raw) : readingText(raw)
  return title
    .replace(/^(?:\p{Extended_Pictographic}|\ufe0f|\s)+/u, '')
    .replace(/\s*[-–—|:]\s*(?:wikipedia|wiki|docs|documentation|[A-Z]\w+ docs).*$/i, '')
    .trim()
}

/** A title is a name where the text uses its words capitalised inside sentences and hardly ever in lower case. */
function isProperName(title: string, text: string): boolean {
  const words = title.split(/[\s+/&]+/).filter((word) => /[\p{L}\d]/u.test(word))
  if (
    words.length === 0 ||
    words.length > 8 ||
    /^(?:how|what|why|when|where|who|using|the best|getting|about|writing|detecting|contributing|\w+ing)$/i.test(words[0] ?? '')
  )
    return false
  if (!/^[\p{Lu}\d]|\p{Ll}\p{Lu}/u.test(title)) return false
  if (
    words.length > 1 &&
    words.every((word) => /^[\p{Lu}\d]/u.test(word)) &&
    new RegExp(`[\\p{Ll},][)\\]]?\\s+\\[?${escapeRegExp(title)}(?!\\w)|(?:^|\\n)\\[?${escapeRegExp(title)}\\]? (?:is|was)`, 'u').test(text)
  )
    return true
  return words.every((word) => {
    if (/^(?:of|the|and|in|on|for|de|la|von|\(.*|w)$/i.test(word) || /^[A-Z0-9][A-Z0-9.+#/-]+$|\p{Ll}\p{Lu}|\.js$/u.test(word)) return true
    if (!/^\p{Lu}/u.test(word)) return false
    const inside = count(text, new RegExp(`[\\p{Ll},;)]\\s+(?:[\\p{Lu}][\\w.]*\\s+)?${escapeRegExp(word)}(?![\\w])`, 'gu'))
    const common = count(text, new RegExp(`(?<![\\w/.@-])${escapeRegExp(word.toLowerCase())}(?![\\w/.-])`, 'gu'))
    const starts = count(text, new RegExp(`(?:^|[.!?]\\s|\\n)${escapeRegExp(word)}\\s+(?:is|was|has|\\p{Ll}{3,}s)\\b`, 'gu'))
    return inside + starts > 0 && inside + starts > 3 * common
  })
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length
}

function lowerTitle(title: string, text: string): string {
  return title
    .split(' ')
    .map((word) =>
      /^\p{Lu}\p{Ll}+$/u.test(word) && !new RegExp(`[a-z,;]\\s+${escapeRegExp(word)}\\b`).test(text) ? word.toLowerCase() : word,
    )
    .join(' ')
}

const importPatterns = [
  /\bfrom\s+['"](?!node:)@?([\w-]+)/g,
  /\brequire\(\s*['"](?!node:)@?([\w-]+)/g,
  /^\s*from\s+([a-z]\w+)[\w.]*\s+import\b/gm,
  /^\s*import\s+([a-z]\w+)\s*$/gm,
  /^\s*use\s+([a-z]\w+)::/gm,
  /"github\.com\/[\w-]+\/([\w-]+)/g,
]
const builtin = /^(?:node|fs|path|http|https|http2|std|os|sys|util|url|crypto|react|typescript|events|stream|assert)$/

/** The most imported package whose name stands capitalised in text or code ("hono" and "Hono"), else a name the prose keeps using. */
function findProduct(document: SkillDocument, text: string): string | null {
  const imports = new Map<string, number>()
  const code = document.passages
    .filter((passage) => passage.kind === 'code')
    .map((passage) => passage.text)
    .join('\n')
  for (const pattern of importPatterns) {
    for (const match of code.matchAll(pattern)) {
      const name = (match[1] ?? '').toLowerCase()
      if (name.length > 2 && !builtin.test(name)) imports.set(name, (imports.get(name) ?? 0) + 1)
    }
  }
  const named = new Map<string, number>()
  for (const match of `${text}\n${code}`.matchAll(/(?<![/\w.@-])(\p{Lu}[\p{L}\d]+)(?![\w/]|\.\w)/gu)) {
    const word = match[1] ?? ''
    if (imports.has(word.toLowerCase())) named.set(word, (named.get(word) ?? 0) + 1)
  }
  const score = ([word, uses]: readonly [string, number]): number => uses + 2 * (imports.get(word.toLowerCase()) ?? 0)
  const best = [...named]
    .filter(([word]) => !/^[A-Z]+$/.test(word) || !named.has(word))
    .sort((a, b) => score(b) - score(a) || (a[0] < b[0] ? -1 : 1))[0]
  if (best !== undefined) return best[0]
  return code === '' ? null : frequentName(text)
}

function frequentName(text: string): string | null {
  const uses = new Map<string, number>()
  for (const match of text.matchAll(/\p{Ll}[,;)]?\s(\p{Lu}\p{Ll}[\p{L}\d]+)(?![\w-]|\s\p{Lu})/gu))
    if (!/^(?:Node|Java[Ss]cript|Type[Ss]cript|Python|Java|Rust|Go|Linux|Windows|Unix|English|Note|Internet)$/.test(match[1] ?? ''))
      uses.set(match[1] ?? '', (uses.get(match[1] ?? '') ?? 0) + 1)
  const [first, second] = [...uses].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return first !== undefined && first[1] >= 3 && first[1] >= 2 * (second?.[1] ?? 0) ? first[0] : null
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
