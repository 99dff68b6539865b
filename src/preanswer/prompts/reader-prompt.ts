import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import { fenced, fenceRule, placeholderFence } from '../../ledger/fence.ts'
import type { ReadRequest, ScoredUnit } from '../../spec/skills.ts'

/** What the reader writes where the passages do not hold the answer. */
export const refusalToken = 'NOT_ANSWERED'

const system = [
  'You answer a question from numbered passages and from nothing else.',
  fenceRule(),
  'Each sentence of your answer ends with the number of the mark that stands right before the words that state it, like [2]; several as [2][5]. The marks [1], [2] … stand in the passages. A sentence you cannot cite is left out. Do not cite for politeness, and do not write a list of sources.',
  'Answer directly and shortly: what was asked, with the conditions and exceptions that belong to it. State numbers, names, commands, paths and negations exactly as written. Put code and commands in `backticks` inside a sentence, never in a block of its own.',
  'Where passages contradict each other, say so and give each with its own citation.',
  `If the passages do not state the answer, if they answer only a different question (another name, number, version or direction), or if you would have to guess, write ${refusalToken} and nothing else.`,
].join('\n')

/** Units shown to a model: of SQuAD's answers 95 in 100 stand among the first three; what comes later costs more than it adds. */
export const promptUnits = 12

/**
 * The prompt a live answer is read from: passages in the order of their best unit, each unit opened by its number in the
 * order of `request.evidence` (1-based). The same function counts what a live answer would be sent where no model is used.
 */
export function buildReaderPrompt(request: ReadRequest, fence: string = placeholderFence): LanguageModelV4Prompt {
  const { policy } = request
  const wishes = [
    policy.instructions.trim() === ''
      ? null
      : `The operator of this service asks for this, within the rules above: ${policy.instructions.trim()}`,
    policy.language === 'en'
      ? null
      : `Answer in the language with the code "${policy.language}"; quoted names and values stay as they are.`,
    policy.format === 'json' ? 'Answer with one JSON object {"answer": "…"} whose string holds the cited sentences.' : null,
  ].filter((wish) => wish !== null)
  const user = [
    ...passageBlocks(request.evidence.slice(0, promptUnits), fence),
    fenced(fence, 'question', request.question),
    'Answer the question.',
  ]
  return [
    { role: 'system', content: [system, ...wishes].join('\n') },
    { role: 'user', content: [{ type: 'text', text: user.join('\n\n') }] },
  ]
}

/** Characters of a passage shown before and after its units; what is structured is read whole, up to a screen or so. */
const proseContext = 400
const structuredContext = 1600

interface NumberedUnit {
  readonly unit: ScoredUnit
  readonly number: number
}

function passageBlocks(evidence: readonly ScoredUnit[], fence: string): readonly string[] {
  const numbered = evidence.map((unit, index): NumberedUnit => ({ unit, number: index + 1 }))
  const passages = Map.groupBy(numbered, ({ unit }) => `${unit.passage} ${unit.version}`)
  return [...passages.values()].flatMap((units) => {
    const first = units[0]?.unit
    if (first === undefined) return []
    const where = [first.title, ...first.place].filter((name) => name !== null && name !== '').join(' › ')
    return [fenced(fence, 'passage', `${where === '' ? first.path : `${first.path} — ${where}`}\n${markedText(first, units)}`)]
  })
}

/** The stretches of a passage around its units, each unit opened by its mark. */
function markedText({ passageText, kind }: ScoredUnit, units: readonly NumberedUnit[]): string {
  const context = kind === 'prose' ? proseContext : structuredContext
  const ordered = [...units].sort((one, other) => one.unit.start - other.unit.start || one.number - other.number)
  const stretches: { from: number; to: number; marks: NumberedUnit[] }[] = []
  for (const mark of ordered) {
    const from = Math.max(0, mark.unit.start - context)
    const to = Math.min(passageText.length, mark.unit.end + context)
    const last = stretches.at(-1)
    if (last === undefined || from > last.to) stretches.push({ from, to, marks: [mark] })
    else {
      last.to = Math.max(last.to, to)
      last.marks.push(mark)
    }
  }
  const texts = stretches.map(({ from, to, marks }) => {
    const cuts = [from, ...marks.map(({ unit }) => unit.start), to]
    return cuts.slice(1).reduce((text, end, index) => {
      const number = marks[index - 1]?.number
      return `${text}${number === undefined ? '' : `[${number}] `}${passageText.slice(cuts[index], end)}`
    }, '')
  })
  return `${(stretches[0]?.from ?? 0) > 0 ? '… ' : ''}${texts.join(' … ')}${(stretches.at(-1)?.to ?? 0) < passageText.length ? ' …' : ''}`
}
