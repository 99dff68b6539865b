import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openReverie } from '../../src/faces/open-reverie.ts'
import type { QuestionView } from '../../src/faces/reverie.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { draw } from './draw.ts'
import { printed } from './figures.ts'
import { preparedScope } from './prepared-scope.ts'
import { repository } from './scope-folder.ts'

const drawn = 40

/** Writes 40 predicted questions of each scope with their prepared answers, for reading. */
export const samples: MeasuredPart = {
  name: 'samples',
  about: 'forty predicted questions of Hono and of zod with their answers, for reading',
  takes: 'seconds, and the sleeps if run alone',
  async run(options) {
    const figures: Figure[] = []
    const out = join(repository, 'bench', 'out')
    await mkdir(out, { recursive: true })
    for (const name of ['hono', 'zod'] as const) {
      const scope = await preparedScope(name, options)
      if (scope === null) continue
      await using reverie = await openReverie(scope)
      const prepared = await reverie.questions.list({ state: 'prepared', limit: 10_000 })
      const predicted = prepared
        .filter((question) => question.origins.some((origin) => origin === 'structure' || origin === 'list'))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      const sample = draw(predicted, drawn)
      await writeFile(join(out, `questions-${name}.md`), report(name, predicted.length, sample))
      figures.push(printed(`${name}: predicted questions with an answer, drawn from`, predicted.length))
    }
    return { figures, notes: ['samples: read bench/out/questions-hono.md and questions-zod.md; at least 36 and 34 must be right'] }
  },
}

function report(name: string, of: number, sample: readonly QuestionView[]): string {
  const parts = sample.map((question, index) => {
    const places = question.citations.map(
      ({ path, startLine, endLine }) => `${path}:${startLine}${endLine === startLine ? '' : `-${endLine}`}`,
    )
    const quoted = (question.answer ?? '').split('\n').map((line) => `> ${line}`)
    return [`## ${index + 1}. ${question.text}`, '', ...quoted, '', `${question.origins.join(', ')} · ${places.join(', ')}`, ''].join('\n')
  })
  return [`# ${sample.length} of ${name}'s ${of} predicted questions`, '', ...parts].join('\n')
}
