import { bareText, readingText } from '../english/reading-text.ts'

/** Headings that name the part of a page and nothing of what it is about. */
const generic =
  /^(?:(?:basic |general |quick |more |other |additional |advanced |common |related |further |external )?(?:usage|use|import|imports|importing|options?|examples?|notes?|overview|introduction|intro|reference|references|see also|links?|further reading|read(?:ing)?|resources?|api|api reference|api docs|arguments?|parameters?|params|properties|props|methods?|functions?|types?|type definitions?|returns?|description|details?|summary|about|contents|table of contents|index|faq|frequently asked questions|questions|tips|recipes?|appendix|background|conclusions?|next steps?|what'?s next|getting started|quick ?start|start|setup|set ?up|getting help|hello,? world!?|prerequisites?|requirements?|limitations?|caveats?|warnings?|gotchas?|troubleshooting|changelog|history|misc(?:ellaneous)?|others?|features?|configuration|config|installation|install|structure|results?|discussion|methods|abstract|acknowledge?ments?|basics?|guides?|steps?|synopsis|terms|terminology|definitions?|values?|attributes?|fields?|header|footer|license|contributing|support|credits|authors?|notes and references|bibliography|citations?|sources?|footnotes|gallery|good|bad|do|don'?t|default|defaults|instance|factory))$/i

/** A heading in reading form: badges, numbers, emoji and trailing marks removed. Code spans keep their back-ticks. */
export function plainHeading(heading: string): string {
  return tickNames(readingText(heading))
    .replace(/^(?:\p{Extended_Pictographic}|\ufe0f|\s)+/u, '')
    .replace(/(?:\p{Extended_Pictographic}|\ufe0f)+$/u, '')
    .replace(/^(?:(?:step|part|chapter|section)\s+)?(?:\d+(?:\.\d+)*|[IVX]+)[.):]\s+/i, '')
    .replace(/^\d+(?:\.\d+)+\s+/, '')
    .replace(/\\$/, '')
    .trim()
}

/** Code names inside a heading put back in the back-ticks that its reading form has lost. */
function tickNames(text: string): string {
  if (text.includes('`') || !text.includes(' ') || /^\S+\??\s*:\s/.test(text)) return text
  return text.replace(/(?<![\w`])[@\w$.:-]+(?:\([^()\s]*\))?(?![\w`])/g, (word) => (isCodeName(word) ? `\`${word}\`` : word))
}

export function isGenericHeading(heading: string): boolean {
  return heading === '' || generic.test(bareText(heading).replace(/[:.]$/, ''))
}

/** Headings under which names with descriptions are options. */
export function isOptionsHeading(heading: string): boolean {
  return /\b(?:options?|parameters?|params|arguments?|args|props|propert(?:y|ies)|config(?:uration)?|settings?|flags|fields|attributes)\b/i.test(
    heading,
  )
}

/** A heading that is one name of code, with its type where it has one ("origin: string", "`hasRoute`", "c.req.param()"). */
export interface CodeHeading {
  readonly name: string
  readonly type: string | null
  /** True where only code can look so: back-ticks, brackets, dots, inner capitals, underscores, a type, a small first letter. */
  readonly certain: boolean
}

export function codeHeading(heading: string): CodeHeading | null {
  const bare = bareText(heading).trim()
  const typed = /^(?:\.{3})?([A-Za-z_$@-][\w$.@-]*(?:\[\])?(?:\([^)]*\))?)\??\s*:\s+(\S.*)$/.exec(bare)
  if (typed?.[1] !== undefined && typed[2] !== undefined && (looksLikeType(typed[2]) || isCodeName(typed[1])))
    return { name: typed[1], type: typed[2], certain: true }
  const single = /^(?:\.{3})?((?:--?)?[A-Za-z_$@.][\w$.@\-/]*(?:\([^)]*\))?)$/.exec(bare.replace(/\s*\(optional\)$/i, ''))
  if (single?.[1] === undefined) return null
  const inTicks = heading.includes('`')
  if (!inTicks && !isCodeName(single[1]) && !/^[a-z][a-z0-9]*$/.test(single[1])) return null
  return { name: single[1].replace(/^\.(?=\w)/, ''), type: null, certain: inTicks || isCodeName(single[1]) || /^[a-z]/.test(single[1]) }
}

function looksLikeType(text: string): boolean {
  return /^(?:string|number|boolean|object|array|function|bigint|symbol|any|unknown|void|undefined|null|int(?:eger)?|float|str|bool|dict|list|[A-Z]\w*(?:<|\[|$|\s*\|)|\(|\{|'|"|Promise|Record)/.test(
    text,
  )
}

/** True for names that prose does not contain: `maxAge`, `c.req`, `text()`, `NODE_ENV`, `--port`, `snake_case`. */
export function isCodeName(name: string): boolean {
  return (
    /^(?:--?[a-z]|@\w+\/)|[a-z][A-Z]|\w_\w|\w\.\w|\(.*\)$|^\$|^\.\w|::|->/.test(name) &&
    !/^(?:e\.g|i\.e|[A-Z]\.[A-Z])/.test(name) &&
    !/\b(?:JavaScript|TypeScript|GitHub|Node\.js|GraphQL|YouTube|iPhone|[A-Z][a-z]+\.js|\w+\.(?:com|org|io|dev|net))\b/.test(name)
  )
}
