import type { MeasuredPart } from '../measured-part.ts'
import { runParts } from '../measured-part.ts'
import type { Measurement } from '../measurement.ts'
import { loadedPart } from './loaded-part.ts'

const parts: readonly MeasuredPart[] = [
  loadedPart({
    name: 'prediction',
    about: 'asks that were predicted before they came, by predictor, against controls',
    takes: '4 minutes',
  }),
  loadedPart({
    name: 'money',
    about: 'tokens, cost and latency with sleep on, off, a reactive cache, prompt-cached live',
    takes: '4 minutes',
  }),
  loadedPart({ name: 'distillation', about: 'gold answers in the live prompt at 500, 1,000 and 2,000 tokens', takes: '1 minute' }),
  loadedPart({ name: 'planner', about: 'net saving of the value rule against an oracle with known probabilities', takes: '1 minute' }),
  loadedPart({ name: 'caps', about: 'caps in random schedules with crashes', takes: '2 minutes' }),
  loadedPart({ name: 'preemption', about: 'asks while asleep against awake, and the event loop', takes: '2 minutes' }),
  loadedPart({ name: 'soak', about: 'a compressed month: memory, handles, database size (--minutes n)', takes: '2 minutes' }),
]

/** Whether sleeping is worth what it costs. */
export const measurement: Measurement = {
  name: 'worth',
  about: `prediction, money and what it costs to be ready (words: --only ${parts.map((part) => part.name).join(',')}; --full; --minutes n)`,
  run: (options) => runParts(parts, options),
}
