/** What a question consists of: one thing, two that stand alone, or several that cannot be told apart safely. */
export type QuestionParts =
  | { readonly kind: 'one' }
  | { readonly kind: 'two'; readonly parts: readonly [string, string] }
  | { readonly kind: 'unclear' }

const one: QuestionParts = { kind: 'one' }
const unclear: QuestionParts = { kind: 'unclear' }

const asks = "(?:what(?:'s|’s)?|how|which|when|where|why|who|whose|can|could|does|do|is|are|should|must|will)"
/** A second question of its own: after the end of a first, or joined by *and*. */
const sentenceBreak = new RegExp(`\\?\\s*(?:and\\s+|also,?\\s+)*(?=${asks}\\b)`, 'i')
const clauseBreak = new RegExp(
  `(?:,|;)?\\s+and\\s+(?:also\\s+|then\\s+)?(?=(?:what|how|which|when|where|why|who)(?:'s|’s)?\\b|(?:can|could|should|must) (?:i|we|you)\\b|(?:does|do|is|are|will) (?:it|they|there|the|this)\\b)|;\\s*(?=${asks}\\b)`,
  'i',
)
/** Said in front of a question: "In Bun, …". */
const condition = /^(?:in|with|on|for|when|if|using)\b[^,?]*,\s+/i
/** A further question inside a part. */
const inner =
  /(?:,|;|\bor|\bbut)\s+(?:also\s+|then\s+)?(?:what|how|which|where|why|who)(?:'s|’s)?\s+(?:do|does|did|is|are|can|could|should|must|will|would|to|many|much)\b/i
const anyClause = /\b(?:and|or|but)\s+(?:also\s+|then\s+)?(?:what|how|which|when|where|why|who)\b/i

/** What only makes sense of two things together; with a capital it is a name ("the Combine middleware"). */
const together =
  /\b(?:difference|differ|differs|between|both|together|combine[ds]?|combining|combination|versus|vs|compare[ds]?|comparison|relat\w+|same|instead|either|neither|each|at once|simultaneously|in parallel|rather)\b/
const pronoun = /\b(?:it|its|they|them|their|this|that|these|those|one|ones|he|she|both|either|neither|each|respectively|former|latter)\b/i
/** "The header that is sent": *that* stands for nothing outside. */
const relative =
  /(?<=\b(?!and\b|what\b|how\b|which\b|does\b|do\b|is\b|are\b|can\b)[\w`)]+ )that(?= (?:is|are|was|were|can|will|has|have|does|do|\w+s)\b)/gi
/** "What is X", "what does X do": X is what a pronoun after it stands for. */
const subject =
  /^(?:(?:what(?:'s|’s| is| are)|define|explain)\s+(?<is>[^,?]+?)|what\s+(?:does|do)\s+(?<does>[^,?]+?)\s+(?:do|mean|return|stand for))\s*\??$/i
/** In a clause these stand for the subject; any other pronoun is not resolved. */
const replaced = /\b(?:it|them|they)\b/gi

/** "What are the default and (the) maximum (value) of Z?" */
const attributes =
  /^(?<ask>what(?:'s|’s|\s+is|\s+are)|which\s+(?:is|are))\s+the\s+(?<first>[\w-]+)(?:\s+\w+)?\s+and\s+(?:the\s+)?(?<second>[\w-]+)(?<noun>\s+[\w-]+)?\s+(?<rest>(?:of|for|in)\s+.+?)\s*\??$/i
/** "How do I create and verify a token?" */
const verbs =
  /^(?<ask>how\s+(?:do|can|should|could|would|to)\s*(?:i|we|you|one)?)\s+(?<first>[a-z]+)\s+and\s+(?<second>[a-z]+)\s+(?<rest>.+?)\s*\??$/i
/** "What do `a` and `b` do?", "what are `a` and `b`?": names out of code only; words may be one name ("drag and drop"). */
const names =
  /^what\s+(?:(?<does>do|does)|is|are)\s+(?<first>`[^`]+`)\s+and\s+(?<second>`[^`]+`)(?:\s+(?<tail>do|mean|return|for))?(?<rest>\s+(?:in|of|with|for)\s+.+?)?\s*\??$/i
/** "What do the `a` and `b` options of X do?" */
const options =
  /^what\s+(?<verb>do|are)\s+(?:the\s+)?(?<first>`[^`]+`)\s+and\s+(?:the\s+)?(?<second>`[^`]+`)\s+(?<noun>options?|parameters?|arguments?|flags?|settings?)(?<rest>\s+(?:in|of|with|for|to)\s+.+?)?\s+(?<tail>do|for)\s*\??$/i

const leastWords = 3

/**
 * The two questions a joint question asks, each worded to stand alone: two sentences, two clauses joined by *and* that each
 * ask, two attributes of one thing, two actions on one thing, two names out of code. A pronoun of the second is replaced where the
 * first only asks what something is; three parts, and what asks about two things together, are not split. A condition in
 * front of both ("In Bun, …") is given to both.
 */
export function splitQuestion(question: string): QuestionParts {
  const text = question.replace(/\s+/g, ' ').trim()
  const clauses = text.split(sentenceBreak).length > 1 ? text.split(sentenceBreak) : text.split(clauseBreak)
  if (clauses.length > 2) return unclear
  const [first = '', second] = clauses
  if (second !== undefined) return inner.test(first.replace(condition, '')) || inner.test(second) ? unclear : standAlone(first, second)
  if (anyClause.test(text) || inner.test(text.replace(condition, ''))) return unclear
  if (!/\band\b/i.test(text) || together.test(text)) return one
  return coordinated(text)
}

function standAlone(first: string, second: string): QuestionParts {
  const left = asQuestion(first)
  // A second "and" may join a third part to either.
  if (/\band\b.*\band\b/i.test(`${first} and ${second}`) && (splitsAgain(first) || splitsAgain(second))) return unclear
  if (pointsElsewhere(left)) return unclear
  const lead = condition.exec(left)?.[0]
  const resolved = withSubject(left, second)
  if (resolved === null) return unclear
  const right = asQuestion(lead === undefined ? resolved : `${lead}${resolved.charAt(0).toLowerCase()}${resolved.slice(1)}`)
  return wordsOf(left) < leastWords || wordsOf(right) < leastWords ? unclear : { kind: 'two', parts: [left, right] }
}

/** The second question with what its pronoun stands for; null where that cannot be told. */
function withSubject(first: string, second: string): string | null {
  if (!pointsElsewhere(second)) return second
  const { is, does } = subject.exec(first.replace(condition, ''))?.groups ?? {}
  const known = is ?? does
  if (known === undefined || /\b(?:of|for|in|when|that|which|with)\b/i.test(known) || /\band\b/i.test(known)) return null
  const named = second.replace(/\bits\b/gi, `${known}'s`).replace(replaced, known)
  return pointsElsewhere(named.replaceAll(known, ' ')) ? null : named
}

function pointsElsewhere(text: string): boolean {
  return pronoun.test(text.replace(relative, ' '))
}

function splitsAgain(clause: string): boolean {
  return coordinated(clause).kind !== 'one' || new RegExp(`\\band\\s+${asks}\\b`, 'i').test(clause)
}

function coordinated(text: string): QuestionParts {
  const attribute = attributes.exec(text)?.groups
  if (attribute !== undefined) {
    const { first = '', second = '', noun = '', rest = '' } = attribute
    return two(`What is the ${first}${noun} ${rest}`, `What is the ${second}${noun} ${rest}`)
  }
  const action = verbs.exec(text)?.groups
  if (action !== undefined) {
    const { ask = '', first = '', second = '', rest = '' } = action
    return / and /i.test(` ${rest} `) ? unclear : two(`${ask} ${first} ${rest}`, `${ask} ${second} ${rest}`)
  }
  const option = options.exec(text)?.groups
  if (option !== undefined) {
    const { verb = '', first = '', second = '', noun = '', rest = '', tail = '' } = option
    const form = (name: string) => `What ${verb === 'do' ? 'does' : 'is'} the ${name} ${noun.replace(/s$/, '')}${rest} ${tail}`
    return two(form(first), form(second))
  }
  const name = names.exec(text)?.groups
  if (name === undefined) return one
  const { does, first = '', second = '', tail = '', rest = '' } = name
  const form = (one: string) => `What ${does === undefined ? 'is' : 'does'} ${one}${tail === '' ? '' : ` ${tail}`}${rest}`
  return two(form(first), form(second))
}

function two(first: string, second: string): QuestionParts {
  return { kind: 'two', parts: [asQuestion(first), asQuestion(second)] }
}

function asQuestion(text: string): string {
  const bare = text
    .trim()
    .replace(/^(?:and|also|then)\s+/i, '')
    .replace(/[?.,;\s]+$/, '')
  return `${bare.charAt(0).toUpperCase()}${bare.slice(1)}?`
}

function wordsOf(text: string): number {
  return text.split(' ').length
}
