import type { PassageSymbol } from '../../spec/parser.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { Span } from './code-surface.ts'
import { importedNames } from './imported-names.ts'
import { lineSpan, makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

/** A name with more callers than this in one file is not listed caller by caller. */
const mostCallers = 4

/**
 * Where the functions of a file call its own exported functions, or what it imports from its own project, once for each
 * caller and called name. Each quotes the first line of the caller and the call. They are what "who calls" is answered
 * from, across files. Read from TypeScript, JavaScript and Python.
 */
export function callFacts(subjects: readonly CodeSubject[]): readonly CodeFact[] {
  const callable = new Map([...ownFunctions(subjects), ...importedNames(subjects)])
  if (callable.size === 0) return []
  const byName = new Map<string, Map<string, CodeFact>>()
  for (const subject of subjects) {
    const { symbol, surface } = subject
    if (symbol === null || (subject.family !== 'script' && subject.family !== 'python')) continue
    for (const match of surface.code.matchAll(
      /(?<![\w$])(?<![\w$)\]?]\.)(?:([A-Za-z_$][\w$]*)\.)?([A-Za-z_$][\w$]*)\s*(?:<[^<>()]*>)?\(/g,
    )) {
      const [whole, space, name = ''] = match
      const called = space === undefined ? callable.get(name) : callable.get(space) === '*' ? name : undefined
      if (called === undefined || called === '*' || called.length < 4 || called.startsWith('_') || called === symbol.path) continue
      const callers = byName.get(called) ?? new Map<string, CodeFact>()
      byName.set(called, callers)
      const fact = callers.has(symbol.path)
        ? null
        : callFact(subject, symbol, called, { start: match.index, end: match.index + whole.length })
      if (fact !== null) callers.set(symbol.path, fact)
    }
  }
  return [...byName].flatMap(([called, callers]) => {
    const facts = [...callers.values()]
    const first = facts[0]
    if (facts.length <= mostCallers || first === undefined) return facts
    return [
      { ...first, subject: `\`${called}()\``, text: `\`${called}()\` is called by ${facts.length} functions of this file.`, salience: 0.1 },
    ]
  })
}

function callFact(subject: CodeSubject, symbol: PassageSymbol, called: string, call: Span): CodeFact | null {
  const line = lineSpan(subject.surface.text, call)
  const shown = line.end - line.start <= 200 ? line : call
  return makeFact(subject, {
    detail: { kind: 'call', symbol, called },
    spans: subject.continues ? [shown] : [headLine(subject), shown],
    type: 'other',
    subject: symbolWords(symbol),
    text: `${symbolWords(symbol)} calls \`${called}()\`.`,
    value: called,
    salience: 0.12,
  })
}

function ownFunctions(subjects: readonly CodeSubject[]): readonly (readonly [string, string])[] {
  return subjects.flatMap(({ symbol }) =>
    symbol?.kind === 'function' && symbol.exported && !symbol.path.includes('.') ? [[symbol.path, symbol.path] as const] : [],
  )
}

function headLine(subject: CodeSubject): Span {
  const line = lineSpan(subject.surface.text, { start: subject.definitionAt, end: subject.definitionAt + 1 })
  return line.end - line.start <= 180 ? line : { start: line.start, end: line.start + 180 }
}
