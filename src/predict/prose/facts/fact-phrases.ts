import { joinWords } from '../../../distil/english/tagged-words.ts'
import type { Clause } from './clause.ts'

/** A date phrase of a clause; `before` is what of the rest stands before it. */
export interface FoundPhrase {
  readonly text: string
  readonly before: string
}

const yearly = /^(?:1[0-9]\d\d|20\d\d)s?$/
const month =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter|early|late|mid|\d{1,2}(?:st|nd|rd|th)?)$/

/** "in 1774", "on 1 August 1774", "In the 17th century, …": only where a year, month or century is named. */
export function datePhrase(clause: Clause): FoundPhrase | null {
  const lead =
    /^(?:in|on|by|during) (?:the )?(?:(?:early|late|mid|spring|summer|autumn|fall|winter|of)[ -])*(?:\p{Lu}\p{L}+ )?(?:\d{1,2},? )?(?:\p{Lu}\p{L}+ )?(?:(?:1[0-9]\d\d|20\d\d)s?|\d{1,2}th[ -]century)$/iu
  if (clause.lead !== '' && lead.test(clause.lead)) {
    const rest = plainRest(clause)
    return rest === null ? null : { text: clause.lead, before: rest }
  }
  const words = clause.restWords
  for (let index = 0; index < words.length; index++) {
    const word = words[index]
    if (word === undefined || !/^(?:in|on|by|during|since)$/.test(word.lower)) continue
    let end = index + 1
    while (
      end < words.length &&
      end - index < 6 &&
      (month.test(words[end]?.lower ?? '') ||
        yearly.test(words[end]?.lower ?? '') ||
        /^(?:the|of)$/.test(words[end]?.lower ?? '') ||
        /^\d{1,2}th$/.test(words[end]?.lower ?? ''))
    )
      end++
    const phrase = words.slice(index + 1, end)
    if (
      !phrase.some(
        (part) =>
          yearly.test(part.lower) ||
          /^(?:january|february|march|april|june|july|august|september|october|november|december)$/.test(part.lower),
      )
    )
      continue
    const next = words[end]
    const isEnd =
      next === undefined ||
      /[,]/.test(words[end - 1]?.after ?? '') ||
      /^(?:by|in|at|with|when|after|as|and|under|near|on|but)$/.test(next.lower)
    if (!isEnd) return null
    const before = owned(joinWords(words, 0, index), clause)
    return leans(before) || /\b(?:that|which|who|and)\b/.test(before) || before.split(' ').length > 12
      ? null
      : { text: joinWords(words, index, end), before }
  }
  return null
}

/** "its first model" of one named subject as "the first model": the question names whose it is. */
function owned(phrase: string, clause: Clause): string {
  const isNamed = clause.auxiliaries.length === 0 && /^(?:the )?\p{Lu}/u.test(clause.subject) && !/ and /.test(clause.subject)
  return isNamed ? phrase.replace(/^(?:its|his|her) (?=[a-z]+ )/, 'the ') : phrase
}

/** "in Wiltshire", "near the River Vistula": the first place phrase of the rest. */
export function placePhrase(clause: Clause): FoundPhrase | null {
  const words = clause.restWords
  for (let index = 0; index < Math.min(words.length, 6); index++) {
    const word = words[index]
    if (word === undefined || !/^(?:in|at|near|on|along|outside|between)$/.test(word.lower)) continue
    const next = words[index + 1]
    const after = words[index + 2]
    const named =
      (next !== undefined && /^\p{Lu}\p{L}+/u.test(next.text) && !month.test(next.lower)) ||
      (/^the$/.test(next?.lower ?? '') &&
        /^\p{Lu}|^(?:north|south|east|west|central|center|centre|middle|city|southern|northern|western|eastern)/u.test(after?.text ?? ''))
    if (!named || index > 3) return null
    const before = joinWords(words, 0, index)
    return leans(before) ? null : { text: joinWords(words, index), before }
  }
  return null
}

