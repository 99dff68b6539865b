import { rowsOf } from './rows.ts'
import type { StreamSource } from './stream.ts'

interface Row {
  readonly ts: string
  readonly question: string
  readonly replies: readonly string[]
}

/** Questions that open a conversation in #ubuntu, at their own minute; a day's log becomes a document when the day has ended. */
export const ubuntuIrc: StreamSource = {
  name: 'ubuntu-irc',
  read(folder) {
    const rows = rowsOf<Row>(folder, 'traffic/ubuntu-irc-questions.jsonl')
    const days = Map.groupBy(rows, ({ ts }) => ts.slice(0, 10))
    return {
      name: this.name,
      about: 'single days of #ubuntu over 13 years, real times; a day can be read from the next one on',
      asks: rows
        .map(({ ts, question, replies }) => ({
          at: Date.parse(`${ts}:00Z`),
          session: null,
          question,
          region: '',
          answer: replies[0] ?? null,
        }))
        .toSorted((one, other) => one.at - other.at),
      documents: [...days].map(([day, asked]) => ({
        id: `log/${day}.md`,
        text: `# #ubuntu on ${day}\n\n${asked
          .filter(({ replies }) => replies.length > 0)
          .map(({ question, replies }) => `## ${question}\n\n${replies.join('\n\n')}`)
          .join('\n\n')}\n`,
        at: Date.parse(`${day}T00:00Z`) + 24 * 3_600_000,
      })),
    }
  },
}
