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
 * Every member of the list among the claims of its file, folder or topic, once each, in the order of the claims. The
 * claims are those of the aim's subject; `aim.place` is not looked at, because owners already tell sections apart.
 */
export function listMembers(claims: readonly Claim[], aim: Pick<ListAim, 'type'>): readonly ListMember[] {
  const colon = aim.type.indexOf(':')
  const type = colon < 0 ? aim.type : aim.type.slice(0, colon)
  const owner = colon < 0 ? null : aim.type.slice(colon + 1)
  const members = new Map<string, ListMember>()
  for (const claim of claims) {
    if (claim.type !== type || claim.stamp === 'unverified' || (owner !== null && memberOwner(claim) !== owner)) continue
    const quote = claim.quotes[0]
    const name = memberName(claim)
    if (quote === undefined || name === null || !belongs(name, type, owner)) continue
    const key = name.toLowerCase()
    const known = members.get(key)
    // A sentence says more of a variable than the line of code that reads it.
    if (known === undefined || (known.text.split(' ').length < 6 && claim.text.split(' ').length >= 6))
      members.set(key, {
        name,
        text: type === 'default' && claim.value !== null ? claim.value : claim.text,
        value: type === 'default' ? null : claim.value,
        claim: claim.id,
        quote,
      })
  }
  return [...members.values()]
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
  return `- ${name}: ${text.replace(/^`[^`]+`\s*[:–—-]\s*/, '').replace(/\s+/g, ' ')}`
}
