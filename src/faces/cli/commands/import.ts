import type { Command } from 'commander'
import { importLines } from '../bundle-text.ts'
import type { CommandContext, RunCommand } from '../command-context.ts'
import { fileOf, readPem } from './export.ts'

interface ImportFlags {
  readonly verify?: string
  readonly digest?: string
  readonly fromScope?: string
}

/** `reverie import <file|url|->`: take over what another clone prepared, where it rests on texts that are here. */
export function addImport(program: Command, run: RunCommand): void {
  program
    .command('import', { hidden: true })
    .argument('<bundle>', 'a file, an http(s) address, or - for standard input')
    .description('take over what another clone prepared, where its sources are the same')
    .option('--verify <key.pem>', 'refuse it unless it is signed with the other half of this Ed25519 public key')
    .option('--digest <sha256:…>', 'refuse it unless its content has this digest, as export printed it')
    .option('--from-scope <name>', 'the scope it must be of, where that is another than the one it is imported into')
    .action((bundle: string, flags: ImportFlags, command: Command) => run(command, (context) => importFrom(context, bundle, flags)))
}

async function importFrom(context: CommandContext, bundle: string, flags: ImportFlags): Promise<number> {
  const { output, terminal, signal } = context
  const verify = flags.verify === undefined ? undefined : await readPem(context, flags.verify)
  await using reverie = await context.open()
  const receipt = await reverie.importBundle({
    from: bundle === '-' ? terminal.stdin : /^https?:\/\//i.test(bundle) ? bundle : fileOf(context, bundle),
    signal,
    ...(verify === undefined ? {} : { verify }),
    ...(flags.digest === undefined ? {} : { digest: flags.digest }),
    ...(flags.fromScope === undefined ? {} : { fromScope: flags.fromScope }),
  })
  output.result(receipt, () => importLines(receipt, { now: terminal.clock.now(), width: output.width, style: output.style }))
  const { entries, summaries } = receipt
  return entries.held + entries.kept + entries.waiting + summaries.held + summaries.kept === 0 ? 3 : 0
}
