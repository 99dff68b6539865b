import { seededRandom } from '../../../src/testing/seeded-random.ts'
import { arrivals, shuffled, zipf } from './arrivals.ts'
import { rowsOf } from './rows.ts'
import type { StreamAsk, StreamSource } from './stream.ts'

interface Row {
  readonly text: string
  readonly intent: string | null
  readonly split: string
}

/** Wordings that a page quotes as asked before; these are the data's own training part and are never asked. */
const quotedWordings = 5
const shareOutOfScope = 0.1

/**
 * Requests by intent as a stream: which intent is drawn by Zipf, then one of its test wordings, any of them again. Every
 * intent has a page, made up from its name, that a few training wordings stand on and that states the code of its answer.
 */
export function intentStream(
  set: 'banking77' | 'clinc150',
  { count, aDay }: { readonly count: number; readonly aDay: number },
): StreamSource {
  return {
    name: `${set}-zipf`,
    read(folder) {
      const rows = rowsOf<Row>(folder, `traffic/${set}.jsonl`)
      const random = seededRandom(set === 'banking77' ? 77 : 150)
      const intents = shuffled(random, [...new Set(rows.flatMap(({ intent }) => intent ?? []))].toSorted())
      const wordings = Map.groupBy(
        rows.filter(({ split, intent }) => split === 'test' && intent !== null),
        ({ intent }) => intent,
      )
      const foreign = [
        ...shuffled(
          random,
          rows.filter(({ intent }) => intent === null),
        ),
      ]
      const next = zipf(random, intents.length)
      const asks = arrivals(random, count, aDay).map((at): StreamAsk => {
        const odd = foreign.length > 0 && random.next() < shareOutOfScope ? foreign.pop() : undefined
        if (odd !== undefined)
          return { at, session: null, question: odd.text, region: '', answer: null, gold: { answers: [], meaning: null } }
        const intent = intents[next()] ?? ''
        const texts = wordings.get(intent) ?? []
        const question = texts[Math.floor(random.next() * texts.length)]?.text ?? plain(intent)
        return { at, session: null, question, region: intent, answer: codeOf(intent), gold: { answers: [codeOf(intent)], meaning: intent } }
      })
      return {
        name: this.name,
        about: `${intents.length} intents drawn by Zipf, seeded times, test wordings; pages are made up from intents and training wordings`,
        asks,
        documents: intents.toSorted().map((intent) => ({
          id: `${intent}.md`,
          text: page(
            intent,
            rows.filter((row) => row.intent === intent && row.split === 'train').map(({ text }) => text),
          ),
        })),
      }
    },
  }
}

function page(intent: string, asked: readonly string[]): string {
  const lines = asked.slice(0, quotedWordings).map((text) => `- "${text}": ${codeOf(intent)}`)
  return `# ${plain(intent)}\n\nRequests about ${plain(intent).toLowerCase()} are settled by procedure ${codeOf(intent)}.\n\nWhat customers write, and the procedure:\n\n${lines.join('\n')}\n`
}

function plain(intent: string): string {
  return intent.replace(/[_-]+/g, ' ').replace(/[?]/g, '').trim()
}

function codeOf(intent: string): string {
  return `P-${intent.replace(/[^A-Za-z0-9]+/g, '-').toUpperCase()}`
}
