import { installedDependencies } from './installed-dependencies.ts'
import { runCli } from './run-cli.ts'
import { systemTerminal } from './terminal.ts'

// A reader that left (`reverie summary | head`) is no failure; what was to be said has nobody to hear it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
}

process.exitCode = await runCli(process.argv.slice(2), systemTerminal(), installedDependencies)
// A library's thread must not hold up the shell: everything is closed and written by now.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
process.exit()
