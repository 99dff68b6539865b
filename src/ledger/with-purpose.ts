import type { MeteredModel, Purpose } from '../spec/ledger.ts'

/** The same model with every call of it spent for one purpose, whatever the skill that makes it would name. */
export function withPurpose(model: MeteredModel, purpose: Purpose): MeteredModel {
  return {
    name: model.name,
    maxPromptTokens: model.maxPromptTokens,
    generate: (options, context) => model.generate(options, { ...context, purpose }),
    stream: (options, context, onText) => model.stream(options, { ...context, purpose }, onText),
  }
}
