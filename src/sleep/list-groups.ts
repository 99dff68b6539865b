import type { DocumentSummary } from '../corpus/documents.ts'
import { foldersOf } from '../lineage/mark-lists.ts'
import type { ListGroup } from '../predict/prose/list-questions.ts'
import type { Claim } from '../spec/claim.ts'
import { claimsByDocument } from './distil-groups.ts'
import type { SleepContext } from './sleep-context.ts'

/** What a scope can be listed by: files, folders with more than one document, and topics. */
export interface Listable {
  /** Documents a group is over; null where there is no such group any more. */
  membersOf(level: ListGroup['level'], subject: string): readonly DocumentSummary[] | null
  /** The folder or topic with the claims its lists are made of. */
  group(level: 'module' | 'topic', subject: string): Promise<ListGroup | null>
  /** Claims of the group that a list may be made of. */
  claims(level: ListGroup['level'], subject: string): Promise<readonly Claim[]>
}

/** Types that the lists of folders and topics are of; a file's may be of any. */
const grouped: readonly Claim['type'][] = ['environment-variable', 'code', 'deprecation', 'limit', 'command', 'option', 'default']

/** Groups by their members; claims are read when they are asked for, those of several groups once. */
export function listable(
  context: SleepContext,
  documents: readonly DocumentSummary[],
  topics: ReadonlyMap<string, { readonly label: string; readonly members: readonly string[] }>,
): Listable {
  const byId = new Map<string, DocumentSummary>(documents.map((document) => [document.id, document]))
  const byFolder = new Map<string, DocumentSummary[]>()
  // Not by rank, which every edit changes: a list must not change its order for that.
  for (const document of documents.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const folder of foldersOf(document.path)) {
      const own = byFolder.get(folder)
      if (own === undefined) byFolder.set(folder, [document])
      else own.push(document)
    }
  }
  const read = new Map<string, readonly Claim[]>()

  function membersOf(level: ListGroup['level'], subject: string): readonly DocumentSummary[] | null {
    if (level === 'topic') return topics.get(subject)?.members.flatMap((id) => byId.get(id) ?? []) ?? null
    if (level === 'module') {
      const own = byFolder.get(subject) ?? []
      return own.length < 2 ? null : own
    }
    const document = byId.get(subject)
    return document === undefined ? null : [document]
  }

  async function groupedClaims(members: readonly DocumentSummary[]): Promise<readonly Claim[]> {
    const missing = members.filter((document) => !read.has(document.id))
    const found = await claimsByDocument(context, missing, grouped)
    for (const { id } of missing) read.set(id, found.get(id) ?? [])
    return members.flatMap((document) => read.get(document.id) ?? [])
  }

  async function claims(level: ListGroup['level'], subject: string): Promise<readonly Claim[]> {
    const members = membersOf(level, subject) ?? []
    return level === 'file' ? [...(await claimsByDocument(context, members)).values()].flat() : await groupedClaims(members)
  }

  return {
    membersOf,
    claims,
    async group(level, subject) {
      if (membersOf(level, subject) === null) return null
      if (level === 'module') {
        const label = subject === '' ? '' : `\`${subject}\``
        return { level, subject, region: subject, label, claims: await claims(level, subject) }
      }
      const { label } = topics.get(subject) ?? { label: '' }
      return { level, subject, region: `topic ${label}`, label, claims: await claims(level, subject) }
    },
  }
}