/** "193 member states": a number with the plural noun it counts; `index` is where in the rest it stands. */
export function numberedNoun(clause: Clause): { readonly index: number; readonly noun: string; readonly after: string } | null {
  const words = clause.restWords
  const skip = /^(?:about|approximately|over|around|nearly|almost|roughly|only|exactly|some)$/.test(words[0]?.lower ?? '') ? 1 : 0
  const number = words[skip]
  if (
    number === undefined ||
    !/^(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred)$/.test(
      number.lower,
    ) ||
    yearly.test(number.lower)
  )
    return null
  let end = skip + 1
  while (
    end < words.length &&
    end - skip <= 4 &&
    !words[end - 1]?.after.includes(',') &&
    /^[a-z-]+$/i.test(words[end]?.text ?? '') &&
    (words[end]?.tags.has('Noun') || words[end]?.tags.has('Adjective')) &&
    !/^(?:million|billion|thousand|percent|per|years?|old|times?|(?:kilo|centi|milli|micro)?(?:met(?:er|re)s?|lit(?:er|re)s?|grams?)|miles|feet|inches|acres|hectares|pounds|euros|dollars|degrees|points)$/.test(
      words[end]?.lower ?? '',
    )
  ) {
    end++
    if (words[end - 1]?.tags.has('Plural')) break
  }
  const head = words[end - 1]
  if (end === skip + 1 || head === undefined || !head.tags.has('Plural') || !/s$|^(?:people|men|women|children)$/.test(head.lower))
    return null
  const after = joinWords(words, end)
  return {
    index: 0,
    noun: joinWords(words, skip + 1, end),
    after: /^(?:in|on|at|within) /.test(after) && after.split(' ').length <= 8 && !/,/.test(after) && !leans(after) ? after : '',
  }
}

/** The rest of a sentence that can follow "Who discovered …": one clause, nothing that leans on other sentences, or null. */
export function withoutTail(clause: Clause): string | null {
  const cut = clause.restWords.findIndex((_, index) => index > 0 && /,/.test(clause.restWords[index - 1]?.after ?? ''))
  const kept = cut < 0 ? clause.restWords : clause.restWords.slice(0, cut)
  const rest = joinWords(kept)
  if (rest === '' || leans(rest) || rest.split(' ').length > 18) return null
  if (cut >= 0 && /\d+ \w+$/.test(rest)) return null
  const that = kept.findIndex((word) => word.lower === 'that')
  if (that >= 0 && (cut >= 0 || !kept.slice(that + 2).some((word) => word.tags.has('Verb') && !word.tags.has('Gerund')))) return null
  if (
    cut >= 0 &&
    (kept.some((word) => /^(?:and|or|both|either|between|if|when|while)$/.test(word.lower)) || !kept.at(-1)?.tags.has('Noun'))
  )
    return null
  const names = (rest.match(/\p{Lu}\p{L}+|`[^`]+`/gu) ?? []).length
  const content = rest.split(' ').filter((word) => word.length > 3).length
  return names > 0 || content >= 3 ? rest : null
}

function plainRest(clause: Clause): string | null {
  return withoutTail(clause) ?? (clause.rest === '' && clause.verb !== '' ? '' : null)
}

/** True where a phrase points at something said elsewhere. */
function leans(text: string): boolean {
  return (
    /\b(?:it|its|itself|they|them|their|this|these|those|he|she|him|his|her|hers|such|same|former|latter|above|below|following|here|we|our|us|you|your|one another|similar|remaining|respectively|the (?:other|others|city|country|state|company|team|group|area|region|work|former|two|three|film|book|show|song|game|virus|disease|population|church|king|queen|party|war|battle|event|paper|study|author|authors))\b(?! of)/i.test(
      text,
    ) || bareDefinite(text)
  )
}

const known =
  /^(?:world|sun|earth|moon|universe|atmosphere|sea|ocean|internet|web|public|past|present|future|time|air|ground|environment|economy|human|brain|heart|body|late|early|same|first|last|only|north|south|east|west|season|league|sky|whole|rest|end|top|bottom|beginning|start|use|number|amount)$/

/** "the service" with nothing that says which one. */
function bareDefinite(text: string): boolean {
  for (const match of text.matchAll(
    /\bthe ([a-z]+)(?= (?:in|on|at|by|to|from|for|with|and|as|is|was|are|were|during|after|before)\b|[,.]|$)/g,
  ))
    if (!known.test(match[1] ?? '')) return true
  return false
}
