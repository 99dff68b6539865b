import { atMost, printed } from '../loop/figures.ts'
import type { MeasuredPart } from '../measured-part.ts'
import { measureImport } from './import-bundle.ts'

const mostSeconds = 10

/** Prepared work that travels: a bundle of 10,000 pre-answers into a clone. */
export const importing: MeasuredPart = {
  name: 'import',
  about: 'import of a bundle of 10,000 pre-answers into a synced clone',
  takes: '1 minute',
  async run() {
    const measured = await measureImport()
    return {
      figures: [
        atMost(`import of ${measured.entries} pre-answers`, measured.seconds, 's', mostSeconds),
        printed('pre-answers that hold afterwards', measured.held),
        printed('embeddings and model calls it made', measured.embedded),
        printed('size of the bundle', measured.bundleMb, 'MB'),
        printed('peak memory of the importing process', measured.peakMb, 'MB'),
        printed('longest stop of its loop', measured.longestStopMs, 'ms'),
      ],
      notes: [],
      detail: measured,
    }
  },
}
