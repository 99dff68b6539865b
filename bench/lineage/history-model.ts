import { handbookModel, modelCall } from '../../src/testing/handbook-model.ts'
import { createScriptedModel, type ScriptedModel } from '../../src/testing/scripted-model.ts'

/** What one call cost and what it was about, as its prompt says. */
export interface CountedCall {
  readonly format: string
  readonly tokens: number
  /** Path of the document, text of the question, or label of the folder or topic. */
  readonly about: string
}

export interface CountingModel {
  readonly model: ScriptedModel
  readonly calls: readonly CountedCall[]
  /** Forgets the calls so far. */
  clear(): void
}

const questionsPerDocument = 6
const charactersPerToken = 4

/**
 * A model that does its job by rule, verbatim from what it is shown, and counts four characters of prompt and output as a
 * token. It asks at most six questions of a document, so that a whole history can be run.
 */
export function createCountingModel(): CountingModel {
  const calls: CountedCall[] = []
  const model = createScriptedModel((options) => {
    const call = modelCall(options)
    const text = fewerQuestions(call.format, handbookModel(call))
    const usage = { inputTokens: tokensOf(call.text), outputTokens: tokensOf(text) }
    calls.push({ format: call.format ?? 'answer', tokens: usage.inputTokens + usage.outputTokens, about: aboutOf(call.format, call.text) })
    return { text, usage }
  })
  return {
    model,
    calls,
    clear() {
      calls.length = 0
    },
  }
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken)
}

function fewerQuestions(format: string | null, text: string): string {
  if (format !== 'questions') return text
  const { questions } = JSON.parse(text) as { readonly questions: readonly object[] }
  return JSON.stringify({ questions: questions.slice(0, questionsPerDocument) })
}

/** The first line of the fenced block that names what the call is about. */
function aboutOf(format: string | null, text: string): string {
  const label = format === 'claims' || format === 'questions' ? 'name of the document' : format === 'summary' ? 'name' : 'question'
  return new RegExp(`^<<<\\w+ ${label}\\n([^\\n]*)`, 'm').exec(text)?.[1] ?? ''
}
