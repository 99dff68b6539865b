import type { CodeFact, ThrowVerb } from '../../distil/code/code-fact.ts'
import { optionLike } from '../../distil/code/member-facts.ts'
import { opensWithVerb } from '../../distil/code/opens-with-verb.ts'
import { isCallable, lastName, symbolWords } from '../../distil/code/symbol-words.ts'
import type { PassageSymbol } from '../../spec/parser.ts'

/** The question a developer would ask that the fact answers, or null where nobody would ask. */
export function wordQuestion(fact: CodeFact): string | null {
  const { detail } = fact
  switch (detail.kind) {
    case 'signature':
    case 'call':
      return null
    case 'purpose':
      return purpose(detail.symbol, detail.lead)
    case 'returns':
      return `What does ${symbolWords(detail.symbol)} return?`
    case 'returns-when':
      return `When does ${symbolWords(detail.symbol)} return ${detail.value.includes(' ') ? detail.value : `\`${detail.value}\``}?`
    case 'throws-message':
      return throwsMessage(detail.symbol, detail.message, detail.verb)
    case 'throws-kind':
      return `When does ${symbolWords(detail.symbol)} ${detail.verb === 'return an error' ? 'return the error' : detail.verb} ${/^(?:Error|Exception|RuntimeException)$/.test(detail.error) ? 'an error' : `\`${detail.error}\``}?`
    case 'throws-documented':
      return detail.error === null
        ? `When does ${symbolWords(detail.symbol)} ${detail.verb === 'throw' || detail.verb === 'raise' ? `${detail.verb} an error` : detail.verb}?`
        : `When does ${symbolWords(detail.symbol)} ${detail.verb === 'return an error' ? 'return' : detail.verb} \`${detail.error}\`?`
    case 'error-message':
      return `What message does ${symbolWords(detail.symbol).replace('()', '')} carry?`
    case 'raised-when':
      return `When is ${symbolWords(detail.symbol)} ${detail.verb}?`
    case 'parameter':
      return `What is the \`${detail.name}\` parameter of ${symbolWords(detail.symbol)}?`
    case 'member':
      return member(detail.symbol, detail.name, detail.callable)
    case 'bare-member':
      return null
    case 'default':
      return defaultOf(detail.symbol, detail.name, detail.of)
    case 'allowed':
      return allowed(detail.symbol, detail.name)
    case 'case':
      return statedCase(detail.symbol, detail.member, detail.join, detail.when)
    case 'constant':
      return constant(detail.symbol, detail.holds)
    case 'environment':
      return detail.fallback
        ? `What is used when the environment variable \`${detail.name}\` is not set?`
        : `What is the environment variable \`${detail.name}\` used for?`
    case 'flag':
      return `What does the \`${detail.name}\` option do?`
    case 'flag-default':
      return `What is the default of the \`${detail.name}\` option?`
    case 'exit':
      return detail.symbol === null
        ? `When does the program exit with code ${detail.code}?`
        : `When does ${symbolWords(detail.symbol)} exit with code ${detail.code}?`
    case 'deprecation':
      return deprecation(detail.symbol, detail.member, detail.callable, detail.replaced)
    case 'why':
      return `Why does ${symbolWords(detail.symbol)} ${detail.action}?`
    case 'why-so':
      return isCallable(detail.symbol) || detail.symbol.kind === 'class'
        ? `Why is ${symbolWords(detail.symbol)} written the way it is?`
        : `Why is ${symbolWords(detail.symbol)} defined the way it is?`
    case 'caution':
      return detail.change
        ? `What must one know before changing ${symbolWords(detail.symbol)}?`
        : `What should one watch out for when using ${symbolWords(detail.symbol)}?`
    case 'example':
      return `How is ${symbolWords(detail.symbol)} used?`
    case 'owed':
      return `What is still to be done in ${symbolWords(detail.symbol)}?`
  }
}

function purpose(symbol: PassageSymbol, lead: string): string {
  const named = lead.replace(new RegExp(`^\`?${escaped(symbol.path.split('.').at(-1) ?? '')}\`?(?:\\(\\))?\\s+`), '')
  const words = symbolWords(symbol)
  if (/^(?:Deprecated|@deprecated)/i.test(lead)) return `What is ${words}?`
  const doing = opensWithVerb(named)
  if (!isCallable(symbol)) return doing ? `What is ${words} for?` : `What is ${words}?`
  if (/^(?:Returns?|Gets?|Computes?|Calculates?|Retrieves?|Finds?)\b/i.test(named)) return `What does ${words} return?`
  if (/^(?:Whether|Checks? (?:if|whether)|Tests? (?:if|whether)|True if|Determines? (?:if|whether)|reports whether)\b/i.test(named))
    return `What does ${words} check?`
  if (
    /^(?:Called|Invoked|Run|Triggered|Fired) (?:when|whenever|after|before|by|if|on|once|for (?:each|every)|just|right|immediately)\b/.test(
      named,
    )
  )
    return `When is ${words} called?`
  if (/^(?:Called|Invoked|Used|Intended|Meant|Useful) /.test(named)) return `What is ${words} for?`
  if (doing) return `What does ${words} do?`
  if (/^(?:is|has|can|should)[A-Z_]/.test(lastName(symbol))) return `What does ${words} check?`
  const says = /\b(?:is|are|must|can|cannot|should|may|has|does|needs?)\b/.test(named.slice(0, 80))
  if (/,\s+so\b|\bbecause\b|\bmust\b/.test(lead) && (says || !/^(?:The|An?) /i.test(named))) return `Why is ${words} needed?`
  if (givesThing.test(named)) return `What does ${words} return?`
  const isThing = /^(?:An?|The|[A-Z][\w-]+ (?:of|for|that|to)) /.test(named) && !/\b(?:is|are|will|can|has|does)\b/.test(named.slice(0, 60))
  return isThing ? `What is ${words}?` : `What does ${words} do?`
}

