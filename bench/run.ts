import { existsSync, globSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Figure, Measurement, MeasurementResult } from './measurement.ts'

// `npm run bench -- <name> [--json] [words…]`; without a name, what there is.
const folder = dirname(fileURLToPath(import.meta.url))
const [name, ...rest] = process.argv.slice(2).filter((word) => word !== '--json')
const json = process.argv.includes('--json')

const measurements = await findMeasurements()
const wanted = measurements.find((measurement) => measurement.name === name)
if (wanted === undefined) {
  const list = measurements.map((measurement) => `  ${measurement.name.padEnd(12)} ${measurement.about}`)
  const [write, code] = name === undefined ? [console.log, 0] : [console.error, 2]
  write(
    [
      name === undefined ? 'Measurements (npm run bench -- <name> [--json]):' : `There is no measurement "${name}". There are:`,
      ...list,
    ].join('\n'),
  )
  process.exit(code)
}

const startedMs = performance.now()
const result = await wanted.run({ data: dataFolder(), words: rest, log: (line) => process.stderr.write(`${line}\n`) })
const durationMs = Math.round(performance.now() - startedMs)
const machine = {
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memoryBytes: totalmem(),
}
if (json) process.stdout.write(`${JSON.stringify({ name: wanted.name, about: wanted.about, machine, durationMs, ...result })}\n`)
else console.log(resultLines(wanted, result).join('\n'))
process.exitCode = result.figures.some((figure) => figure.met === false) ? 1 : 0

async function findMeasurements(): Promise<readonly Measurement[]> {
  const paths = globSync('*/bench.ts', { cwd: folder }).toSorted()
  return Promise.all(
    paths.map(async (path) => {
      const loaded: { readonly measurement?: Measurement } = await import(pathToFileURL(join(folder, path)).href)
      if (loaded.measurement === undefined) throw new Error(`bench/${path} exports no \`measurement\`.`)
      return loaded.measurement
    }),
  )
}

/** Where the data sets are: REVERIE_DATA, else beside the repository. */
function dataFolder(): string | null {
  const path = process.env.REVERIE_DATA ?? resolve(folder, '../../shared/data')
  return existsSync(path) ? path : null
}

function resultLines(measurement: Measurement, { figures, notes }: MeasurementResult): readonly string[] {
  const columns = Math.max(0, ...figures.map((figure) => figure.name.length))
  const values = Math.max(0, ...figures.map((figure) => valueText(figure).length))
  const lines = figures.map((figure) => {
    const mark = figure.met === undefined ? '' : figure.met ? '  met' : '  NOT MET'
    return `  ${figure.name.padEnd(columns)}  ${valueText(figure).padStart(values)}${figure.target === undefined ? '' : `  (${figure.target})`}${mark}`
  })
  const end = `  measured in ${(durationMs / 1000).toFixed(1)} s on ${machine.cores} cores (${machine.processor}), Node ${machine.node}`
  return [`${measurement.name}: ${measurement.about}`, ...lines, ...notes.map((note) => `  note: ${note}`), end]
}

function valueText({ value, unit }: Figure): string {
  const text = value === null ? 'not measured' : typeof value === 'string' ? value : String(Number(value.toPrecision(4)))
  return value === null || unit === '' ? text : `${text} ${unit}`
}
