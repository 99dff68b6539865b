/** What a statement states exactly, each kind in the order of the text; two that state the same have these equal. */
export interface Facts {
  /** Numbers with their units, dates, versions. */
  readonly numbers: readonly string[]
  /** What is named: code in backticks, identifiers, paths, flags, names in capitals. */
  readonly identifiers: readonly string[]
  /** Negations and the words that turn a statement round or bound it. */
  readonly turns: readonly string[]
  /** All other words, folded, each with its plural and verb endings cut. */
  readonly words: readonly string[]
}

const units =
  /^(?:%|°[cf]?|[kmgt]i?b(?:ps|\/s)?|bytes?|bits?|ms|µs|us|ns|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|m|cm|mm|km|px|em|rem|hz|[kmg]hz|x|times?|k|m|st|nd|rd|th|usd|eur|tokens?|requests?|files?|items?|jobs?|lines?|characters?|chars?|retries|attempts?)$/i
const currency = /^[$€£¥]/
const months = 'january february march april may june july august september october november december'.split(' ')
const numberWords = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

const turning = new Set(
  `not no never none neither nor nobody nothing nowhere without cannot unless except excluding only but instead rather hardly
  must should may might can could shall will required optional mandatory recommended forbidden allowed disallowed permitted denied
  all any every each some most few many both either always sometimes often rarely usually
  before after until since while when if than more less most least fewer greater larger smaller higher lower longer shorter
  maximum minimum max min above below over under up down at between from to into out in on off
  first last next previous enable enables enabled disable disables disabled true false yes null undefined
  include includes included exclude excludes excluded add adds added remove removes removed allow allows deny denies
  deprecated removed supported unsupported public private sync async synchronous asynchronous
  read write readable writable required open close opens closes start starts stop stops`.split(/\s+/),
)
/** Turning words whose place says nothing: leaving one out or adding it is layout of a sentence. */
const smooth = new Set('to in on at from into out over'.split(' '))
const negative = /n['’]t$/i
const contracted: Readonly<Record<string, string>> = { "can't": 'cannot', "won't": 'will', "shan't": 'shall' }

const chunk =
  /`+[^`]+`+|https?:\/\/[^\s)>\]]+|(?:\.{0,2}\/)?[\p{L}\p{N}_@.-]+(?:\/[\p{L}\p{N}_@.{}:*-]+)+\/?|--?[\p{L}][\p{L}\p{N}-]*|[$€£¥]?[+-]?\d[\d.,_:]*\d%?|[$€£¥]?[+-]?\d%?|[\p{L}_$][\p{L}\p{N}\p{M}_$]*(?:(?:::|->|[.'’-])[\p{L}\p{N}_$]+)*(?:\(\))?|[%°<>=≤≥≠]+/gu

/** Reads the facts of one sentence. */
export function factsOf(text: string): Facts {
  const numbers: string[] = []
  const identifiers: string[] = []
  const turns: string[] = []
  const words: string[] = []
  const pieces = [...text.normalize('NFKC').matchAll(chunk)].map((match) => match[0])
  for (let at = 0; at < pieces.length; at++) {
    const piece = (pieces[at] ?? '').replace(/[.,:]+$/, '')
    const plain = piece.toLowerCase().replaceAll('’', "'")
    if (piece.startsWith('`')) identifiers.push(...codeFacts(piece.replace(/^`+\s*|\s*`+$/g, '')))
    else if (/^[$€£¥+-]?[+-]?\d/.test(piece)) {
      const unit = pieces[at + 1]?.toLowerCase() ?? ''
      const isMonth = months.includes(unit)
      if (!currency.test(piece) && (units.test(unit) || isMonth)) {
        numbers.push(`${numberOf(piece)} ${unitOf(unit)}`)
        at++
      } else numbers.push(numberOf(piece))
    } else if (months.includes(plain) && /^\d/.test(pieces[at + 1] ?? '')) numbers.push(plain)
    else if (numberWords.includes(plain) && plain !== 'one') numbers.push(String(numberWords.indexOf(plain)))
    else if (/^[<>=≤≥≠%°]+$/.test(piece)) turns.push(piece)
    else if (negative.test(plain)) {
      const verb = contracted[plain] ?? plain.replace(/n't$/, '')
      if (verb === 'cannot') turns.push(verb)
      else turns.push(...(turning.has(verb) ? [verb] : []), 'not')
    } else if (isIdentifier(piece, at === 0)) identifiers.push(piece.replace(/\(\)$/, ''))
    else if (turning.has(plain) && !smooth.has(plain)) turns.push(plain)
    else words.push(stem(plain))
  }
  return { numbers, identifiers, turns, words }
}

/** A value in backticks is a fact of its own, spelt as it stands. */
function codeFacts(code: string): readonly string[] {
  return [code.replace(/\s+/g, ' ').replace(/\(\)$/, '')]
}

function numberOf(piece: string): string {
  return piece.replace(/(?<=\d)[,_](?=\d{3}(?:\D|$))/g, '').replace(/^\+/, '')
}

function unitOf(unit: string): string {
  const short: Readonly<Record<string, string>> = {
    s: 'second',
    sec: 'second',
    secs: 'second',
    min: 'minute',
    mins: 'minute',
    h: 'hour',
    hr: 'hour',
    hrs: 'hour',
  }
  return short[unit] ?? (unit.length > 3 ? unit.replace(/s$/, '') : unit)
}

/** Names are not reworded: camel or snake case, dots, dashes before, capitals inside, or all capitals. */
function isIdentifier(piece: string, isFirst: boolean): boolean {
  if (/^--?\p{L}|[/\\_$@]|::|->|\(\)$|\p{Ll}\p{Lu}|\p{L}\p{N}|\p{Lu}{2}/u.test(piece)) return true
  if (/[\p{L}\p{N}]\.[\p{L}\p{N}]/u.test(piece)) return true
  return !isFirst && /^\p{Lu}\p{Ll}+$/u.test(piece)
}

function stem(word: string): string {
  return word
    .replace(/'s$/, '')
    .replace(/(?<=\w{3})ies$/, 'y')
    .replace(/(?<=\w{3}(?:s|x|z|ch|sh))es$/, '')
    .replace(/(?<=\w{3})(?<![su])s$/, '')
    .replace(/(?<=\w{4})(?:ing|ed)$/, '')
}
