import { existsSync } from 'node:fs'
import type { MeasuredPart } from '../measured-part.ts'

/** A part whose file is loaded only when it runs: `name` is the export's and the file's name. One that is not there says so and fails nothing else. */
export function loadedPart(part: Pick<MeasuredPart, 'name' | 'about' | 'takes' | 'isLong'>): MeasuredPart {
  return {
    ...part,
    async run(options) {
      const file = new URL(`./${part.name}.ts`, import.meta.url)
      if (!existsSync(file)) {
        return {
          figures: [{ name: `${part.name}: ${part.about}`, value: null, unit: '' }],
          notes: [`${part.name}: not measured, bench/worth/${part.name}.ts is not there`],
        }
      }
      const loaded: Readonly<Record<string, MeasuredPart | undefined>> = await import(file.href)
      const found = loaded[part.name]
      if (found === undefined) throw new Error(`bench/worth/${part.name}.ts exports no part named "${part.name}".`)
      return found.run(options)
    },
  }
}
