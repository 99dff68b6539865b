import { openReverie } from '../../src/faces/open-reverie.ts'
import type { Citation } from '../../src/spec/answer.ts'
import type { MeasuredPart } from '../measured-part.ts'
import type { Figure } from '../measurement.ts'
import { draw } from './draw.ts'
import { percent, printed } from './figures.ts'
import { preparedScope } from './prepared-scope.ts'

const mostLists = 40
const fewestMembers = 3

/** The members of lists made asleep beside those the live answer to the same question quotes. */
export const lists: MeasuredPart = {
  name: 'lists',
  about: 'members of lists made asleep, and the share of them that the live answer quotes',
  takes: 'seconds, and the sleeps if run alone',
  async run(options) {
    const figures: Figure[] = []
    const detail: unknown[] = []
    for (const name of ['hono', 'zod'] as const) {
      const scope = await preparedScope(name, options)
      if (scope === null) continue
      await using reverie = await openReverie(scope)
      const prepared = await reverie.questions.list({ state: 'prepared', limit: 10_000 })
      const all = prepared.filter((question) => question.answer?.startsWith('- ') && question.citations.length >= fewestMembers)
      let members = 0
      let quotedLive = 0
      let wholeLive = 0
      const sample = draw(
        all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        mostLists,
      )
      for (const { text } of sample) {
        const asleep = await reverie.ask({ question: text })
        const live = await reverie.ask({ question: text, mode: 'live' })
        const found = asleep.citations.filter((member) => live.citations.some((quoted) => overlap(quoted, member))).length
        members += asleep.citations.length
        quotedLive += found
        if (found === asleep.citations.length) wholeLive += 1
        detail.push({ name, question: text, served: asleep.served, members: asleep.citations.length, live: found })
      }
      figures.push(
        printed(`${name}: lists of ${fewestMembers} members or more made asleep`, all.length),
        printed(`${name}: members of the ${sample.length} drawn, each quoted`, members),
        printed(`${name}: of them the live answer quotes`, percent(quotedLive, members), '%'),
        printed(`${name}: lists the live answer has whole`, percent(wholeLive, sample.length), '%'),
      )
    }
    return { figures, notes: ['lists: a member counts as quoted live where any live citation covers one of its lines'], detail }
  },
}

function overlap(a: Citation, b: Citation): boolean {
  return a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine
}
