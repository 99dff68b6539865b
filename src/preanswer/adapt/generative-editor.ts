import { tokenCounter } from '../../ledger/count-tokens.ts'
import { type Fences, placeholderFence, withFence } from '../../ledger/fence.ts'
import type { LocalOnly } from '../../ledger/local-only.ts'
import { modelRecipe } from '../../ledger/model-recipe.ts'
import { type SpendOrigin, spendContext } from '../../ledger/spend-origin.ts'
import { structuredCall } from '../../ledger/structured-call.ts'
import type { Spend } from '../../spec/answer.ts'
import type { Quote } from '../../spec/claim.ts'
import { ReverieError } from '../../spec/errors.ts'
import { type MeteredModel, noSpend } from '../../spec/ledger.ts'
import type { ScoredUnit } from '../../spec/skills.ts'
import { isSpared, notWorth } from '../not-worth.ts'
import { adaptedSchema, buildAdaptPrompt } from '../prompts/adapt-prompt.ts'
import { isVerbatim } from '../reading/find-cited.ts'
import type { NearAnswer } from './adaptation.ts'
import type { AnswerEditor, Edit } from './answer-editor.ts'
import { newInEdit } from './edit-holds.ts'
import { openDifference } from './open-difference.ts'
import { placeOf } from './said-of.ts'

export interface GenerativeEditorOptions {
  readonly model: MeteredModel
  readonly spend: SpendOrigin
  readonly fences: Fences
  readonly isLocal: LocalOnly
}

const version = 1
const outputTokens = 1500

interface OwnQuote {
  readonly quote: Quote
  readonly unit: ScoredUnit
}

/**
 * Edits by one structured call that sees the prepared answer and its own quotations and nothing else. Only quotations that
 * live retrieval brought for the question, word for word as they stand, take part; what the edit says beyond its
 * citations (a number, a name, a denial), a sentence without a citation, or a guard that its citations leave open refuses it.
 * Evidence that `isLocal` names is never shown. A failing model gives none; only `aborted` is thrown.
 */
export function createGenerativeEditor({ model, spend, fences, isLocal }: GenerativeEditorOptions): AnswerEditor {
  const sample = buildAdaptPrompt({ question: '', preparedFor: '', answer: '', quotes: [{ text: '', place: '' }] }, placeholderFence)
  const context = spendContext(spend, 'adapt')
  return {
    recipe: modelRecipe({ skill: 'editor', version, model, parameters: { outputTokens }, prompt: sample, schema: adaptedSchema }),
    model: model.name,
    async edit({ question, answer, live }, call = {}) {
      const own = ownQuotes(answer, live)
      if (own.length < answer.body.quotes.length) return none('what it quotes was not found for the question')
      const region = answer.region ?? ''
      if ((region !== '' && isLocal(region)) || own.some(({ unit }) => isLocal(unit.path))) return none('no model may see what it quotes')
      if (await isSpared(call)) return none(notWorth('an edit'))
      const quotes = own.map(({ quote, unit }) => ({ text: quote.text, place: placeOf(unit).replace(/\n/g, ' › ') }))
      const { preparedFor, body } = answer
      const prompt = await withFence(fences, (fence) => buildAdaptPrompt({ question, preparedFor, answer: body.text, quotes }, fence))
      const count = await tokenCounter()
      const tokens = [question, preparedFor, body.text, ...quotes.flatMap(({ text, place }) => [text, place])].reduce(
        (sum, text) => sum + count(text),
        500,
      )
      if (tokens > model.maxPromptTokens) return none('it is too long to be edited')
      try {
        const request = { prompt, schema: adaptedSchema, name: 'adapted', maxOutputTokens: outputTokens, signal: call.signal }
        const { output, spend: spent } = await structuredCall(model, request, context)
        return checked(question, answer, own, output, spent)
      } catch (cause) {
        if (cause instanceof ReverieError && cause.code === 'aborted') throw cause
        const failed = none(`the editor failed: ${cause instanceof Error ? cause.message : String(cause)}`)
        return cause instanceof ReverieError ? { ...failed, failure: cause } : failed
      }
    },
  }
}

interface Output {
  readonly change: string
  readonly sentences: readonly { readonly text: string; readonly cites: readonly number[] }[]
}

/** The edit as an answer, its quotations those it cites in the order in which it does; or why it is refused. */
function checked(
  question: string,
  { preparedFor }: NearAnswer,
  own: readonly OwnQuote[],
  { change, sentences }: Output,
  spend: Spend,
): Edit {
  if (sentences.length === 0) return none('its quotations do not state what is asked', spend)
  const cited: OwnQuote[] = []
  const texts: string[] = []
  for (const { text, cites } of sentences) {
    const found = cites.flatMap((number) => own[number - 1] ?? [])
    const plain = text.replace(/\s*\[\d+\]/g, '').trim()
    if (found.length === 0 || found.length < cites.length || plain === '') return none('a sentence of the edit cites nothing', spend)
    const extra = newInEdit({
      text: plain,
      cited: found.map(({ quote }) => quote.text).join('\n'),
      place: found.map(({ unit }) => placeOf(unit)).join('\n'),
    })
    if (extra !== null) return none(`the edit adds ${extra}`, spend)
    for (const one of found) if (!cited.includes(one)) cited.push(one)
    texts.push(`${plain} ${found.map((one) => `[${cited.indexOf(one) + 1}]`).join('')}`)
  }
  const open = openDifference(
    question,
    preparedFor,
    cited.map(({ unit }) => placeOf(unit)).join('\n'),
    cited.map(({ quote }) => quote.text).join('\n'),
  )
  if (open !== null) return none(open, spend)
  const what = change.replace(/\s+/g, ' ').trim().slice(0, 160)
  return {
    kind: 'edited',
    body: { shape: 'prose', text: texts.join(' '), quotes: cited.map(({ quote }) => quote), notes: [] },
    what: `edited from the answer to “${preparedFor}”${what === '' ? '' : `: ${what}`}`,
    spend,
  }
}

function ownQuotes({ body }: NearAnswer, live: readonly ScoredUnit[]): readonly OwnQuote[] {
  return body.quotes.flatMap((quote) => {
    const unit = live.find((one) => one.passage === quote.passage)
    return unit === undefined || isVerbatim(quote, live) !== true ? [] : [{ quote, unit }]
  })
}

function none(reason: string, spend: Spend = noSpend): Extract<Edit, { readonly kind: 'none' }> {
  return { kind: 'none', reason, spend }
}
