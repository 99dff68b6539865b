import { tagWords } from './tagged-words.ts'

const honorific =
  /^(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|Lord|Judge|President|Prime Minister|King|Queen|Prince|Princess|Emperor|Empress|Pope|Saint|St|Reverend|General|Captain|Colonel|Senator|Governor|Chancellor|Sultan|Duke|Count|Father|Sister|Brother|Aunt|Uncle)\.?\s+\p{Lu}/u
const people =
  /\b(?:player|footballer|cricketer|president|student|doctor|physician|surgeon|nurse|friend|brother|sister|father|mother|parent|son|daughter|wife|husband|grandson|granddaughter|grandfather|grandmother|nephew|niece|uncle|aunt|cousin|widow|man|woman|boy|girl|child|teacher|professor|scholar|lady|gentleman|neighbou?r|actor|actress|singer|musician|composer|conductor|painter|sculptor|architect|artist|dancer|writer|author|poet|novelist|playwright|journalist|reporter|editor|king|queen|emperor|empress|prince|princess|duke|pope|bishop|priest|reverend|monk|nun|saint|prophet|theologian|philosopher|scientist|physicist|chemist|biologist|geologist|astronomer|mathematician|economist|historian|engineer|inventor|explorer|navigator|general|admiral|commander|soldier|officer|warrior|politician|senator|governor|mayor|minister|chancellor|diplomat|ambassador|lawyer|attorney|judge|activist|leader|founder|businessman|businesswoman|entrepreneur|executive|coach|manager|athlete|swimmer|boxer|wrestler|racer|director|producer|comedian|chef|farmer|sheriff|detective|nobleman|landowner|citizen|gossip|villain|protagonist|antagonist|immigrant|slave|orphan|rookie|quarterback|pitcher|goalkeeper|striker)\b/i

/**
 * Whether a subject is a person, from its words and what the sentence says it is: `yes`, `no`, or `unsure` where the name
 * looks like one and the sentence does not tell.
 */
export function isPerson(subject: string, sentence: string): 'yes' | 'no' | 'unsure' {
  if (!/^\p{Lu}/u.test(subject) || subject.includes('`') || /^(?:the|a|an)\s/i.test(subject)) return 'no'
  if (honorific.test(subject)) return 'yes'
  const said = /\b(?:is|was) (?:an?|the|one of the) ([^,.;]{2,70})/.exec(sentence.slice(Math.max(0, subject.length - 1)))?.[1] ?? ''
  const head = said.split(/\b(?:of|in|for|who|that|which|with|from|to|at|on|by)\b/)[0] ?? ''
  if (people.test(head) && !/\b(?:team|club|company|award|name|title|film|book|series|song|album|language|group|band)\b/i.test(head))
    return 'yes'
  if (/^member\b/.test(head)) return 'unsure'
  if (/\bwho\b/.test(said) && !/\b(?:of|with|for|people|those|players?|groups?)\b/.test(said)) return 'yes'
  const words = tagWords(sentence).slice(0, subject.split(' ').length)
  const looks = words.some((word) => word.tags.has('Person') || word.tags.has('FirstName') || word.tags.has('LastName'))
  return looks ? 'unsure' : 'no'
}
