import { bare, plainQuestion, sentence } from './phrases.ts'

/** One form of question and the other ways to ask it; `parts` are the groups of the pattern. */
interface Form {
  readonly pattern: RegExp
  readonly reword: (...parts: readonly string[]) => readonly string[]
}

/** "the `origin` option of the CORS middleware" → "CORS middleware origin option". */
function ownerFirst(thing: string): string {
  const match = /^(?:the )?(.+?) (?:of|in) (.+)$/.exec(thing)
  return match === null ? bare(thing) : `${bare(match[2] ?? '')} ${bare(match[1] ?? '')}`
}

/** "`origin` of the CORS middleware" for "the `origin` option of …": the option named and not called one. */
function unkinded(thing: string): string {
  return thing.replace(/^the (`[^`]+`) (?:option|parameter|argument|property|field|key|setting|flag) (?=of |in )/, '$1 ')
}

const kinds =
  'options|arguments|parameters|functions|methods|commands|environment variables|values|members|properties|events|hooks|types|routers'

// The first form that fits is taken: those that say more come first.
const forms: readonly Form[] = [
  {
    pattern: /^what (?:is|are) the default values of the options of (.+)$/i,
    reword: (thing = '') => [`Which values do the options of ${thing} have by default?`, `${bare(thing)} default options`],
  },
  {
    pattern: /^what(?:'s| is| are) the default(?: values?| settings?)?(?: of| for) (.+)$/i,
    reword: (thing = '') => [
      `${ownerFirst(thing)} default`,
      `What does ${unkinded(thing)} default to?`,
      `Which value does ${thing} have by default?`,
    ],
  },
  {
    pattern: /^what(?:'s| is) the value of (.+)$/i,
    reword: (thing = '') => [`${ownerFirst(thing)} value`, `Which value does ${thing} have?`],
  },
  {
    pattern: /^what(?:'s| is| are) (?!it |this |that )(.+?)(?: used)? for$/i,
    reword: (thing = '') => [`What does ${unkinded(thing)} do?`, `What is the purpose of ${thing}?`, `${ownerFirst(thing)} meaning`],
  },
  {
    pattern: /^what does (.+?) (return|check|match)( in .+)?$/i,
    reword: (thing = '', verb = '', where = '') =>
      verb === 'return'
        ? [`${bare(thing)}${bare(where)} return value`, `What is returned by ${thing}${where}?`, `What is the result of ${thing}${where}?`]
        : [`What is ${verb}ed by ${thing}${where}?`],
  },
  {
    pattern: /^what does (.+?) (?:mean|stand for)( in .+)?$/i,
    reword: (thing = '', where = '') => [`What is the meaning of ${thing}${where}?`, `${bare(thing)}${bare(where)} meaning`],
  },
  {
    pattern: /^what does (.+?) do( in (?!order).+)?$/i,
    reword: (thing = '', where = '') => [
      `What is ${unkinded(thing)} used for${where}?`,
      `What is the purpose of ${thing}${where}?`,
      `${ownerFirst(`${thing}${where}`)} purpose`,
    ],
  },
  {
    pattern: new RegExp(`^(?:what|which) (${kinds}) (?:does|do) (.+?) (?:take|have|accept|support|offer)$`, 'i'),
    reword: (kind = '', thing = '') => [`${bare(thing)} ${kind}`, `Which ${kind} are there for ${thing}?`, `List the ${kind} of ${thing}`],
  },
  {
    pattern: new RegExp(`^(?:what|which) (${kinds}) are there (?:for|in) (.+)$`, 'i'),
    reword: (kind = '', thing = '') => [`${bare(thing)} ${kind}`, `What ${kind} does ${thing} have?`, `List the ${kind} of ${thing}`],
  },
  {
    pattern: /^what should i watch out for when (.+)$/i,
    reword: (doing = '') => [`What are the pitfalls when ${doing}?`, `What must I be careful about when ${doing}?`],
  },
  {
    pattern: /^what (?:must|should) (?:one|i) know before (.+)$/i,
    reword: (doing = '') => [`What should I be aware of before ${doing}?`, `things to know before ${bare(doing)}`],
  },
  {
    pattern: /^what should i do (if|when) (.+)$/i,
    reword: (join = '', clause = '') => [`What is to be done ${join} ${clause}?`, `${sentence(clause, '')}: what to do?`],
  },
  {
    pattern: /^(with|in|for|on) ([^,]+), (what (?:happens|should i do|can i do)) (if|when) (.+)$/i,
    reword: (joint = '', thing = '', asks = '', join = '', clause = '') => [
      `${bare(thing)} ${join} ${bare(clause)}`,
      `${sentence(asks, '')} ${joint.toLowerCase()} ${thing} ${join} ${clause}?`,
    ],
  },
  {
    pattern: /^what happens (if) (.+)$/i,
    reword: (join = '', clause = '') => [`What ${join.toLowerCase()} ${clause}?`],
  },
  {
    pattern: /^what happens with (.+?) (if|when) (.+)$/i,
    reword: (thing = '', join = '', clause = '') => [`${sentence(join, '')} ${clause}, what happens with ${thing}?`],
  },
  {
    pattern: /^how (?:does|do) (.+?) work( .+)?$/i,
    reword: (thing = '', where = '') => [
      `Explain the way ${thing} ${/s$/.test(thing) && !/`|ss$/.test(thing) ? 'work' : 'works'}${where}`,
      `${bare(`${thing}${where}`)} explained`,
    ],
  },
  { pattern: /^how (?:is|are) (.+) used$/i, reword: (thing = '') => [`${bare(thing)} usage example`, `How do I use ${thing}?`] },
  {
    pattern: /^how many (.+?) (?:does|do) (.+?) have$/i,
    reword: (things = '', owner = '') => [`How many ${things} are there in ${owner}?`, `number of ${things} in ${bare(owner)}`],
  },
  {
    pattern: /^why (is|are|was|were|does|do|did) (.+)$/i,
    reword: (verb = '', rest = '') =>
      [`For what reason ${verb.toLowerCase()} ${rest}?`, `What is the reason why ${verb.toLowerCase()} ${rest}?`].slice(0, 1),
  },
  {
    pattern: /^(?:which|what) version of (.+?) is (?:required|needed) (?:for|by) (.+)$/i,
    reword: (thing = '', owner = '') => [`Which ${thing} version does ${owner} require?`, `${bare(owner)} required ${bare(thing)} version`],
  },
  { pattern: /^when (was|were) (.+)$/i, reword: (verb = '', rest = '') => [`On what date ${verb.toLowerCase()} ${rest}?`] },
  {
    pattern: /^where (is|are|was|were) (?!(?:the )?\S+ \w+(?:ed|en)\b)(.{3,40})$/i,
    reword: (verb = '', thing = '') => [`What ${verb.toLowerCase()} the location of ${thing}?`],
  },
  {
    pattern: /^what(?:'s| is| are) (?:an? |the )?(`[^`]+`|[^ ]+(?: [^ ]+){0,3}?)( in (?!order).+)?$/i,
    reword: (thing = '', where = '') =>
      / of | for | to /.test(thing)
        ? [`${bare(`${thing}${where}`)}`]
        : [`What is meant by ${thing}${where}?`, `Explain what ${thing} is${where}`, `definition of ${bare(`${thing}${where}`)}`],
  },
  { pattern: /^what(?:'s| is| was) (the .+ of .+)$/i, reword: (thing = '') => [bare(thing), `Which is ${thing}?`] },
]

/** Other wordings of a question about a thing (what it is, does, defaults to, has …), the most different first. */
export function thingWordings(question: string): readonly string[] {
  const text = plainQuestion(question)
  for (const { pattern, reword } of forms) {
    const match = pattern.exec(text)
    if (match !== null) return reword(...match.slice(1).map((part: string | undefined) => part ?? ''))
  }
  return []
}
