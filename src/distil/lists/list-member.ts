import type { Claim, Quote } from '../../spec/claim.ts'
import type { ClaimId } from '../../spec/ids.ts'

/** One member of a complete list, with the quote that shows it. */
export interface ListMember {
  /** The member as listed ("`origin`", "npm run dev"). */
  readonly name: string
  /** What is said of it in one sentence, or ''. */
  readonly text: string
  readonly value: string | null
  readonly claim: ClaimId
  readonly quote: Quote
}

/** The name under which a claim is a member of the list of its type, or null where it names nothing listable. */
export function memberName(claim: Claim): string | null {
  switch (claim.type) {
    case 'option':
    case 'default':
    case 'definition':
      return /^`[^`]+`(?=$|\s(?:in|of|[a-z]+ of)\s)/.exec(claim.subject)?.[0] ?? null
    case 'environment-variable':
    case 'code':
      return /`[^`]+`/.exec(claim.subject)?.[0] ?? claim.value
    case 'command':
      return claim.value === null || claim.subject.startsWith('`') || /^(?:mkdir|cd|touch|echo|export|ls|cat|rm|cp|mv)\b/.test(claim.value)
        ? null
        : `\`${claim.value}\``
    case 'deprecation':
      return deprecated(claim.text)
    case 'limit':
      return claim.value === null ? null : claim.text
    case 'requirement':
    case 'warning':
    case 'instruction':
    case 'other':
      return null
  }
}

/** What a sentence calls deprecated: its subject, or the one code name in it. */
function deprecated(text: string): string | null {
  const subject =
    /^(?:the |please note that |note that )?(.{2,60}?) (?:is|are|was|were|has been|have been)(?: now| also| officially)? (?:deprecated|removed|no longer)\b/i.exec(
      text,
    )?.[1]
  if (subject !== undefined && !/[,*]|\b(?:it|they|this|that|is|are|whilst|while|with|if|when|in|but|and)\b/i.test(subject)) return subject
  const names = [...new Set(text.match(/`[^`]+`/g) ?? [])]
  return names.length === 1 ? (names[0] ?? null) : null
}

/** What the options or functions of a claim belong to ("the CORS middleware"), or null. */
export function memberOwner(claim: Claim): string | null {
  return /^`[^`]+` (?:[a-z]+ of|in) (.+)$/.exec(claim.subject)?.[1] ?? null
}
