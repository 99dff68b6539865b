import { actionVerbs } from '../english/action-verbs.ts'
import { infinitiveOfGerund } from '../english/infinitive-of-gerund.ts'
import { isWellFormed } from './sentence-tests.ts'

/** A task a sentence tells how to do. */
export interface Task {
  /** Verb phrase in the infinitive without "to", in the reader's person ("deploy my app"). */
  readonly task: string
  /** The sentence says how by itself; false where only the code after it does. */
  readonly isComplete: boolean
  /** How plainly the sentence says so, 0..1. */
  readonly weight: number
}

const means =
  /\s+(?:by|using|via|through|with the help of|with `|as follows|like (?:this|so|the following|below)|as (?:shown|described|in|below)|in the following|with the following)(?=\s|[`A-Za-z(.,:]|$)/i

/** The task that a sentence answers, or null. Patterns are those of English instructions, not of any one handbook. */
export function taskOf(sentence: string): Task | null {
  const text = sentence.replace(
    /^(?:note:?|tip:?|also|additionally|alternatively|optionally|then|next|first|finally|now|in this case|for example|for instance|however|of course)[,:]?\s+/i,
    '',
  )
  const conditional =
    /^(?:if|when|whenever|in case) you(?:'d| would)? (?:want|need|wish|like|prefer|are trying|are looking|choose|have|plan|intend) to (.+?), (?:then )?(.+)$/i.exec(
      text,
    )
  if (conditional !== null) return made(conditional[1], saysHow(conditional[2]), 0.9)
  const purpose = /^(?:in order )?to ([a-z-]+ .+?|[a-z-]+), ((?:you|we|simply|just|first|please|use|`)\b.*|[a-z]+ .+)$/i.exec(text)
  if (
    purpose !== null &&
    !/^we (?!can|need|should|recommend|must)/i.test(purpose[2] ?? '') &&
    /^(?:you|we|simply|just|first|please|use)\b|^`/i.test(purpose[2] ?? '')
  )
    return made(purpose[1], saysHow(purpose[2]), 0.95)
  if (purpose !== null && isOrder(purpose[2] ?? '')) return made(purpose[1], saysHow(purpose[2]), 0.95)
  const can = /^(?:you|users|developers) (can|may|could)(?: also| either| easily| simply| optionally| now| then| always)* (.+)$/i.exec(text)
  const deed = can?.[2]
  if (deed !== undefined) {
    const cut = deed.search(means)
    const use = /^use (.+?) to ([a-z]+\b.+)$/i.exec(deed)
    if (use !== null) return made(use[2], true, 0.85)
    if (cut > 0) return made(deed.slice(0, cut), saysHow(deed.slice(cut)), 0.85)
    return can?.[1]?.toLowerCase() === 'can' ? made(deed, false, 0.6) : null
  }
  const use = /^use (.{2,60}?) to ([a-z]+\b.+)$/i.exec(text)
  if (use !== null) return made(use[2], true, 0.9)
  const way = /^(?:the|one|another) (?:\w+ )?way to (.+?) is (?:to|by|with|through|via) .+$/i.exec(text)
  if (way !== null) return made(way[1], true, 0.9)
  const lets =
    /^(.{2,60}?) (?:also )?(?:allows?|lets?|enables?|permits?)(?: for)? (?:you|users|us|developers|one)(?: to)? ([a-z]+\b.+)$/i.exec(text)
  if (lets !== null && !/(?:^|\b)(?:this|it|which|that|these|they|and|he|she)$/i.test(lets[1] ?? ''))
    return made(lets[2], (lets[1] ?? '').includes('`'), 0.7)
  return null
}

/** Starts with a verb that tells what to do: "route registration is …" does not. */
export function isOrder(text: string): boolean {
  const [first = '', second = ''] = text.toLowerCase().split(' ')
  return actionVerbs.has(first) && (!nounLike.test(first) || /^(?:the|an?|your|my|this|these|it|them|all|both|each|only|`.*)$/.test(second))
}

function saysHow(rest: string | undefined): boolean {
  return (
    rest !== undefined &&
    !/\b(?:should|must|can|do|will)(?: not|n't|not)\b/i.test(rest) &&
    !/(?:as follows|like this|like so|following|below|:)\W*$/i.test(rest) &&
    rest.split(' ').length >= 2
  )
}

function made(phrase: string | undefined, isComplete: boolean, weight: number): Task | null {
  const task = phrase === undefined ? null : taskPhrase(phrase, true)
  return task === null ? null : { task, isComplete, weight }
}

/** Words after "to" and "can" that name no deed. */
const notVerbs =
  /^(?:the|an?|this|that|these|those|my|your|our|its|be|have|do|not|only|also|all|any|some|one|it|him|her|them|me|us|you|date|know|understand|think|expect|become|seem|appear|happen|get|go|come|say|mean|imagine|suppose|remember|forget|believe|feel|hear|need|want|like|try|start|begin|continue|even|still|always|never|just|more|better|further|clarify|summari[sz]e|illustrate|demonstrate|explain|put|call|sum|date|what|where|how)$/

/**
 * Cleans a verb phrase into a task in the asker's person; null where it leans on its surroundings or is no task. `isVerb`
 * says that its place in the sentence makes the first word a verb; else it must be a known one.
 */
export function taskPhrase(phrase: string, isVerb = false): string | null {
  let text = phrase
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:;,!]+$/, '')
    .replace(/\s+\((?:e\.g\.|i\.e\.|for example|see|such as|like)[^)]*\)/gi, '')
    .replace(
      /,? (?:as follows|like (?:this|so)|as (?:shown|described|seen|explained|listed) (?:below|above|here)|by (?:running|using|executing|calling)|in the following way|with the following (?:command|code|snippet)s?|too|as well|instead|for example|here|easily|again|if (?:you (?:want|need|like|prefer)|needed|necessary|desired)|etc)\.?$/i,
      '',
    )
    .replace(
      /[;,] (?:which|so|and (?:it|this|the|you|then)|but|because|e\.g\.|such as|including|since|unless|while|where|rather|for example|or (?:use|you)).*$/i,
      '',
    )
    .replace(/ (?:so that|because|since|unless|which means|in which case|rather than|instead of) .*$/i, '')
    .replace(/\s+[—–-]\s+.*$/, '')
    .replace(/[.:;,]+$/, '')
    .trim()
  text = text
    .replace(/\byourself\b/gi, 'myself')
    .replace(/\byour\b/gi, 'my')
    .replace(/\bour\b/gi, 'the')
    .replace(/\byou(?: ar|')re\b/gi, 'I am')
    .replace(/\byou\b/gi, 'I')
  if (
    /^(?:install|create|add|set|use|run|build|write|define|get|make|change|update|configure|replace|handle|start|group|route|include|insert|set up|put) (?:with|in|on|for|by|from|as|at|to)\b/i.test(
      text,
    )
  )
    return null
  const words = text.split(' ')
  const verb = (words[0] ?? '').toLowerCase()
  if ((isVerb ? notVerbs.test(verb) || !/^[a-z]+(?:-[a-z]+)?$/.test(verb) : !actionVerbs.has(verb)) || notTasks.test(verb)) return null
  text = verb + text.slice(verb.length)
  if (words.length < 2 || words.length > 14 || text.length > 110 || !isWellFormed(text)) return null
  if (
    /\b(?:it|its|them|they|their|this|these|those|above|below|following|here|such|same|former|latter|he|she|his|her|him|we|us|one|ones|both|another|other|others|so|do so|either|previous|next|earlier|later|aforementioned|prior|everything|something|things?|stuff|certain|mentioned|below|like)\b/i.test(
      bare(text),
    )
  )
    return null
  if (/\b(?:to|of|in|for|with|on|do|use|set|from|about|by|at|into|all|only|exactly)\s+that\b|\bthat$/i.test(text)) return null
  if (/\b(?:and|or|of|to|with|for|in|on|by|from|the|a|an|is|are|as|at|into|than|not|via|using|used|when|if|while)$/i.test(text)) return null
  if (
    /\b(?:is|are|was|were) /.test(text) &&
    !/\b(?:if|how|whether|that|which|who|what|where|when|I) [^,]*\b(?:is|are|was|were)\b|I am/.test(text)
  )
    return null
  if (/[*"\u201c\u201d&@]|https?:|\blocalhost\b|in (?:my|the|a) (?:terminal|shell|browser)/.test(text)) return null
  if (
    /[:;]|\.\s|\.$|\s[-–—]\s/.test(bare(text)) ||
    /^(?:see|refer|read|find|check|learn|visit|follow|keep|skip|ask|think|look|ensure|be|follow|note)\b/i.test(text)
  )
    return null
  return text
}

/** What people do with a page or a form; nobody asks how. */
const notTasks =
  /^(?:select|choose|access|visit|open|click|enter|type|wait|move|navigate|pick|play|press|note|enjoy|ship|keep|feel|opt|play|watch|show|see|contact|refer|read|walk|grab|drop|leave|ask)$/

/** Verbs that are as often nouns at the start of a heading ("File uploads", "Test plan"). */
const nounLike =
  /^(?:file|test|type|form|log|format|list|cache|query|route|host|map|style|sort|stream|process|place|package|mask|lock|link|limit|display|count|batch|benchmark|structure|schedule|request|report|record|review|release|return|result|mount|mock|model|plot|post|print|profile|proxy|range|reference|scale|scan|search|share|sign|stub|switch|tag|target|track|transfer|trigger|version|view|watch|work|guard|handle|host|hide|focus|exit|escape|draw|document|bundle|build|block|archive|backup|copy|debug|dump|edit|export|import|index|input|purge|push|raise|record|redirect|refresh|retry|run|split|start|stop|store|submit|support|sync|throttle|vote|sign|pass|pay|order|measure|match|login|launch|join|head|exchange|estimate|default|claim|change|capture|call|correct|clean|open|complete|secure|separate|clear|free|empty|present|direct|buffer|bypass|broadcast|boot|approach|appeal|access|abort|increase|increment|donate|issue|control)$/

/** Gerunds that name a subject as often as a deed ("Routing priority"). */
const nounGerund =
  /^(?:routing|testing|logging|caching|streaming|rendering|mapping|processing|building|binding|setting|training|listing|parsing|typing|handling|styling|tracking|timing|nesting|formatting|versioning|scripting|hosting|monitoring|lighting|rating|staging|mounting|operating|working|running|billing|ordering|shipping|pricing|reading|writing|loading|running|planning|funding|marketing|meeting)$/i

/** "Creating a middleware" or "Change port number" as a task, or null where a heading names none. */
export function taskOfHeading(heading: string): string | null {
  const text = heading.replace(/^how to\s+/i, '').replace(/[.!]$/, '')
  const [first = '', ...rest] = text.split(' ')
  if (
    /\b(?:is|are|was|were|will|has|have|now|cannot|no|makes|takes|gives|helps|allows|requires|needs|means|happens|works|causes|leads)\b/i.test(
      text,
    )
  )
    return null
  const gerund = infinitiveOfGerund(first)
  if (gerund !== null && rest.length > 0) {
    if (/ing$/i.test(rest[0] ?? '') && rest.length === 1) return null
    if (nounGerund.test(first) && !/^(?:the|an?|your|my|all|multiple|custom)$|s$|`/i.test(rest[0] ?? '')) return null
    if (/^(?:with|without|in|on|for|of|and|or|vs|is|as|at|to|from|by|,)$/i.test(rest[0] ?? '')) return null
    return taskPhrase([gerund, ...lowerTitleWords(rest)].join(' '))
  }
  if (rest.length === 0 || !actionVerbs.has(first.toLowerCase())) return null
  const second = rest[0] ?? ''
  if (/^(?:with|without|in|for|of|and|or|vs|as|is|are|on|at|to|from|by)$/i.test(second)) return null
  if (
    nounLike.test(first.toLowerCase()) &&
    !/^(?:the|an?|your|my|all|multiple|custom|`.*|up|out|only)$/i.test(second) &&
    !/^change$/i.test(first)
  )
    return null
  return taskPhrase([first.toLowerCase(), ...lowerTitleWords(rest)].join(' '))
}

/** Title Case inside a heading back to sentence case, names and code left alone: only where every long word is capitalised. */
export function lowerTitleWords(words: readonly string[]): readonly string[] {
  const long = words.filter((word) => /^[\p{L}]/u.test(word) && word.length > 3)
  const isTitleCase = long.length > 0 && long.every((word) => /^\p{Lu}/u.test(word))
  return words.map((word) => {
    if (/^(?:A|An|The|And|Or|With|In|On|For|To|Of|From|By|Your|My|As|At|Into|Using)$/.test(word)) return word.toLowerCase()
    return (isTitleCase || rest(words)) && /^\p{Lu}\p{Ll}+s?$/u.test(word) && (commonWord.test(word) || actionVerbs.has(word.toLowerCase()))
      ? word.toLowerCase()
      : word
  })
}

function rest(words: readonly string[]): boolean {
  return words.some((word) => /^\p{Ll}{4,}/u.test(word))
}

const commonWord =
  /^(?:multiple|single|custom|users?|static|files?|routes?|routing|middlewares?|requests?|responses?|headers?|errors?|handlers?|handling|options?|types?|values?|data|schemas?|plugins?|hooks?|servers?|clients?|apps?|applications?|tests?|testing|code|projects?|environments?|variables?|configurations?|settings?|tokens?|cookies?|paths?|parameters?|queries|query|body|context|status|codes?|methods?|functions?|components?|modules?|packages?|dependencies|versions?|groups?|logs?|logging|logger|caches?|caching|sessions?|databases?|tables?|columns?|models?|services?|containers?|images?|volumes?|networks?|ports?|number|large|larger|new|own|default|dynamic|validation|validators?|serialization|compilers?|streams?|streaming|content|language|languages?|templates?|views?|pages?|layouts?|forms?|fields?|inputs?|outputs?|authentication|authorization|access|security|properties|children|elements?|attributes?|arguments?|interfaces?|classes|objects|arrays|strings|numbers|lists?|commands?|scripts?|tools?|libraries|library|frameworks?|entry|point|build|base|local|locally|global|globally|nested|optional|required|existing|without|specific|different|all|more|best|practices|binary|parallel|simple|complex|automatic|manual|public|private|secure|health|check|checks|rate|limit|limits|limiting|support|loading|lazy|format|example|examples|process|workflow|feature|features|policy|policies|account|accounts|team|teams|issue|issues|merge|review|reviews|release|releases|branch|branches)$/i

function bare(text: string): string {
  return text.replace(/`[^`]*`/g, 'code')
}
