import type { Worded } from '../worded.ts'

const about =
  '(?:(?:[Aa]bout|[Aa]pproximately|[Aa]round|[Oo]ver|[Nn]early|[Aa]lmost|[Ss]ome|[Rr]oughly|[Mm]ore than|[Ll]ess than|[Aa]t least|[Uu]p to) )?'
const share = new RegExp(`^${about}\\d[\\d.,]* ?(?:%|per ?cent) of ((?:the |all )?[^,;:]+?)(?:, .*)?\\.$`)
const counted = new RegExp(
  `^(?:(In \\d{4}),? )?${about}\\d[\\d.,]*(?: (?:million|billion|thousand))? ((?:[a-z-]+ ){0,2}(?:[a-z]{3,}s|people|men|women|children)) ((?:are|were|have|had|live|lived|died|took|attended|speak|spoke|work|worked|use|used|participated|visited|visit) [^,;:]+?)(?:, .*)?\\.$`,
)
const leans =
  /\b(?:it|its|they|them|their|this|these|those|he|she|him|his|her|we|our|us|you|your|such|same|former|latter|above|below|following|here|there|respectively|other|others|another|remaining|of which|of whom|the (?:city|country|state|area|region|company|group|population|war|battle|film|book|event|team|rest))\b/i
const units =
  /(?:years|percent|times|miles|kilomet(?:er|re)s|met(?:er|re)s|feet|acres|hectares|pounds|dollars|euros|degrees|minutes|hours|days|months|points|others|centuries)$/

/** "What percentage of the residents are …?" and "How many people live in Warsaw?", where the subject is the amount. */
export function numberedSubjectQuestions(text: string): readonly Worded[] {
  const portion = share.exec(text)?.[1]
  if (portion !== undefined)
    return leans.test(portion) || !/ (?:is|are|was|were|has|have|had|[a-z]+s|[a-z]+ed) /.test(portion) || portion.split(' ').length > 16
      ? []
      : [{ text: `What percentage of ${portion}?`, probability: 0.85 }]
  const [, when, noun = '', rest = ''] = counted.exec(text) ?? []
  if (noun === '' || units.test(noun) || leans.test(rest) || !/\p{Lu}\p{L}+/u.test(rest) || rest.split(' ').length > 14) return []
  return [{ text: `How many ${noun} ${rest}${when === undefined ? '' : ` ${when.toLowerCase()}`}?`, probability: 0.85 }]
}
