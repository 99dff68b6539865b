import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Answer } from '../../src/spec/answer.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { holdsAnswer } from '../reader/holds-answer.ts'
import { type JudgedDocument, type JudgedSet, readJudgedSet } from '../reader/judged-documents.ts'
import { draw } from './draw.ts'
import { percent, printed } from './figures.ts'

/** Documents asked by default; the rest with `--full`. */
const drawn: Readonly<Record<'squad2-dev' | 'natural-questions', number>> = { 'squad2-dev': 1, 'natural-questions': 2 }

interface Asked {
  readonly question: string
  readonly answerable: boolean
  readonly prepared: Pick<Answer, 'served' | 'preparedFor' | 'decision'> & { readonly first: string }
  readonly isHit: boolean
  readonly hitHolds: boolean
  readonly liveHolds: boolean
}

/** Questions people asked of articles, served from what a sleep prepared without seeing them. */
export const coverage: MeasuredPart = {
  name: 'coverage',
  about: 'human questions of SQuAD and Natural Questions served from pre-answers made without seeing them',
  takes: '3 minutes (`--full`: 15)',
  async run({ data, full, log }) {
    if (data === null) return { figures: [], notes: ['coverage: the data sets are not here'] }
    const figures: Figure[] = []
    const detail: unknown[] = []
    for (const set of ['squad2-dev', 'natural-questions'] as const) {
      const documents = readJudgedSet(data, set)
      const chosen = full ? documents : draw(documents, drawn[set])
      const asked: Asked[] = []
      let servable = 0
      for (const document of chosen) {
        const one = await askDocument(document)
        asked.push(...one.asked)
        servable += one.servable
        log(`coverage: ${set}, ${document.title}: ${asked.length} questions so far, ${asked.filter((one) => one.isHit).length} hits`)
      }
      figures.push(
        printed(`${set}: pre-answers made for ${chosen.length} documents`, servable),
        ...coverageFigures(set, chosen.length, documents.length, asked),
      )
      detail.push({ set, asked })
    }
    return {
      figures,
      notes: ['coverage: gold is looked for in the first quotation; "live" is the same question asked with mode live'],
      detail,
    }
  },
}

function coverageFigures(set: JudgedSet, documents: number, of: number, asked: readonly Asked[]): readonly Figure[] {
  const answerable = asked.filter((one) => one.answerable)
  const unanswerable = asked.filter((one) => !one.answerable)
  const hits = answerable.filter((one) => one.isHit)
  const held = percent(hits.filter((one) => one.hitHolds).length, hits.length)
  const heldLive = percent(hits.filter((one) => one.liveHolds).length, hits.length)
  const name = `${set} (${documents} of ${of} documents)`
  const figures: readonly Figure[] = [
    printed(`${name}: answerable questions`, answerable.length),
    printed(`${name}: served from pre-answers`, percent(hits.length, answerable.length), '%'),
    {
      name: `${name}: of those hits, gold in the first quotation`,
      value: held,
      unit: '%',
      target: heldLive === null ? '≥ live on the same asks' : `≥ ${heldLive.toFixed(1)} %, live on the same asks`,
      ...(held === null || heldLive === null ? {} : { met: held >= heldLive }),
    },
    printed(
      `${name}: all answerable asked live, gold in the first quotation`,
      percent(answerable.filter((one) => one.liveHolds).length, answerable.length),
      '%',
    ),
  ]
  if (unanswerable.length === 0) return figures
  return [
    ...figures,
    printed(
      `${name}: unanswerable questions served from pre-answers`,
      percent(unanswerable.filter((one) => one.isHit).length, unanswerable.length),
      '%',
    ),
  ]
}

async function askDocument(document: JudgedDocument): Promise<{ readonly servable: number; readonly asked: readonly Asked[] }> {
  const place = await mkdtemp(join(tmpdir(), 'reverie-bench-coverage-'))
  const folder = join(place, 'files')
  try {
    await mkdir(folder)
    await writeFile(join(folder, `article.${document.ending}`), document.text)
    await using reverie = await openReverie({ folder, database: join(place, 'reverie.db') })
    const { servable } = await reverie.sleep()
    const asked: Asked[] = []
    for (const { question, answers, answerable } of document.questions) {
      const live = await reverie.ask({ question, mode: 'live' })
      const answer = await reverie.ask({ question })
      const first = answer.citations[0]?.quote ?? ''
      asked.push({
        question,
        answerable,
        prepared: { served: answer.served, preparedFor: answer.preparedFor, decision: answer.decision, first },
        isHit: answer.served === 'hit' && answer.preparedBy === 'sleep',
        hitHolds: holdsAnswer(first, answers),
        liveHolds: holdsAnswer(live.citations[0]?.quote ?? '', answers),
      })
    }
    return { servable, asked }
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}
