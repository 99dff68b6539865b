import type { Claim, ClaimDraft } from '../spec/claim.ts'
import { digest } from '../spec/digest.ts'
import type { ClaimId } from '../spec/ids.ts'
import type { SkillDocument } from '../spec/skills.ts'

/** Claims as they are once stored: drafts of one document with ids. */
export function claimsOf(document: SkillDocument, drafts: readonly ClaimDraft[]): readonly Claim[] {
  return drafts.map((draft, index) => ({
    ...draft,
    id: digest('claim', document.path, index) as string as ClaimId,
    document: document.id,
    basis: 'quoted',
  }))
}
