import { listMembers, listType } from '../../distil/lists/complete-list.ts'
import { memberOwner } from '../../distil/lists/list-member.ts'
import type { DocumentNames } from '../../distil/prose/document-names.ts'
import type { Claim, ClaimType } from '../../spec/claim.ts'
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
  const plain: readonly (readonly [ClaimType, string, number])[] = [
    ['environment-variable', `Which environment variables are there${inside}?`, 0.6],
    ['code', `Which error codes are there${inside}?`, 0.6],
    ['deprecation', `What is deprecated${inside}?`, 0.6],
    ['limit', `Which limits are there${inside}?`, 0.45],
    ['command', group.level === 'file' ? `Which commands are there for ${group.label}?` : `Which commands are there${inside}?`, 0.45],
  ]
  for (const [type, text, probability] of plain) {
    if (group.level === 'file' && group.label === '') continue
    if (type === 'command' && group.level !== 'file') continue
    if (listMembers(group.claims, { type }).length >= (type === 'command' ? 3 : fewest)) drafts.push(draft(group, type, text, probability))
  }
  return drafts.filter((made) => isAskable(made.text) || group.label === '')
}

function ownedLists(group: ListGroup): readonly QuestionDraft[] {
  const drafts: QuestionDraft[] = []
  for (const type of ['option', 'default', 'definition'] as const) {
    for (const owner of new Set(group.claims.filter((claim) => claim.type === type).flatMap((claim) => memberOwner(claim) ?? []))) {
      // A page about one part of a product does not list the options of the whole product.
      if (owner !== group.label && !owner.startsWith('`') && !/s in \S+$/.test(owner)) continue
      const aim = listType(type, owner)
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
