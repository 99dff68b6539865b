import type { ClaimType } from '../../spec/claim.ts'
import type { PassageSymbol } from '../../spec/parser.ts'
import type { SkillPassage } from '../../spec/skills.ts'
import type { Span } from './code-surface.ts'

/** What a fact states, with the parts its question is worded from. Names are as written in the source. */
export type FactDetail =
  /** What the symbol is or does, by its comment. */
  | { readonly kind: 'purpose'; readonly symbol: PassageSymbol; readonly lead: string }
  /** A symbol without a usable comment: its signature only; never asked about. */
  | { readonly kind: 'signature'; readonly symbol: PassageSymbol }
  | { readonly kind: 'returns'; readonly symbol: PassageSymbol }
  /** Every guarded `return value` of the function. */
  | { readonly kind: 'returns-when'; readonly symbol: PassageSymbol; readonly value: string }
  | { readonly kind: 'throws-message'; readonly symbol: PassageSymbol; readonly message: string; readonly verb: ThrowVerb }
  | { readonly kind: 'throws-kind'; readonly symbol: PassageSymbol; readonly error: string; readonly verb: ThrowVerb }
  | { readonly kind: 'throws-documented'; readonly symbol: PassageSymbol; readonly error: string | null; readonly verb: ThrowVerb }
  | { readonly kind: 'error-message'; readonly symbol: PassageSymbol }
  | { readonly kind: 'raised-when'; readonly symbol: PassageSymbol; readonly verb: 'raised' | 'returned' | 'thrown' }
  | { readonly kind: 'parameter'; readonly symbol: PassageSymbol; readonly name: string }
  | { readonly kind: 'member'; readonly symbol: PassageSymbol; readonly name: string; readonly callable: boolean }
  /** A member without a word said of it: it belongs to its type's list and is asked about nowhere else. */
  | { readonly kind: 'bare-member'; readonly symbol: PassageSymbol; readonly name: string }
  | { readonly kind: 'default'; readonly symbol: PassageSymbol; readonly name: string; readonly of: 'parameter' | 'member' | 'fallback' }
  | { readonly kind: 'allowed'; readonly symbol: PassageSymbol; readonly name: string | null }
  /** What happens in a case the comment spells out: `when` is the clause after `if` or `when`, `join` that word. */
  | {
      readonly kind: 'case'
      readonly symbol: PassageSymbol
      readonly member: string | null
      readonly join: 'if' | 'when'
      readonly when: string
    }
  | { readonly kind: 'constant'; readonly symbol: PassageSymbol; readonly holds: 'pattern' | 'values' | 'value' }
  | { readonly kind: 'environment'; readonly name: string; readonly fallback: boolean }
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'flag-default'; readonly name: string }
  | { readonly kind: 'exit'; readonly symbol: PassageSymbol | null; readonly code: string }
  | {
      readonly kind: 'deprecation'
      readonly symbol: PassageSymbol
      readonly member: string | null
      readonly callable: boolean
      readonly replaced: boolean
    }
  /** Why the code does what it does, by a remark beside it; `action` reads after "does `f()`". */
  | { readonly kind: 'why'; readonly symbol: PassageSymbol; readonly action: string }
  | { readonly kind: 'why-so'; readonly symbol: PassageSymbol }
  | { readonly kind: 'caution'; readonly symbol: PassageSymbol; readonly change: boolean }
  | { readonly kind: 'example'; readonly symbol: PassageSymbol }
  | { readonly kind: 'owed'; readonly symbol: PassageSymbol }
  /** One place where a function calls another, by the called name as written. */
  | { readonly kind: 'call'; readonly symbol: PassageSymbol; readonly called: string }

export type ThrowVerb = 'throw' | 'raise' | 'panic' | 'exit' | 'return an error' | 'return'

/** A fact read from one passage, before it becomes a claim. */
export interface CodeFact {
  readonly detail: FactDetail
  readonly passage: SkillPassage
  /** Spans of the passage's text that state it, in order. */
  readonly spans: readonly Span[]
  readonly type: ClaimType
  /** The symbol, option or variable, in backticks. */
  readonly subject: string
  /** One statement, readable alone. */
  readonly text: string
  readonly value: string | null
  /** 0..1 */
  readonly salience: number
}
