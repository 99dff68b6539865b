import type { PassageSymbol } from '../../spec/parser.ts'

/** Whether the symbol is called: functions, methods, and constants that hold a function. */
export function isCallable(symbol: PassageSymbol): boolean {
  if (symbol.kind === 'function' || symbol.kind === 'method') return !/^(?:export\s+|public\s+|static\s+)*get\s/.test(symbol.signature)
  return (
    symbol.kind === 'constant' &&
    /=\s*(?:async\s+)?(?:function\b|lambda\b|(?:<[^=]*>\s*)?\([^()]*(?:\([^()]*\)[^()]*)*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>)/.test(
      symbol.signature,
    )
  )
}

/** The symbol as it is named in a question or claim: `` `Router.add()` ``. */
export function symbolWords(symbol: PassageSymbol): string {
  const path = symbol.path.replace(/\.(?:__init__|constructor)$/, '')
  return `\`${path}${isCallable(symbol) ? '()' : ''}\``
}

/** The last name of the path. */
export function lastName(symbol: PassageSymbol): string {
  return symbol.path.slice(symbol.path.lastIndexOf('.') + 1)
}
