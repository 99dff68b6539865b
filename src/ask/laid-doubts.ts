import type { Entry } from '../cache/entry.ts'
import { textDigests } from '../corpus/passage-digests.ts'
import { samePrompt, shownSpans } from '../lineage/rungs/same-prompt.ts'
import { loadWatched } from '../lineage/watches/load-watched.ts'
import { watchFiresOn } from '../lineage/watches/watch-fires-on.ts'
import type { Digest } from '../spec/digest.ts'
import type { PassageId } from '../spec/ids.ts'
import type { Store } from '../spec/store.ts'
import type { ReadyScope } from './ask-types.ts'
import type { PassagePlace } from './overlay.ts'

/** What changed files that no sync has committed yet do to an entry beside what it cites. */
export interface LaidDoubts {
  /** In words: another heading, or a passage that would have mattered. Null where nothing is doubted. */
  readonly doubt: string | null
  /** Whether something it was shown without citing has changed. */
  readonly readChanged: boolean
}

export const nothingLaid: LaidDoubts = { doubt: null, readChanged: false }

/** The marks a sync would make of the changed files, for one entry and in memory. Nothing is read where no file has changed. */
export async function laidDoubts({ read }: Store, { scope, now }: ReadyScope, entry: Entry): Promise<LaidDoubts> {
  const { overlay } = now
  if (overlay.hiddenDocuments.size === 0) return nothingLaid
  const pins = await read
    .selectFrom('evidence')
    .leftJoin('passages', (join) =>
      join.onRef('passages.scope', '=', 'evidence.scope').onRef('passages.passage', '=', 'evidence.reference'),
    )
    .select(['evidence.role', 'evidence.reference', 'evidence.version', 'evidence.place', 'evidence.span', 'passages.document'])
    .where('evidence.scope', '=', scope.scope)
    .where('evidence.artefact', '=', entry.id)
    .where('evidence.role', 'in', ['cited', 'read'])
    .execute()
  const isDisplaced = pins.some(({ role, reference, place }) => {
    const laid = overlay.passages.get(reference as PassageId)
    return role === 'cited' && place !== null && laid !== undefined && laid.placeDigest !== place
  })
  let readChanged = false
  for (const pin of pins) {
    const laid = overlay.passages.get(pin.reference as PassageId) ?? null
    const isTouched = laid !== null || (pin.document !== null && overlay.hiddenDocuments.has(pin.document))
    if (pin.role === 'read' && isTouched) readChanged ||= !(await isShownAlike({ read }, scope.scope, pin, laid))
  }
  return { doubt: isDisplaced ? 'what it cites stands under another heading' : await firing({ read }, { scope, now }, entry), readChanged }
}

async function isShownAlike(
  { read }: Pick<Store, 'read'>,
  scope: string,
  pin: { readonly version: string; readonly place: string | null; readonly span: string | null },
  laid: PassagePlace | null,
): Promise<boolean> {
  if (laid === null || (pin.place !== null && pin.place !== laid.placeDigest)) return false
  if (laid.version === pin.version) return true
  const shown = shownSpans(pin.span)
  const before =
    shown === null
      ? undefined
      : await read.selectFrom('versions').select('text').where('scope', '=', scope).where('digest', '=', pin.version).executeTakeFirst()
  if (shown === null || before === undefined) return false
  const { kind, language } = laid
  const state = (version: string, text: string) => ({
    version: version as Digest,
    text,
    kind,
    language,
    normal: textDigests(kind, text).normal,
  })
  return samePrompt(shown, state(pin.version, before.text), state(laid.version ?? '', laid.text)) !== null
}

async function firing({ read }: Pick<Store, 'read'>, { scope, now }: ReadyScope, entry: Entry): Promise<string | null> {
  const watched = await loadWatched(read, scope.scope, entry.id)
  if (watched === null || !watchFiresOn(watched.watch, watched.members, await now.laidChange())) return null
  return 'a passage that would have mattered has changed'
}
