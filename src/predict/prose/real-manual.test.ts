import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { distilProse } from '../../distil/prose/distil-prose.ts'
import { claimsOf } from '../../testing/claims-of.ts'
import { codeDocument } from '../../testing/code-document.ts'
import { deduplicateQuestions } from '../deduplicate.ts'
import { generateProseQuestions } from './generate-prose-questions.ts'
import { isAskable } from './question-filter.ts'

const data = process.env.REVERIE_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const manual = join(data, 'docs-history/hono/b')

it.skipIf(!existsSync(manual))(
  'words hundreds of askable questions of a real manual, each with verbatim quotes (skipped without the data folder)',
  async () => {
    const drafts = []
    for (const path of globSync('**/*.md', { cwd: manual }).toSorted()) {
      const document = await codeDocument(path, readFileSync(join(manual, path), 'utf8'))
      const claims = claimsOf(document, (await distilProse(document)).claims)
      const passages = new Map(document.passages.map((passage) => [passage.id, passage]))
      for (const quote of claims.flatMap((claim) => claim.quotes))
        expect(passages.get(quote.passage)?.text.slice(quote.start, quote.end)).toBe(quote.text)
      const ids = new Set(claims.map((claim) => claim.id))
      for (const draft of await generateProseQuestions({ document, claims })) {
        expect(draft.about.kind === 'claim' && draft.about.claims.length > 0 && draft.about.claims.every((id) => ids.has(id))).toBe(true)
        drafts.push(draft)
      }
    }
    const kept = deduplicateQuestions(drafts)
    expect(kept.length).toBeGreaterThan(400)
    expect(kept.filter((draft) => !isAskable(draft.text))).toEqual([])
    expect(new Set(kept.map((draft) => draft.text)).size).toBe(kept.length)
  },
)
