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

/** A member of a type as code writes it, documented where it is declared: "`ReverieOptions.folder`". */
const dotted = /^`([A-Z][\w$]*)\.([\w$]+)`$/

/** The name under which a claim is a member of the list of its type, or null where it names nothing listable. */
export function memberName(claim: Claim): string | null {
  switch (claim.type) {
    case 'option':
    case 'default':
    case 'definition': {
      const member = dotted.exec(claim.subject)?.[2]
      if (member !== undefined) return `\`${member}\``
      return /^`[^`]+`(?=$|\s(?:in|of|[a-z]+ of)\s|\s[a-z]+$)/.exec(claim.subject)?.[0] ?? null
    }
    case 'environment-variable':
    case 'code':
      return /`[^`]+`/.exec(claim.subject)?.[0] ?? claim.value
    case 'command':
      if (/^`[^`]+` command$/.test(claim.subject)) return claim.subject.replace(/ command$/, '')
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

/**
 * What the options or functions of a claim belong to ("the CORS middleware"), '' for options that no owner is named of, or
 * null. Exit codes and commands that a table describes make lists of their own: "exit" and "described".
 */
export function memberOwner(claim: Claim): string | null {
  if (claim.type === 'code') return /^exit code\b/.test(claim.subject) ? 'exit' : 'error'
  if (claim.type === 'command') return /^`[^`]+` command$/.test(claim.subject) ? 'described' : 'typed'
  const type = dotted.exec(claim.subject)?.[1]
  if (type !== undefined) return `\`${type}\``
  if (/^`[^`]+` [a-z]+$/.test(claim.subject)) return ''
  return /^`[^`]+` (?:[a-z]+ of|in) (.+)$/.exec(claim.subject)?.[1] ?? null
}
