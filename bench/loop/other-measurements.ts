import { measurement as code } from '../code/bench.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { measureReader } from '../reader/squad.ts'
import { atLeast, printed } from './figures.ts'

const sampled = 10

/** The extractive reader, live, over whole SQuAD articles. */
export const reader: MeasuredPart = {
  name: 'reader',
  about: 'the live extractive reader over whole SQuAD articles',
  takes: '3 minutes (every tenth question; vectors are kept between runs)',
  async run({ full, log }) {
    const measured = await measureReader({ every: full ? 1 : sampled, onProgress: log })
    if (measured === null) return { figures: [], notes: ['reader: the data sets are not here'] }
    const share = (value: number): number => 100 * value
    const figures: readonly Figure[] = [
      printed('reader: answerable questions asked', full ? measured.answerable : `${measured.answerable}, every tenth`),
      atLeast('reader: gold answer in the first quotation', share(measured.first), '%', 80),
      atLeast('reader: gold answer in the first three', share(measured.topThree), '%', 92),
      printed(
        'reader: the same without abstaining',
        `${share(measured.firstWithoutAbstaining)}, ${share(measured.topThreeWithoutAbstaining)}`,
        '%',
      ),
      printed('reader: unanswerable questions left unanswered', share(measured.unanswerableRefused), '%'),
      printed('reader: foreign questions left unanswered', share(measured.foreignRefused), '%'),
      printed('reader: search and read, p50', `${measured.searchMs.p50}, ${measured.readMs.p50}`, 'ms'),
    ]
    return { figures, notes: [], detail: measured }
  },
}

/** The hand-written questions over our own sources. */
export const codeQuestions: MeasuredPart = {
  name: 'code',
  about: code.about,
  takes: '3 minutes',
  async run(options) {
    const { figures, notes, detail } = await code.run({ ...options, words: [] })
    return { figures: figures.map((figure) => ({ ...figure, name: `code: ${figure.name}` })), notes, detail }
  },
}
