interface Span {
  readonly start: number
  readonly end: number
}

const script = /^[ \t]*import\b(?!\s*\()[^'";()=]*(?:from\s*)?(?:'[^'\n]*'|"[^"\n]*")[ \t]*(?:with\s*\{[^}]*\})?;?/gm
const python = /^(?:from[ \t]+\S+[ \t]+import[ \t]*\([^)]*\)|(?:from[ \t]+\S+[ \t]+)?import[ \t][^\n(]*)/gm
const dotted = /^(?:import|using)[ \t][^\n;=(]*;?/gm
const rust = /^(?:pub[ \t]+)?use\s[^;]*;/gm
const go = /^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"[^"\n]+"[ \t]*$/gm

const byLanguage: Readonly<Record<string, RegExp>> = {
  ...of(script, 'typescript tsx ts javascript jsx js mjs cjs'),
  ...of(python, 'python py'),
  ...of(dotted, 'java kotlin scala csharp cs swift dart'),
  ...of(rust, 'rust rs'),
  ...of(go, 'go'),
}

function of(pattern: RegExp, names: string): Readonly<Record<string, RegExp>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, pattern]))
}

/** Where the statements stand that only bring names in, whose order says nothing. */
export function importSpans(text: string, language: string): readonly Span[] {
  const pattern = byLanguage[language]
  return pattern === undefined
    ? []
    : [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}
