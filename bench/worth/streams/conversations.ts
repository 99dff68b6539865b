import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { arrivals } from './arrivals.ts'
import { rowsOf } from './rows.ts'
import type { StreamSource } from './stream.ts'

interface Row {
  readonly dialog_id: string
  readonly title: string
  readonly section?: string
  readonly turns: readonly Turn[]
}

interface Turn {
  readonly question?: string
  readonly utterance?: string
  readonly rewrite: string | null
  readonly answer?: string | null
  readonly response?: string | null
}

const minute = 60_000
const files = { quac: 'quac-canard', cast: 'trec-cast', ikat: 'trec-ikat' } as const

/**
 * Conversations in the order of their file, begun at seeded times, a turn a minute. The data has no documents: a
 * conversation's answers, in order, stand for the text they were taken from, under the title alone.
 */
export function conversationStream(set: keyof typeof files): StreamSource {
  return {
    name: `${set}-seeded`,
    read(folder) {
      const rows = rowsOf<Row>(folder, `dialogs/${files[set]}.jsonl`)
      const begun = arrivals(seededRandom(rows.length), rows.length, 8)
      return {
        name: this.name,
        about: 'conversations at seeded times, a turn a minute, in their rewritten form; documents are the answers given in them',
        asks: rows
          .flatMap(({ dialog_id, turns }, at) =>
            turns.map((turn, number) => {
              const typed = (turn.question ?? turn.utterance ?? '').trim()
              const question = (turn.rewrite ?? '').trim() || typed
              const answer = answerOf(turn)
              return {
                at: (begun[at] ?? 0) + number * minute,
                session: dialog_id,
                question,
                ...(typed === question ? {} : { typed }),
                region: dialog_id,
                answer,
                ...(answer === null ? {} : { gold: { answers: [answer], meaning: `${dialog_id}: ${question}` } }),
              }
            }),
          )
          .toSorted((one, other) => one.at - other.at),
        documents: rows.flatMap(({ dialog_id, title, section, turns }) => {
          const answers = [...new Set(turns.flatMap((turn) => answerOf(turn) ?? []))]
          const heading = section === undefined ? '' : `## ${section}\n\n`
          return answers.length === 0 ? [] : [{ id: `${dialog_id}.md`, text: `# ${title}\n\n${heading}${answers.join('\n\n')}\n` }]
        }),
      }
    },
  }
}

/** What was answered; null where whoever answered found nothing, too. */
function answerOf({ answer, response }: Turn): string | null {
  const text = (answer ?? response ?? '').trim()
  return text === '' || /^(?:i don.?t know|cannotanswer)\.?$/i.test(text) ? null : text
}
