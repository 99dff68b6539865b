import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import { createHashingEmbedder } from '../../src/testing/hashing-embedder.ts'
import { draw } from '../loop/draw.ts'
import { atMost, printed, quantile } from '../loop/figures.ts'
import { originOf } from '../loop/scope-folder.ts'
import type { MeasuredPart } from '../measured-part.ts'

const citations = 3
const rounds = 300
const mostMs = 0.2

/** What comparing a hit's citations with their sources costs. */
export const freshness: MeasuredPart = {
  name: 'freshness',
  about: `the serve-time check of hits with ${citations} citations, over Hono's documents`,
  takes: '1 minute',
  async run({ data }) {
    const origin = originOf('hono', data)
    if (origin === null) return { figures: [], notes: ['freshness: the documents are not here'] }
    const place = mkdtempSync(join(tmpdir(), 'reverie-bench-freshness-'))
    const folder = join(place, 'files')
    const { model, name, dimensions } = createHashingEmbedder()
    try {
      cpSync(origin, folder, { recursive: true, preserveTimestamps: true })
      await using reverie = await openReverie({ folder, database: join(place, 'reverie.db'), embedder: { name, model, dimensions } })
      await reverie.sleep()
      const prepared = (await reverie.questions.list({ state: 'prepared', limit: 10_000 })).filter(
        (question) => question.citations.length === citations,
      )
      const times: number[] = []
      let left = 0
      for (let round = 0; round < rounds; round++) {
        const [question] = draw(prepared, 1, round)
        if (question === undefined) break
        const answer = await reverie.ask({ question: question.text })
        if (answer.served === 'hit') times.push(answer.timings.freshMs)
        else left += 1
        if (round % 10 === 9) await reverie.status()
      }
      return {
        figures: [
          printed(`prepared answers with ${citations} citations`, prepared.length),
          printed('hits measured', times.length),
          atMost(`serve-time check of ${citations} citations, p50`, quantile(times, 0.5), 'ms', mostMs),
          printed(`serve-time check of ${citations} citations, p95`, quantile(times, 0.95), 'ms'),
        ],
        notes: left === 0 ? [] : [`freshness: ${left} asks were no hits`],
      }
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  },
}
