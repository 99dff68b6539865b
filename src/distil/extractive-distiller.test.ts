import { expect, it } from 'vitest'
import { codeDocument } from '../testing/code-document.ts'
import { createExtractiveDistiller } from './extractive-distiller.ts'

const distiller = createExtractiveDistiller()

it('needs no model and spends nothing', async () => {
  expect(distiller.model).toBeNull()
  const made = await distiller.distilDocument(await codeDocument('docs/tides.md', '# Tides\n\nA tide is the rise and fall of the sea.\n'))
  expect(made.spend).toEqual({ inputTokens: 0, outputTokens: 0, usd: 0 })
  expect(made.claims[0]).toMatchObject({ type: 'definition', subject: 'a tide' })
})

it('distils code by its symbols', async () => {
  const made = await distiller.distilDocument(
    await codeDocument('src/tide.ts', '/** Metres the sea rises. */\nexport function tide(hour: number): number {\n  return hour\n}\n'),
  )
  expect(made.claims.some((claim) => claim.subject.includes('tide'))).toBe(true)
})

it('has a recipe of its own that stays', () => {
  expect(createExtractiveDistiller().recipe).toBe(distiller.recipe)
})

it('stops before it begins when it is aborted', async () => {
  const document = await codeDocument('docs/tides.md', '# Tides\n')
  await expect(distiller.distilDocument(document, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
})
