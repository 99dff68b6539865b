import type { CommandContext } from '../command-context.ts'
import { modelRequest } from '../model-request.ts'
import type { Check } from './check.ts'

/** Whether the named model could be called: package, key and address are there. Nothing is sent. */
export function modelCheck(context: CommandContext): Check {
  const request = modelRequest(context.loaded.config)
  return {
    name: 'model',
    remedy: 'Name another with --model, or none.',
    async run() {
      if (request === null) return { outcome: 'ok', found: 'none named: quotations only, nothing is sent anywhere' }
      const opened = await context.dependencies.openModel(request)
      if (opened.price === undefined || opened.price === null) {
        return {
          outcome: 'warn',
          found: `${opened.name}, price unknown`,
          remedy: 'Set price in the configuration, and --budget in tokens.',
        }
      }
      return {
        outcome: 'ok',
        found: `${opened.name}, $${opened.price.input} in and $${opened.price.output} out per million tokens; not called`,
      }
    },
  }
}
