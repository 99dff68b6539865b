import type { PassageSymbol } from '../../spec/parser.ts'
import { allowedValues } from './allowed-values.ts'
import type { CodeFact } from './code-fact.ts'
import type { CodeSubject } from './code-subject.ts'
import type { CommentSpan, Span } from './code-surface.ts'
import { type DocComment, docComment } from './doc-comment.ts'
import { namesReplacement } from './doc-facts.ts'
import { documentedDefault } from './documented-default.ts'
import { makeFact } from './make-fact.ts'
import { isInformative, isPointer, leadSentences, saysMoreThan } from './prose-filter.ts'
import { sentenceFacts } from './sentence-facts.ts'
import { statesReason } from './states-reason.ts'

/** A field, property or variant declared inside a type, with its comment. */
export interface DocumentedMember {
  readonly name: string
  readonly callable: boolean
  readonly comment: DocComment
  /** The declaration without its body. */
  readonly declaration: Span
}

/** Facts of the documented members of an interface, class, struct or enum. */
export function memberFacts(subject: CodeSubject): readonly CodeFact[] {
  const { symbol } = subject
  if (symbol === null || !['interface', 'class', 'type', 'enum', 'module', 'other'].includes(symbol.kind)) return []
  const facts = documentedMembers(subject).flatMap((member) => factsOfMember(subject, symbol, member))
  return [...facts, ...bareMembers(subject, symbol, new Set(facts.flatMap((fact) => (fact.type === 'option' ? [fact.subject] : []))))]
}

/** The options of a type that nothing is said of, by their declarations: without them its list would not be complete. */
function bareMembers(subject: CodeSubject, symbol: PassageSymbol, said: ReadonlySet<string>): readonly CodeFact[] {
  const { surface, family } = subject
  if (family !== 'script' || !optionLike(symbol) || said.size === 0) return []
  const open = surface.code.indexOf('{', subject.definitionAt)
  const facts: (CodeFact | null)[] = []
  for (const line of open === -1 ? [] : surface.code.slice(open).matchAll(/\n[ \t]*(?=\S)/g)) {
    const at = open + line.index + line[0].length
    if (depthAt(surface.code, open, at) !== 1) continue
    const prefix = modifiers.exec(surface.code.slice(at))?.[0].length ?? 0
    const found = memberName(surface.code.slice(at + prefix), family)
    const owner = `\`${symbol.path}.${found?.name ?? ''}\``
    if (found === null || said.has(owner)) continue
    facts.push(
      makeFact(subject, {
        detail: { kind: 'bare-member', symbol, name: found.name },
        spans: [{ start: at, end: declarationEnd(surface.code, at) }],
        type: 'option',
        subject: owner,
        text: owner,
        salience: 0.1,
      }),
    )
  }
  return facts.filter((fact) => fact !== null)
}

