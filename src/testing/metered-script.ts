import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { MeteredModel, SpendContext } from '../spec/ledger.ts'
import { createScriptedModel, type ModelScript, type ScriptedModel } from './scripted-model.ts'

export interface MeteredScript extends MeteredModel {
  readonly model: ScriptedModel
  /** What each call was for, in order. */
  readonly contexts: readonly SpendContext[]
}

/** A metered model over a script, with no ledger behind it: for tests of what is above the ledger. Each call spends 10 and 5 tokens and $0.01. */
export function meteredScript(script: ModelScript, maxPromptTokens = 16_000): MeteredScript {
  const model = createScriptedModel(script)
  const contexts: SpendContext[] = []
  const spend = { inputTokens: 10, outputTokens: 5, usd: 0.01 }
  type Options = LanguageModelV4CallOptions & { readonly maxOutputTokens: number }
  return {
    name: 'scripted/model',
    maxPromptTokens,
    model,
    contexts,
    async generate(options: Options, context) {
      contexts.push(context)
      const result = await model.doGenerate(options)
      return { result, text: result.content.map((part) => (part.type === 'text' ? part.text : '')).join(''), spend }
    },
    async stream(options: Options, context, onText) {
      contexts.push(context)
      const { stream } = await model.doStream(options)
      let text = ''
      let finishReason: Awaited<ReturnType<MeteredModel['stream']>>['finishReason'] = 'other'
      for await (const part of stream) {
        if (part.type === 'text-delta') {
          text += part.delta
          onText(part.delta)
        }
        if (part.type === 'finish') finishReason = part.finishReason.unified
      }
      return { text, finishReason, spend }
    },
  }
}
