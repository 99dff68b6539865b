import { beginSyncLook } from './begin-sync-look.ts'

const words = process.argv.slice(2)
// Git looks at the files in a process of its own while the rest is loaded.
beginSyncLook(words, { cwd: process.cwd(), environment: process.env })
const [{ installedDependencies }, { runCli }, { systemTerminal }] = await Promise.all([
  import('./installed-dependencies.ts'),
  import('./run-cli.ts'),
  import('./terminal.ts'),
])

// A reader that left (`reverie summary | head`) is no failure; what was to be said has nobody to hear it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    throw error
  })
}

process.exitCode = await runCli(words, systemTerminal(), installedDependencies)
// A library's thread must not hold up the shell: everything is closed and written by now.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))))
process.exit()
