import type { Figure, Measurement } from '../measurement.ts'
import { type JudgedSet, judgedSets } from './judged-documents.ts'
import { measureReader } from './squad.ts'

/** The extractive reader, live, on whole documents; other sets by name (`npm run bench -- reader covidqa`), or `all`. */
export const measurement: Measurement = {
  name: 'reader',
  about: 'extractive reader over whole documents: gold answer in the first quotation, abstention, time',
  async run({ data, words, log }) {
    if (data === null) throw new Error('The reader is measured on the development data: set REVERIE_DATA to its folder.')
    const named = judgedSets.filter((set) => words.includes(set))
    const sets: readonly JudgedSet[] = words.includes('all') ? judgedSets : named.length > 0 ? named : ['squad2-dev']
    const figures: Figure[] = []
    const detail: Record<string, unknown> = {}
    for (const set of sets) {
      const found = await measureReader({ data, set, onProgress: (line) => log(`${set}: ${line}`) })
      if (found === null) continue
      detail[set] = found
      const judged = set === 'squad2-dev'
      figures.push(
        percent(`${set}: gold in the first quotation`, found.first, judged ? 0.8 : null),
        percent(`${set}: gold in the first three`, found.topThree, judged ? 0.92 : null),
        percent(`${set}: the same, never abstaining: first`, found.firstWithoutAbstaining, null),
        percent(`${set}: the same, never abstaining: first three`, found.topThreeWithoutAbstaining, null),
        percent(`${set}: answerable left unanswered`, found.answerableRefused, null),
        ...(found.unanswerable > 0 ? [percent(`${set}: minimally changed, left unanswered`, found.unanswerableRefused, null)] : []),
        percent(`${set}: foreign queries left unanswered`, found.foreignRefused, null),
        { name: `${set}: search, p50`, value: found.searchMs.p50, unit: 'ms' },
        { name: `${set}: read, p50`, value: found.readMs.p50, unit: 'ms' },
      )
    }
    return {
      figures,
      notes: [
        'An answer counts where the quotation holds a gold answer word for word; one scope a document, its vectors kept between runs.',
        'The abstention curve is in --json, under detail.',
      ],
      detail,
    }
  },
}

function percent(name: string, share: number, least: number | null): Figure {
  const figure = { name, value: Math.round(share * 1000) / 10, unit: '%' }
  return least === null ? figure : { ...figure, target: `≥ ${least * 100} %`, met: share >= least }
}
