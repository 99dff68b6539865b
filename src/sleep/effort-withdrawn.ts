import { withdrawnEfforts } from '../lineage/withdrawn-efforts.ts'
import type { SleepContext } from './sleep-context.ts'

/** Why nothing is prepared by this sleep's model and prompt, in words; null where they are not withdrawn. */
export async function withdrawnReason({ store, scope, skills }: Pick<SleepContext, 'store' | 'scope' | 'skills'>): Promise<string | null> {
  const { recipe, model } = skills.reader
  if (model === null) return null
  const reason = (await withdrawnEfforts(store.read, scope)).reason({ recipe, model, effort: 'hybrid' })
  return reason === null ? null : `this model with this prompt is withdrawn: ${reason}`
}
