import type { PassageSymbol } from '../../spec/parser.ts'
import type { SkillDocument, SkillPassage } from '../../spec/skills.ts'
import { type ClassMethod, classMethods } from './class-methods.ts'
import { type CodeFamily, codeFamily } from './code-family.ts'
import { type CodeSurface, type CommentSpan, codeSurface } from './code-surface.ts'
import { type DocComment, docComment } from './doc-comment.ts'
import { onlyWithin, without } from './narrow-surface.ts'

/** A passage of code made ready for reading facts. */
export interface CodeSubject {
  readonly passage: SkillPassage
  readonly family: CodeFamily
  readonly surface: CodeSurface
  readonly symbol: PassageSymbol | null
  /** The comment before the definition, or its docstring. */
  readonly leading: DocComment | null
  /** Offset of the first character of the definition, after comments, decorators included. */
  readonly definitionAt: number
  /** True for a later part of a definition that was cut; it has the symbol but neither its comment nor its head. */
  readonly continues: boolean
  /** True where the definition goes on in the next passage. */
  readonly isCut: boolean
}

/** The passages of a document of code; empty where its language is not read for facts. */
export function codeSubjects(document: SkillDocument): readonly CodeSubject[] {
  const subjects: CodeSubject[] = []
  let last: { readonly symbol: PassageSymbol; readonly place: string } | null = null
  for (const passage of document.passages) {
    const family = codeFamily(document.path, passage.language)
    if (family === null || passage.text.trim() === '') continue
    const surface = codeSurface(passage.text, family)
    const first = /\S/.exec(surface.code)
    const definitionAt = first === null ? passage.text.length : first.index
    const place = passage.place.join('.')
    const own = passage.symbol === null ? null : asRead(passage.symbol, surface.code.slice(definitionAt), family)
    if (own !== null) last = { symbol: own, place }
    const continues =
      passage.symbol === null &&
      last !== null &&
      last.place === place &&
      passage.place.length > 0 &&
      last.symbol.kind !== 'class' &&
      last.symbol.kind !== 'module'
    const leading = passage.symbol === null ? null : leadingComment(surface, family, definitionAt)
    subjects.push({
      passage,
      family,
      surface,
      symbol: continues && last !== null ? last.symbol : own,
      leading,
      definitionAt: continues ? 0 : definitionAt,
      continues,
      isCut: false,
    })
    if (continues) {
      const before = subjects.at(-2)
      if (before !== undefined) subjects[subjects.length - 2] = { ...before, isCut: true }
    }
  }
  return subjects.flatMap(withMethods)
}

/** A class whose methods stand in its own passage, as the class without them and each method by itself. */
function withMethods(subject: CodeSubject): readonly CodeSubject[] {
  const { symbol, surface, family, definitionAt } = subject
  if (symbol?.kind !== 'class') return [subject]
  const methods = classMethods(surface, family, definitionAt)
  if (methods.length === 0) return [subject]
  const rest = without(surface, methods)
  return [{ ...subject, surface: rest }, ...methods.map((method) => methodSubject(subject, symbol, onlyWithin(surface, method), method))]

  function methodSubject(owner: CodeSubject, of: PassageSymbol, own: CodeSurface, method: ClassMethod): CodeSubject {
    const at = /\S/.exec(own.code)?.index ?? method.start
    const named: PassageSymbol = {
      path: `${of.path}.${method.name}`,
      kind: 'method',
      signature: method.signature,
      comment: '',
      exported: of.exported && !method.hidden,
    }
    const read = asRead(named, own.code.slice(at), family)
    return { ...owner, surface: own, symbol: read, leading: leadingComment(own, family, at), definitionAt: at, isCut: false }
  }
}

/** A property is read, not called, although it is defined as a function. */
function asRead(symbol: PassageSymbol, code: string, family: CodeFamily): PassageSymbol {
  const isProperty = family === 'python' && /^\s*@(?:[\w.]*\.)?(?:cached_)?property\b/m.test(code.slice(0, code.indexOf('def ')))
  return isProperty ? { ...symbol, signature: `get ${symbol.signature}` } : symbol
}

function leadingComment(surface: CodeSurface, family: CodeFamily, definitionAt: number): DocComment | null {
  if (family === 'python') {
    const docstring = surface.comments.find((comment) => comment.documents && isFirstStatement(surface, comment, definitionAt))
    if (docstring !== undefined) return docComment(surface.text, docstring)
  }
  const before = surface.comments.filter(
    (comment) => !comment.trailing && comment.end <= definitionAt && isAdjacent(surface.text, comment, definitionAt),
  )
  const chosen = before.findLast((comment) => comment.documents) ?? before.at(-1)
  if (chosen === undefined) return null
  const documents = chosen.documents || family === 'go'
  return docComment(surface.text, { ...chosen, documents })
}

/** Only white space and other comments lie between, and no empty line. */
function isAdjacent(text: string, comment: CommentSpan, definitionAt: number): boolean {
  return !/\n[ \t]*\r?\n/.test(text.slice(comment.end, definitionAt))
}

function isFirstStatement(surface: CodeSurface, comment: CommentSpan, definitionAt: number): boolean {
  const between = surface.code.slice(definitionAt, comment.start)
  return /:\s*$/.test(between) && !/\n\s*(?:return|if|for|while|def|class)\b.*:\s*$/.test(between.slice(between.indexOf(':')))
}
