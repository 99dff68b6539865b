import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rows of one JSONL file of the data folder, such as `traffic/clinc150.jsonl`. Throws where it is missing. */
export function rowsOf<Row>(folder: string, path: string): readonly Row[] {
  return readFileSync(join(folder, path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
