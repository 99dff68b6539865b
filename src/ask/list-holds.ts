import { alikeDigest, type Entry } from '../cache/entry.ts'
import { liveDocuments } from '../corpus/documents.ts'
import { loadSkillDocument } from '../corpus/passages.ts'
import { claimsOf, toClaims } from '../distil/claims-table.ts'
import { distillatesOf } from '../distil/distillates-table.ts'
import { documentInput } from '../distil/document-input.ts'
import { listAnswer, listMembers } from '../distil/lists/complete-list.ts'
import { listCoverage } from '../predict/list-coverage.ts'
import { toQuestion } from '../predict/questions-table.ts'
import type { Claim } from '../spec/claim.ts'
import type { ScopeId } from '../spec/ids.ts'
import type { ListAim } from '../spec/question.ts'
import type { Distiller, SkillDocument } from '../spec/skills.ts'
import type { Store } from '../spec/store.ts'
import type { Overlay } from './overlay.ts'

/** Documents distilled again to confirm one list; a larger change waits for the sleep. */
const redistilled = 12

export interface ListCheck {
  readonly store: Store
  readonly scope: ScopeId
  readonly overlay: Overlay
  /** Must be the extractive one: nothing is spent to confirm a list. */
  readonly distiller: Distiller
}

/**
 * Whether a complete list still has exactly its members: changed documents are distilled as they are now, all others
 * stand by their claims. Too many changes at once, or a list made by a model, count as no.
 */
export async function listHolds(check: ListCheck, entry: Entry): Promise<boolean> {
  const { store, scope } = check
  if (entry.model !== null) return false
  const row = await store.read
    .selectFrom('questions')
    .selectAll()
    .where('scope', '=', scope)
    .where('question', '=', entry.question)
    .executeTakeFirst()
  const about = row === undefined ? null : toQuestion(row).about
  if (about === null || about.kind !== 'list') return false
  const claims = await claimsNow(check, about.list)
  if (claims === null) return false
  const now = listAnswer(listMembers(claims, about.list))
  // What a line says comes from headings, too, and of an imported list from elsewhere.
  return alikeDigest(now) === entry.alike && linesOf(now.text) === linesOf(entry.body.text)
}

/** The same lines in whatever order are the same list. */
function linesOf(text: string): string {
  return text.split('\n').sort().join('\n')
}

async function claimsNow({ store, scope, overlay, distiller }: ListCheck, list: ListAim): Promise<readonly Claim[] | null> {
  const covers = await listCoverage(store.read, scope, list)
  const files = await distillatesOf(store.read, scope, 'file')
  const settled: string[] = []
  const again: SkillDocument[] = overlay.documents.filter((document) => covers(document.id, document.path))
  for (const document of await liveDocuments(store, scope)) {
    if (!covers(document.id, document.path) || overlay.hiddenDocuments.has(document.id)) continue
    if (files.get(document.id)?.input === documentInput(document)) settled.push(document.id)
    else {
      const loaded = again.length < redistilled ? await loadSkillDocument(store, scope, document.id) : null
      if (loaded === null) return null
      again.push(loaded)
    }
  }
  if (again.length > redistilled) return null
  const fresh: Claim[] = []
  for (const document of again) fresh.push(...toClaims(document.id, (await distiller.distilDocument(document)).claims))
  return [...(await claimsOf(store.read, scope, settled)), ...fresh].filter((claim) => claim.stamp !== 'unverified')
}
