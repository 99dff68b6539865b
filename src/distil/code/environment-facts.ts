import { statementEnd } from './code-blocks.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import { lineSpan, makeFact } from './make-fact.ts'
import { symbolWords } from './symbol-words.ts'

const reads: Readonly<Record<CodeSubject['family'], RegExp>> = {
  script:
    /\b(?:process\.env|import\.meta\.env|Bun\.env)(?:\??\.([A-Za-z_]\w*)|(?:\?\.)?\[\s*["'`]([A-Za-z_]\w*)["'`]\s*\])|\bDeno\.env\.get\(\s*["'`](\w+)["'`]/g,
  python:
    /\b(?:os\.)?environ(?:\.get\(|\.pop\(|\.setdefault\(|\[)\s*["'](\w+)["']|\bos\.getenv\(\s*["'](\w+)["']|["'](\w+)["']\s+(?:not\s+)?in\s+os\.environ\b/g,
  go: /\bos\.(?:Getenv|LookupEnv)\(\s*"(\w+)"|\bgodebug\.New\("#?(\w+)"\)/g,
  rust: /\b(?:env::)?(?:var|var_os)\(\s*"(\w+)"|\b(?:option_)?env!\(\s*"(\w+)"/g,
  java: /\bSystem\.getenv\(\s*"(\w+)"/g,
}

/** Environment variables the passage reads: one fact a variable, quoting each statement that reads it. */
export function environmentFacts(subject: CodeSubject): readonly CodeFact[] {
  const { surface, family, symbol } = subject
  const byName = new Map<string, { start: number; end: number }[]>()
  for (const match of surface.text.matchAll(reads[family])) {
    const name = match.slice(1).find((group) => group !== undefined)
    if (
      name === undefined ||
      !/^[A-Z_][A-Z0-9_]{2,}$/i.test(name) ||
      !/[A-Z]/.test(name) ||
      (/^env/.test(match[0]) && !/^[A-Z][A-Z0-9_]{2,}$/.test(name)) ||
      isCommented(subject, match.index)
    )
      continue
    const line = lineSpan(surface.text, { start: match.index, end: match.index + match[0].length })
    const statement = statementEnd(surface.code, match.index)
    const end = surface.code.slice(line.start, statement).includes('{')
      ? line.end
      : Math.min(Math.max(line.end, statement), line.start + 300)
    const remark = surface.comments.find(
      (comment) =>
        !comment.trailing &&
        /^\s*$/.test(surface.text.slice(comment.end, line.start)) &&
        comment.end <= line.start &&
        comment.end - comment.start < 400,
    )
    byName.set(name, [
      ...(byName.get(name) ?? []),
      { start: remark?.start ?? line.start, end: lineSpan(surface.text, { start: line.start, end }).end },
    ])
  }
  const facts: CodeFact[] = []
  for (const [name, spans] of byName) {
    const first = spans[0]
    if (first === undefined) continue
    const quoted = surface.text.slice(first.start, first.end)
    const fallback = new RegExp(`${name}["'\`]?\\]?\\)?\\s*(?:\\?\\?|\\|\\|)|${name}["']\\s*,\\s*\\S`).test(quoted)
    const fact = makeFact(subject, {
      detail: { kind: 'environment', name, fallback },
      spans: spans.slice(0, 3),
      type: 'environment-variable',
      subject: `\`${name}\``,
      text: `The environment variable \`${name}\` is read${symbol === null ? '' : ` in ${symbolWords(symbol)}`}: ${quoted}`,
      value: name,
      salience: 0.85,
    })
    if (fact !== null) facts.push(fact)
  }
  return facts
}

function isCommented(subject: CodeSubject, at: number): boolean {
  return subject.surface.comments.some((comment) => comment.start <= at && at < comment.end)
}
