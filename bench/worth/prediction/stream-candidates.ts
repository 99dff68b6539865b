import { createParser } from '../../../src/adapters/parsers/create-parser.ts'
import { distilProse } from '../../../src/distil/prose/distil-prose.ts'
import { generateProseQuestions } from '../../../src/predict/prose/generate-prose-questions.ts'
import type { Claim } from '../../../src/spec/claim.ts'
import { digest } from '../../../src/spec/digest.ts'
import type { ClaimId, DocumentId, PassageId } from '../../../src/spec/ids.ts'
import type { QuestionDraft } from '../../../src/spec/question.ts'
import type { SkillDocument } from '../../../src/spec/skills.ts'
import type { Stream, StreamDocument } from '../streams/stream.ts'

/** A question of the pool, with the time its document can be read. */
export interface StreamCandidate {
  readonly draft: QuestionDraft
  readonly from: number
  readonly until: number
}

/**
 * The pool of a stream: what is asked of its documents without a model, by the same distiller and generator as in a sleep,
 * and the wordings that pages of intents quote. Regions are those of the stream's asks.
 */
export async function streamCandidates({ documents, asks }: Stream): Promise<readonly StreamCandidate[]> {
  const regions = new Set(asks.map(({ region }) => region))
  const parser = createParser()
  try {
    const found: StreamCandidate[] = []
    for (const stored of documents) {
      const { document } = await parser.parse({ path: stored.id, bytes: new TextEncoder().encode(stored.text) })
      const skill: SkillDocument = {
        id: digest('document', stored.id) as string as DocumentId,
        path: stored.id,
        title: document.title,
        format: document.format,
        modifiedAt: 0,
        passages: document.passages.map((passage) => ({
          ...passage,
          id: digest('passage', stored.id, passage.start) as string as PassageId,
          version: digest(passage.text),
        })),
      }
      const { claims: drafts } = await distilProse(skill)
      const claims = drafts.map(
        (draft, index): Claim => ({
          ...draft,
          id: digest('claim', stored.id, index) as string as ClaimId,
          document: skill.id,
          basis: 'quoted',
        }),
      )
      const region = regionOf(stored, regions)
      for (const draft of [...(await generateProseQuestions({ document: skill, claims })), ...quotedWordings(stored)])
        found.push({
          draft: { ...draft, region },
          from: stored.at ?? Number.NEGATIVE_INFINITY,
          until: stored.until ?? Number.POSITIVE_INFINITY,
        })
    }
    return found
  } finally {
    await parser.close()
  }
}

/** Requests that a page says customers write. */
function quotedWordings({ text }: StreamDocument): readonly QuestionDraft[] {
  if (!text.includes('Customers write, for example:')) return []
  return [...text.matchAll(/^- (.+)$/gm)].map(([, wording = '']) => ({
    text: wording,
    origin: 'structure',
    probability: 0.5,
    region: '',
    about: { kind: 'unknown' },
  }))
}

function regionOf({ id }: StreamDocument, regions: ReadonlySet<string>): string {
  const name = id.replace(/\.md$/, '')
  if (regions.has(name)) return name
  const folder = name.split('/')[0] ?? ''
  return regions.has(folder) ? folder : id
}
