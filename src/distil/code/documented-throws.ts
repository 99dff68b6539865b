import type { PassageSymbol } from '../../spec/parser.ts'
import type { CodeFact, ThrowVerb } from './code-fact.ts'
import type { CodeFamily } from './code-family.ts'
import type { CodeSubject } from './code-subject.ts'
import type { DocComment } from './doc-comment.ts'
import { makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

/** What a comment says about errors: `@throws`, `Raises:`, `# Errors`, `# Panics`, `# Safety`. */
export function documentedThrows(subject: CodeSubject, symbol: PassageSymbol, comment: DocComment): readonly CodeFact[] {
  const facts: (CodeFact | null)[] = []
  for (const tag of comment.tags) {
    const first = tag.sentences[0]
    const last = tag.sentences.at(-1)
    if (first === undefined || last === undefined) continue
    const text = tag.sentences.map((sentence) => sentence.text).join(' ')
    if (text.length < 15) continue
    const spans = [{ start: first.start, end: last.end }]
    const common = { spans, subject: symbolWords(symbol), salience: symbol.exported ? 0.65 : 0.35 }
    if (tag.name === 'throws' || tag.name === 'panics') {
      const verb: ThrowVerb = tag.name === 'panics' ? 'panic' : throwVerb(subject.family)
      const error = tag.argument
      facts.push(
        makeFact(subject, {
          ...common,
          detail: { kind: 'throws-documented', symbol, error, verb },
          type: 'warning',
          text: `${symbolWords(symbol)} ${verb}s${error === null ? '' : ` \`${error}\``}: ${text}`,
        }),
      )
    } else if (tag.name === 'safety' || tag.name === 'note') {
      facts.push(
        makeFact(subject, {
          ...common,
          detail: { kind: 'caution', symbol, change: false },
          type: 'warning',
          text: `${symbolWords(symbol)}: ${text}`,
        }),
      )
    }
  }
  return facts.filter((fact) => fact !== null)
}

/** How a language speaks of failing. */
export function throwVerb(family: CodeFamily): ThrowVerb {
  if (family === 'python') return 'raise'
  if (family === 'go' || family === 'rust') return 'return an error'
  return 'throw'
}