/** A function described by what it gives. */
const givesThing =
  /^(?:[Tt]he|All|Every|Each|An? (?:copy|list|new|function|string|number|map|set|array|promise|tuple|view|pair|digest|key)|Names|Lines|Rows|Paths) (?!same\b)/

function throwsMessage(symbol: PassageSymbol, message: string, verb: ThrowVerb): string {
  const shown = message.length > 110 ? `${message.slice(0, message.lastIndexOf(' ', 100))} …` : message
  const quoted = `“${shown.replace(/[.:]$/, '').trim()}”`
  switch (verb) {
    case 'return an error':
      return `When does ${symbolWords(symbol)} return the error ${quoted}?`
    case 'panic':
      return `When does ${symbolWords(symbol)} panic with ${quoted}?`
    case 'exit':
      return `When does ${symbolWords(symbol)} exit with ${quoted}?`
    case 'raise':
      return `When does ${symbolWords(symbol)} raise ${quoted}?`
    default:
      return `When does ${symbolWords(symbol)} throw ${quoted}?`
  }
}

function member(symbol: PassageSymbol, name: string, callable: boolean): string {
  if (optionLike(symbol)) return `What does the \`${name}\` option of \`${symbol.path}\` do?`
  if (symbol.kind === 'enum') return `What does \`${symbol.path}.${name}\` mean?`
  return callable ? `What does \`${symbol.path}.${name}()\` do?` : `What is \`${symbol.path}.${name}\`?`
}

function defaultOf(symbol: PassageSymbol, name: string, of: 'parameter' | 'member' | 'fallback'): string {
  if (of === 'parameter') return `What is the default of the parameter \`${name}\` of ${symbolWords(symbol)}?`
  if (of === 'member')
    return optionLike(symbol)
      ? `What is the default of the \`${name}\` option of \`${symbol.path}\`?`
      : `What is the default of \`${symbol.path}.${name}\`?`
  return `What is the default of \`${name}\` in ${symbolWords(symbol)}?`
}

function allowed(symbol: PassageSymbol, name: string | null): string {
  if (name !== null)
    return optionLike(symbol)
      ? `Which values does the \`${name}\` option of \`${symbol.path}\` accept?`
      : `Which values can \`${symbol.path}.${name}\` have?`
  return symbol.kind === 'enum' ? `Which members does the enum \`${symbol.path}\` have?` : `Which values can \`${symbol.path}\` have?`
}

function statedCase(symbol: PassageSymbol, name: string | null, join: 'if' | 'when', when: string): string | null {
  const bare =
    /^(?:nil|null|zero|empty|negative|true|false|undefined|None|True|False|not (?:set|given|specified|provided|present|supplied)|unset|omitted|set|non-nil|non-zero|invalid|valid|unspecified|absent|positive|missing|enabled|disabled|provided|specified)\b/i
  if (name !== null) {
    const owner = `\`${symbol.path}.${name}\``
    return bare.test(when) ? `What happens ${join} ${owner} is ${when}?` : `What happens with ${owner} ${join} ${lowerFirst(when)}?`
  }
  if (bare.test(when))
    return symbol.kind === 'constant' && !isCallable(symbol) ? `What happens ${join} ${symbolWords(symbol)} is ${when}?` : null
  return isCallable(symbol)
    ? `What does ${symbolWords(symbol)} do ${join} ${lowerFirst(when)}?`
    : `What happens with ${symbolWords(symbol)} ${join} ${lowerFirst(when)}?`
}

function constant(symbol: PassageSymbol, holds: 'pattern' | 'values' | 'value'): string {
  if (holds === 'pattern') return `What does the regular expression ${symbolWords(symbol)} match?`
  return holds === 'values' ? `Which values are in ${symbolWords(symbol)}?` : `What is the value of ${symbolWords(symbol)}?`
}

function deprecation(symbol: PassageSymbol, name: string | null, callable: boolean, replaced: boolean): string {
  const words = name === null ? symbolWords(symbol) : `\`${symbol.path}.${name}${callable ? '()' : ''}\``
  return replaced ? `What should be used instead of the deprecated ${words}?` : `Is ${words} deprecated?`
}

function lowerFirst(text: string): string {
  return /^(?:The|A|An|Any|All|One|No|Each|Every|Both|Either)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
