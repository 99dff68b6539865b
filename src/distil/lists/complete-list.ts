import type { AnswerBody } from '../../spec/answer.ts'
import type { Claim } from '../../spec/claim.ts'
import type { ListAim } from '../../spec/question.ts'
import { type ListMember, memberName, memberOwner } from './list-member.ts'

/**
 * The type of a list: a claim type, for options, defaults and definitions with what they belong to, as
 * `option:the CORS middleware`. This is what {@link ListAim.type} holds.
 */
export function listType(type: Claim['type'], owner: string | null): string {
  return owner === null ? type : `${type}:${owner}`
}

/**
 * Every member of the list among the claims of its file, folder or topic, once each, in reading order within a passage. The
 * claims are those of the aim's subject; `aim.place` is not looked at, because owners already tell sections apart.
 */
export function listMembers(claims: readonly Claim[], aim: Pick<ListAim, 'type'>): readonly ListMember[] {
  const colon = aim.type.indexOf(':')
  const type = colon < 0 ? aim.type : aim.type.slice(0, colon)
  const owner = colon < 0 ? null : aim.type.slice(colon + 1)
  const members = new Map<string, ListMember>()
  for (const claim of [...claims.filter((one) => one.type === type), ...claims.filter((one) => one.type !== type)]) {
    if (!isOfType(claim, type, owner) || claim.stamp === 'unverified' || (owner !== null && memberOwner(claim) !== owner)) continue
    const quote = claim.quotes[0]
    const name = memberName(claim)
    if (quote === undefined || name === null || !belongs(name, type, owner)) continue
    const key = name.toLowerCase()
    const known = members.get(key)
    if (known === undefined || saysMore(claim, known))
      members.set(key, {
        name,
        text: textOf(claim, type),
        value: type === 'default' ? null : claim.value,
        claim: claim.id,
        quote,
      })
  }
  return inOrder([...members.values()])
}

/** Members that stand in one passage in the order in which they stand there; passages in the order of their first. */
function inOrder(members: readonly ListMember[]): readonly ListMember[] {
  return [...Map.groupBy(members, (member) => member.quote.passage).values()].flatMap((together) =>
    together.toSorted((a, b) => a.quote.start - b.quote.start),
  )
}

/** An option that code documents by its default alone is an option of its type all the same. */
function isOfType(claim: Claim, type: string, owner: string | null): boolean {
  return (
    claim.type === type ||
    (type === 'option' && claim.type === 'default' && owner?.startsWith('`') === true && /^`\w+\.\w+`$/.test(claim.subject))
  )
}

/** A sentence says more of a variable than the line of code that reads it. */
function saysMore(claim: Claim, known: ListMember): boolean {
  if (claim.type !== 'environment-variable' || isCode(claim)) return false
  return readsVariable.test(known.text) || (known.text.split(' ').length < 6 && claim.text.split(' ').length >= 6)
}

function textOf(claim: Claim, type: string): string {
  if (type === 'default' && claim.value !== null) return claim.value
  return isCode(claim) ? `\`${claim.text.replace(/[,;]$/, '').replace(/`/g, "'")}\`` : claim.text
}

const readsVariable = /\b(?:process\.env|import\.meta\.env|Deno\.env|os\.environ|os\.[gG]etenv|std::env)\b/

/** Variables are found in prose and in lines of code; the latter read their value. */
function isCode(claim: Claim): boolean {
  return claim.type === 'environment-variable' && readsVariable.test(claim.text) && !claim.text.includes('`')
}

function belongs(name: string, type: string, owner: string | null): boolean {
  return type !== 'definition' || (owner !== null && /\(\)`$/.test(name))
}

/** A list as an answer: one line a member, each member's quote cited. */
export function listAnswer(members: readonly ListMember[]): AnswerBody {
  return {
    shape: 'list',
    text: members.map(memberLine).join('\n'),
    quotes: members.map((member) => member.quote),
    notes: [],
  }
}

function memberLine({ name, text, value, claim: _, quote: __ }: ListMember): string {
  const bare = (part: string): string => part.replace(/`/g, '').trim()
  if (text === '' || bare(text) === bare(name) || bare(text) === bare(value ?? '')) return `- ${name}`
  // A sentence that already opens with the name stands alone ("`x()` throws …").
  if (bare(text).startsWith(`${bare(name)} `)) return `- ${text.replace(/\s+/g, ' ')}`
  // What a text begins with is left out where it is the name itself ("`Options.depth`: how deep").
  const opening = /^`([^`]+)`\s*[:–—-]\s*/.exec(text)
  const repeats = opening?.[1] === bare(name) || opening?.[1]?.endsWith(`.${bare(name)}`) === true
  return `- ${name}: ${text.slice(repeats ? (opening?.[0].length ?? 0) : 0).replace(/\s+/g, ' ')}`
}
