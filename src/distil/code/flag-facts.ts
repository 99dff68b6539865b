import { matchingBracket } from './bracket-text.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { makeFact } from './make-fact.ts'

const calls: Readonly<Record<CodeSubject['family'], RegExp | null>> = {
  script: /\.(?:option|requiredOption)\(|new (?:Option)\(/g,
  python: /\b(?:\w+\.)?(?:add_argument|add_option)\(|@(?:\w+\.)?option\(/g,
  go: /\b(?:flag|fs|flags|flagSet|pflag|\w*[fF]lags?\(\))\.(?:String|Bool|Int|Int64|Uint|Uint64|Duration|Float64|Func|BoolFunc)(?:Var|P|VarP)?\(/g,
  rust: null,
  java: null,
}

/** Command-line options as argument parsers declare them: commander, argparse, click, Go's flag. */
export function flagFacts(subject: CodeSubject): readonly CodeFact[] {
  const { surface, family } = subject
  const pattern = calls[family]
  if (pattern === null) return []
  const facts: (CodeFact | null)[] = []
  for (const match of surface.code.matchAll(pattern)) {
    const open = match.index + match[0].length - 1
    const close = matchingBracket(surface.code, open)
    if (close === null || close - match.index > 900) continue
    const text = surface.text.slice(open + 1, close)
    const name = flagName(text, family)
    if (name === null || !describes(text, family)) continue
    const start = family === 'script' && match[0].startsWith('.') ? match.index : match.index
    const common = { spans: [{ start, end: close + 1 }], type: 'option', subject: `\`${name}\``, salience: 0.8 } as const
    facts.push(makeFact(subject, { ...common, detail: { kind: 'flag', name }, text: `Option \`${name}\`: ${text}` }))
    const fallback = flagDefault(text, family)
    if (fallback !== null) {
      facts.push(
        makeFact(subject, {
          ...common,
          detail: { kind: 'flag-default', name },
          type: 'default',
          value: fallback,
          text: `The default of \`${name}\` is \`${fallback}\`.`,
          salience: 0.75,
        }),
      )
    }
  }
  return facts.filter((fact) => fact !== null)
}

function flagName(text: string, family: CodeSubject['family']): string | null {
  if (family === 'go') {
    const name = /^\s*(?:&?[\w.]+\s*,\s*)?"([a-zA-Z][\w.-]*)"/.exec(text)?.[1]
    return name === undefined ? null : `-${name}`
  }
  return /["'`][^"'`]*?(--[a-zA-Z][\w-]*)/.exec(text)?.[1] ?? null
}

function describes(text: string, family: CodeSubject['family']): boolean {
  if (family === 'python') return /\bhelp\s*=/.test(text) && !/\bhelp\s*=\s*(?:argparse\.)?SUPPRESS/.test(text)
  const literals = text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g) ?? []
  return literals.some((literal) => literal.split(/\s+/).length >= 3)
}

function flagDefault(text: string, family: CodeSubject['family']): string | null {
  if (family === 'python') {
    const value = /\bdefault\s*=\s*([^,()\n]+)/.exec(text)?.[1]?.trim()
    return value === undefined || /^(?:None|False|argparse|SUPPRESS|\[\]|''|"")/.test(value) ? null : value
  }
  if (family === 'go') {
    const value = /"[\w.-]+"\s*,\s*([^,"]+|"[^"]+")\s*,\s*["`]/.exec(text)?.[1]?.trim()
    return value === undefined || /^(?:""|false|0|nil)$/.test(value) ? null : value
  }
  const value = /,\s*("[^"]*"|'[^']*'|\d[\w.]*|true)\s*$/.exec(text.trimEnd())?.[1]
  const literals = text.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g) ?? []
  return value === undefined || (literals.length < 3 && /^["']/.test(value)) ? null : value
}
