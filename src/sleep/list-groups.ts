import type { DocumentSummary } from '../corpus/documents.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { distillatesOf } from '../distil/distillates-table.ts'
import { documentNames } from '../distil/prose/document-names.ts'
import { foldersOf } from '../lineage/mark-changes.ts'
import { type ListGroup, listLabel } from '../predict/prose/list-questions.ts'
import type { Claim } from '../spec/claim.ts'
import { claimsByDocument } from './distil-groups.ts'
import type { SleepContext } from './sleep-context.ts'

/** Files, folders with more than one document, and topics, each with all their claims. */
export async function listGroups(context: SleepContext, documents: readonly DocumentSummary[]): Promise<readonly ListGroup[]> {
  const claims = await claimsByDocument(context, documents)
  const of = (some: readonly { readonly id: string }[]): readonly Claim[] => some.flatMap((document) => claims.get(document.id) ?? [])
  const groups: ListGroup[] = []
  for (const document of documents) {
    const own = claims.get(document.id)
    if (own === undefined || own.length < 2) continue
    groups.push({ level: 'file', subject: document.id, region: document.path, label: await fileLabel(context, document), claims: own })
  }
  const folders = Map.groupBy(
    documents.flatMap((document) => foldersOf(document.path).map((folder) => ({ folder, document }))),
    ({ folder }) => folder,
  )
  for (const [folder, members] of folders) {
    if (members.length < 2) continue
    groups.push({
      level: 'module',
      subject: folder,
      region: folder,
      label: folder === '' ? '' : `\`${folder}\``,
      claims: of(members.map(({ document }) => document)),
    })
  }
  for (const [topic, distillate] of await distillatesOf(context.store.read, context.scope, 'topic')) {
    const rows = await context.store.read
      .selectFrom('topic_members')
      .select('document as id')
      .where('scope', '=', context.scope)
      .where('topic', '=', topic)
      .execute()
    groups.push({ level: 'topic', subject: topic, region: `topic ${distillate.label}`, label: distillate.label, claims: of(rows) })
  }
  return groups
}

async function fileLabel({ store, scope }: SleepContext, document: DocumentSummary): Promise<string> {
  if (document.format === 'code') return `\`${document.path}\``
  const loaded = await loadSkillDocument(store, scope, document.id)
  return loaded === null ? '' : listLabel(documentNames(loaded))
}