function factsOfMember(subject: CodeSubject, symbol: PassageSymbol, member: DocumentedMember): readonly CodeFact[] {
  const { comment, declaration, name } = member
  const internal = comment.tags.find((tag) => tag.name === 'internal')?.sentences ?? []
  const body = comment.body.length > 0 ? comment.body : internal
  const lead = leadSentences(body.slice(0, Math.max(1, comment.leadCount)), 300)
  const text = lead.map((sentence) => sentence.text).join(' ')
  const first = lead[0]
  const owner = `\`${symbol.path}.${name}\``
  const salience = (symbol.exported ? 0.65 : 0.35) - (internal.length > 0 ? 0.1 : 0)
  const facts: (CodeFact | null)[] = []
  const gone = comment.tags.find((tag) => tag.name === 'deprecated')
  if (gone !== undefined && !/not deprecated/i.test(gone.sentences[0]?.text ?? '')) {
    const said = gone.sentences.map((sentence) => sentence.text).join(' ')
    facts.push(
      makeFact(subject, {
        detail: { kind: 'deprecation', symbol, member: name, callable: member.callable, replaced: namesReplacement(said) },
        spans: around(
          { start: gone.sentences[0]?.start ?? comment.span.start, end: gone.sentences.at(-1)?.end ?? comment.span.end },
          declaration,
        ),
        type: 'deprecation',
        subject: owner,
        text: `${owner} is deprecated${said === '' ? '.' : `: ${said}`}`,
        salience,
      }),
    )
  }
  const isRemark = !comment.documents && subject.family === 'script' && (statesReason(text) || text.length < 40)
  if (
    first !== undefined &&
    !isRemark &&
    !/^(?:TODO|FIXME|XXX|HACK)\b/.test(text) &&
    isInformative(text) &&
    saysMoreThan(`${symbol.path}.${name}`, text) &&
    !/:$/.test(text) &&
    !isPointer(text)
  ) {
    facts.push(
      makeFact(subject, {
        detail: { kind: 'member', symbol, name, callable: member.callable },
        spans: around({ start: first.start, end: lead.at(-1)?.end ?? first.end }, declaration),
        type: optionLike(symbol) ? 'option' : 'definition',
        subject: owner,
        text: `${owner}: ${text}`,
        salience,
      }),
    )
  }
  const fallback = member.callable && !optionLike(symbol) ? null : documentedDefault(comment)
  if (fallback !== null) {
    facts.push(
      makeFact(subject, {
        detail: { kind: 'default', symbol, name, of: 'member' },
        spans: around(withLabel(subject.surface.text, fallback.span), declaration),
        type: 'default',
        subject: owner,
        text: `The default of ${owner} is ${fallback.value}.`,
        value: fallback.value,
        salience: salience + 0.15,
      }),
    )
  }
  const allowed = allowedValues(subject, symbol, name, declaration)
  if (allowed !== null) facts.push(allowed)
  facts.push(...sentenceFacts(subject, symbol, { name, declaration }, body.slice(1)))
  return facts.filter((fact) => fact !== null)
}

/** Members at the first level of the body, each with the comment right before it. */
export function documentedMembers(subject: CodeSubject): readonly DocumentedMember[] {
  const { surface } = subject
  const open = surface.code.indexOf('{', subject.definitionAt)
  if (open === -1 && subject.family !== 'python') return []
  const members: DocumentedMember[] = []
  for (const comment of surface.comments) {
    if (comment.start < open || depthAt(surface.code, open, comment.start) !== 1) continue
    const member = comment.trailing ? trailingMember(subject, comment) : memberAfter(subject, comment)
    if (member !== null) members.push(member)
  }
  return members
}

const modifiers =
  /^(?:(?:public|private|protected|internal|readonly|static|abstract|override|declare|export|async|final|volatile|transient|pub(?:\([^)]*\))?|const|mut)\s+)*/

