// Builds dist/: the sources without their tests as JavaScript and declarations, and beside them the data files they read.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
rmSync(join(root, 'dist'), { recursive: true, force: true })
const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')], {
  stdio: 'inherit',
})
if (tsc.status !== 0) process.exit(tsc.status ?? 1)
const data = globSync('src/**/*.{json,txt,sql,md}', { cwd: root, exclude: (path) => /fixtures/.test(String(path)) })
for (const path of data) {
  const target = join(root, 'dist', path.slice('src/'.length))
  mkdirSync(dirname(target), { recursive: true })
  cpSync(join(root, path), target)
}
