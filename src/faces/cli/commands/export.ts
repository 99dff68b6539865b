import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ReverieError } from '../../../spec/errors.ts'
import { workingFolder } from '../../config/find-folder.ts'
import { exportLines } from '../bundle-text.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'

interface ExportFlags {
  readonly bundle: string
  readonly asked?: boolean
  readonly sign?: string
}

/** `reverie export --bundle <file|->`: write what was prepared, for other clones to import. */
export function addExport(program: Command, run: RunCommand): void {
  program
    .command('export', { hidden: true })
    .description('write what was prepared to a file that other clones import')
    .requiredOption('--bundle <file>', 'the file to write; - is standard output')
    .option('--asked', 'also the questions that only people asked')
    .option('--sign <key.pem>', 'sign it with this Ed25519 private key')
    .action((flags: ExportFlags, command: Command) => run(command, (context) => exportTo(context, flags)))
}

async function exportTo(context: CommandContext, flags: ExportFlags): Promise<number> {
  const { output, terminal, signal } = context
  const sign = flags.sign === undefined ? undefined : await readPem(context, flags.sign)
  await using reverie = await context.open()
  const toStream = flags.bundle === '-'
  const receipt = await reverie.exportBundle({
    to: toStream ? terminal.stdout : fileOf(context, flags.bundle),
    signal,
    ...(flags.asked === true ? { asked: true } : {}),
    ...(sign === undefined ? {} : { sign }),
  })
  const lines = () => exportLines(receipt, output.width, output.style)
  // Standard output holds the bundle alone then.
  if (!toStream) output.result(receipt, lines)
  else for (const line of output.json ? [JSON.stringify(receipt)] : lines()) output.note(line)
  return receipt.counts.entries + receipt.counts.summaries === 0 ? 3 : 0
}

/** A path as it was typed, from where it was typed. */
export function fileOf({ terminal }: CommandContext, path: string): string {
  return resolve(workingFolder(terminal.cwd, terminal.environment), path)
}

/** A key file's text. Throws `bad-argument` where there is none. */
export async function readPem(context: CommandContext, path: string): Promise<string> {
  try {
    return await readFile(fileOf(context, path), 'utf8')
  } catch (cause) {
    throw new ReverieError('bad-argument', `The key ${path} cannot be read.`, { hint: 'Name a PEM file.', cause })
  }
}