function memberAfter(subject: CodeSubject, comment: CommentSpan): DocumentedMember | null {
  const { surface, family } = subject
  const rest = surface.text.slice(comment.end)
  const lead = /^[ \t]*\r?\n[ \t]*/.exec(rest)?.[0] ?? /^[ \t]*/.exec(rest)?.[0] ?? ''
  let at = comment.end + lead.length
  const attribute = /^(?:(?:#\[[^\n]*|@\w+(?:\([^\n)]*\))?)\s*\n?\s*)+/.exec(surface.text.slice(at))
  if (attribute !== null && (family === 'rust' || family === 'java' || family === 'script')) at += attribute[0].length
  const prefix = modifiers.exec(surface.text.slice(at))?.[0].length ?? 0
  const found = memberName(surface.text.slice(at + prefix), family)
  if (found === null) return null
  if (!comment.documents && family === 'script' && !/^\/\/\s/.test(surface.text.slice(comment.start, comment.start + 3))) return null
  const declaration = { start: at, end: declarationEnd(surface.code, at) }
  return {
    name: found.name,
    callable: found.callable,
    comment: docComment(surface.text, { ...comment, documents: comment.documents || family === 'go' }),
    declaration,
  }
}

/** `Name Type // text`, as Go, Rust and Java lists have it. */
function trailingMember(subject: CodeSubject, comment: CommentSpan): DocumentedMember | null {
  const { surface, family } = subject
  const lineStart = surface.text.lastIndexOf('\n', comment.start - 1) + 1
  const line = surface.text.slice(lineStart, comment.start)
  const indent = line.length - line.trimStart().length
  const prefix = modifiers.exec(line.slice(indent))?.[0].length ?? 0
  const found = memberName(line.slice(indent + prefix), family)
  if (found === null || found.callable || surface.text.slice(comment.start, comment.end).split(/\s+/).length < 6) return null
  return {
    ...found,
    comment: docComment(surface.text, comment),
    declaration: { start: lineStart + indent, end: lineStart + line.trimEnd().length },
  }
}

function memberName(text: string, family: CodeSubject['family']): { readonly name: string; readonly callable: boolean } | null {
  const match =
    family === 'script'
      ? /^(?:(?:get|set)\s+)?["'[]?([A-Za-z_$#~][\w$~-]*)["'\]]?\s*[?!]?\s*([:(=;<,\n}])/.exec(text)
      : family === 'go'
        ? /^([A-Z]\w*)(?:,\s*\w+)*(\(|\s+[\w*[\]().{}<]|\s*=|\s*$)/.exec(text)
        : family === 'rust'
          ? /^(?:fn\s+)?([A-Za-z_]\w*)\s*([:(,{=\n]|$)/.exec(text)
          : family === 'java'
            ? /^(?:[\w<>[\],.? ]+\s+)?([A-Za-z_]\w*)\s*([=;(,{])/.exec(text)
            : null
  const name = match?.[1]
  if (
    match === null ||
    name === undefined ||
    /^(?:if|for|while|switch|return|const|let|var|case|default|function|class|new|try|else|type|func|fn|pub|use|import|export|constructor)$/.test(
      name,
    )
  )
    return null
  const isAccessor = /^(?:get|set)\s/.test(text)
  return {
    name,
    callable:
      (match[2] === '(' && !isAccessor) ||
      (match[2] === '<' && family === 'script') ||
      (match[2] === ':' && /^[^\n]*:\s*(?:\([^)]*\)|[^=\n]*)=>/.test(text)),
  }
}

function declarationEnd(code: string, at: number): number {
  let depth = 0
  for (let index = at; index < code.length; index += 1) {
    const char = code.charAt(index)
    if ('([{<'.includes(char) && !(char === '<' && code.charAt(index - 1) === ' ')) depth += 1
    else if (')]}'.includes(char) || (char === '>' && code.charAt(index - 1) !== '=')) {
      if (depth === 0) return index
      depth -= 1
    } else if (depth === 0 && (char === ';' || char === ',' || char === '\n')) return index
    else if (depth > 0 && char === '\n' && index - at > 200) return lineEndBefore(code, at)
  }
  return code.length
}

function lineEndBefore(code: string, at: number): number {
  const end = code.indexOf('\n', at)
  return end === -1 ? code.length : end
}

function depthAt(code: string, open: number, at: number): number {
  let depth = 0
  for (let index = Math.max(0, open); index < at; index += 1) {
    const char = code.charAt(index)
    if (char === '{' || char === '(') depth += 1
    else if (char === '}' || char === ')') depth -= 1
  }
  return depth
}

/** The span with the `@default` before it. */
function withLabel(text: string, span: Span): Span {
  const label = /@default(?:Value)?\s*$/.exec(text.slice(Math.max(0, span.start - 20), span.start))
  return label === null ? span : { start: span.start - label[0].length, end: span.end }
}

/** One span where the comment directly precedes the declaration, else both. */
function around(span: Span, declaration: Span): readonly Span[] {
  if (declaration.start < span.start) return [{ start: declaration.start, end: span.end }]
  if (declaration.end - span.start <= 600) return [{ start: span.start, end: declaration.end }]
  return [span, declaration]
}

/** Whether the members of a type are options a caller sets. */
export function optionLike(symbol: PassageSymbol): boolean {
  return /(?:Options?|Opts|Params?|Parameters|Config|Configuration|Settings?|Props|Args|Init|Arguments)$/.test(symbol.path)
}
