/** A page with a sentence, a command, options and a table; `§` is the case's word. */
export const samplePage = `# The § worker

The § worker runs on every machine of the group. The § queue holds 900 jobs.

## Restarting the § worker

Stop the § worker with \`stop-§\`, then wait 11 seconds.

## Options of the § worker

- \`§Limit\`: How many § jobs run at once. Defaults to \`12\`.
- \`§Home\`: The folder of the § worker. Defaults to \`/§\`.

## Ports of the § worker

| option | default | meaning |
|---|---|---|
| \`§Port\` | \`8010\` | The port § listens on |
| \`§AdminPort\` | \`8011\` | The port § administrators use |
`

/** Parts of what is prepared from it. */
export const queue = 'queue holds 900 jobs'
export const restart = 'wait 11 seconds'
export const limit = '`§Limit`: How many'
export const port = '| `8010` | The port'

/** The page as a one-file case has it. */
export const onePage: Readonly<Record<string, string>> = { 'page.md': samplePage }

/** Source code with documented definitions. */
export const sampleCode = `import { join } from 'node:path'
import { readFile } from 'node:fs/promises'

/** How many § jobs are kept in the § store. */
export const §Kept = 70

/** Opens the § store and returns its handle. Throws a RangeError if the § store is full. */
export async function open§Store(path: string): Promise<string> {
\tif (path === '') throw new RangeError('full')
\treturn readFile(join(path, '§.json'), 'utf8')
}
`
