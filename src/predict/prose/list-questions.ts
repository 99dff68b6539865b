import { listMembers, listType } from '../../distil/lists/complete-list.ts'
import { memberOwner } from '../../distil/lists/list-member.ts'
import type { DocumentNames } from '../../distil/prose/document-names.ts'
import type { Claim } from '../../spec/claim.ts'
import type { ListAim, QuestionDraft } from '../../spec/question.ts'
import { isAskable } from './question-filter.ts'

/** A file, folder or topic whose complete lists may be asked for. */
export interface ListGroup {
  readonly level: ListAim['level']
  /** Document id, folder path (`''` is everything) or topic id; goes into the aim. */
  readonly subject: string
  /** Path of the file, folder path or topic id: the region of its questions. */
  readonly region: string
  /** Its name inside a sentence ("the CORS middleware", "Deno", "`docs/api`"); '' where the question needs none. */
  readonly label: string
  /** All claims of the file, of the folder's files, or of the topic's. */
  readonly claims: readonly Claim[]
}

/** The fewest members of a list worth asking for. */
const fewest = 2

/** Questions for the complete lists that a group's claims make, each aimed at its list; none for lists of one. */
export function listQuestions(group: ListGroup): readonly QuestionDraft[] {
  const drafts: QuestionDraft[] = []
  if (group.level === 'file') drafts.push(...ownedLists(group))
  const inside = group.label === '' ? '' : ` in ${group.label}`
  const plain: readonly (readonly [string, string, number])[] = [
    ['environment-variable', `Which environment variables are there${inside}?`, 0.6],
    [listType('code', 'error'), areThrown(group) ? `Which errors are thrown${inside}?` : `Which error codes are there${inside}?`, 0.6],
    [listType('code', 'exit'), `Which exit codes are there${inside}?`, 0.6],
    ['deprecation', `What is deprecated${inside}?`, 0.6],
    ['limit', `Which limits are there${inside}?`, 0.45],
    [listType('command', 'described'), `Which commands are there${inside}?`, 0.6],
    ...(inside === '' ? unowned : []),
  ]
  if (!isNamed(group)) return drafts
  for (const [type, text, probability] of plain)
    if (listMembers(group.claims, { type }).length >= fewest) drafts.push(draft(group, type, text, probability))
  const typed = listType('command', 'typed')
  if (group.level === 'file' && listMembers(group.claims, { type: typed }).length >= 3)
    drafts.push(draft(group, typed, `Which commands are there for ${group.label}?`, 0.45))
  return drafts.filter((made) => isAskable(made.text) || group.label === '')
}

/** Lists of the options that no owner is named of: asked over everything only, where they are all there are. */
const unowned: readonly (readonly [string, string, number])[] = [
  [listType('option', ''), 'Which options are there?', 0.5],
  [listType('default', ''), 'What are the default values of the options?', 0.45],
]

/** A folder is named by its path and everything needs no name; a file or topic only by what reads as one in a sentence. */
function isNamed({ level, label }: ListGroup): boolean {
  if (level === 'module') return true
  if (level === 'file') return label !== ''
  return (
    /^[^\s,()]+(?: [^\s,()]+){0,2}$/.test(label) &&
    label.split(' ').every((word) => /^\p{Lu}[\p{L}\d.+#-]*$/u.test(word) && /\p{Lu}.*\p{Lu}|[\d.]/u.test(word))
  )
}

/** Types whose members a caller gives; of others a caller asks for one member at a time. */
const taken = /^`\w*(?:Options|Config|Configuration|Settings|Params|Parameters|Props)`$/

function ownedLists(group: ListGroup): readonly QuestionDraft[] {
  const drafts: QuestionDraft[] = []
  for (const type of ['option', 'default', 'definition'] as const) {
    for (const owner of new Set(group.claims.filter((claim) => claim.type === type).flatMap((claim) => memberOwner(claim) ?? []))) {
      // A page about one part of a product does not list the options of the whole product.
      if (owner === '' || (owner !== group.label && !owner.startsWith('`') && !/s in \S+$/.test(owner))) continue
      const isType = group.claims.some((claim) => claim.subject.startsWith(`${owner.slice(0, -1)}.`) && memberOwner(claim) === owner)
      if (isType && (!taken.test(owner) || type === 'definition')) continue
      const aim = listType(type, owner)
      if (isType && listMembers(group.claims, { type: aim }).length < 3) continue
      if (type === 'option' && namesTypes(listMembers(group.claims, { type: aim }).map((member) => member.name))) continue
      if (listMembers(group.claims, { type: aim }).length < (type === 'definition' ? 3 : fewest)) continue
      const noun = nounOf(group.claims, owner)
      const text =
        type === 'option'
          ? `What ${noun} ${/^[a-z-]+(?: [a-z-]+)?s in /.test(owner) ? 'do' : 'does'} ${owner} ${noun === 'properties' || noun === 'fields' || noun === 'attributes' ? 'have' : 'take'}?`
          : type === 'default'
            ? `What are the default values of the ${noun} of ${owner}?`
            : `Which functions does ${owner} have?`
      drafts.push(draft(group, aim, text, type === 'option' ? 0.7 : 0.5))
    }
  }
  return drafts
}

function nounOf(claims: readonly Claim[], owner: string): string {
  const nouns = claims
    .filter((claim) => memberOwner(claim) === owner)
    .flatMap((claim) => /^`[^`]+` ([a-z]+) of /.exec(claim.subject)?.[1] ?? [])
  const first = nouns[0]
  if (first === undefined || nouns.some((noun) => noun !== first)) return 'options'
  return first === 'property' ? 'properties' : `${first}s`
}

function draft(group: ListGroup, type: string, text: string, probability: number): QuestionDraft {
  return {
    text,
    origin: 'list',
    probability,
    region: group.region,
    about: { kind: 'list', list: { level: group.level, subject: group.subject, type, place: null } },
  }
}

/** How a file is called in its list questions: its topic, where that names the whole file; else ''. */
export function listLabel(names: DocumentNames): string {
  return names.kind === 'tool' || names.kind === 'name' ? names.topic : ''
}

/** Whether most of a group's errors are thrown by code, not numbered in a document. */
function areThrown({ claims }: ListGroup): boolean {
  const errors = claims.filter((claim) => claim.type === 'code')
  return (
    errors.filter((claim) => /` (?:throws|raises|returns the error)\b|^(?:Raised|Thrown|Throws) |^The message of `/.test(claim.text))
      .length *
      2 >
    errors.length
  )
}

/** Whether what is listed as options are the type parameters of a signature (`RawServer`, `RawRequest`). */
function namesTypes(names: readonly string[]): boolean {
  return names.filter((name) => /^`?[A-Z][a-z]/.test(name)).length * 2 > names.length
}
