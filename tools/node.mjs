// Runs `node <arguments>` on Node 24 or newer: the running one if it is new enough, else the one the private workspace brings.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const wanted = 24

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath
  const require = createRequire(import.meta.url)
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  try {
    const folder = dirname(require.resolve(`${name}/package.json`))
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  } catch {
    // Not installed for this platform: said below.
  }
  return null
}

const node = findNode()
if (node === null) {
  console.error(
    `Reverie needs Node ${wanted} or newer and this is ${process.version}: install Node ${wanted} (https://nodejs.org), or run \`npm ci\` without --omit=optional on Linux or Windows, which brings it.`,
  )
  process.exit(1)
}
const child = spawn(node, process.argv.slice(2), {
  stdio: 'inherit',
  env: {
    ...process.env,
    // Compiled sources are kept between runs: a command starts in half the time.
    NODE_COMPILE_CACHE:
      process.env.NODE_COMPILE_CACHE ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.cache', 'node'),
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal gives Ctrl-C to the child as well; passing it on would make one press two.
    if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal)
  })
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
