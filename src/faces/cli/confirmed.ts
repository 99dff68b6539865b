import { ReverieError } from '../../spec/errors.ts'
import type { CommandContext } from './command-context.ts'

/** Asks on the terminal, defaulting to no. Throws `bad-argument` where there is nobody to ask: `--yes` says it then. */
export async function confirmed(context: CommandContext, message: string): Promise<boolean> {
  const { terminal, signal } = context
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) {
    throw new ReverieError('bad-argument', 'This erases, and there is no terminal to ask on.', { hint: 'Add --yes to go ahead.' })
  }
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message, initialValue: false, input: terminal.stdin, output: terminal.stderr, signal })
  return !isCancel(answer) && answer
}
