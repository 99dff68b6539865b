#!/usr/bin/env node
// Plain JavaScript that every Node can read, since it is here that an old one is told what to do.
const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  console.error(
    `Reverie needs Node ${wanted} or newer and this is ${process.version}: install Node ${wanted} (https://nodejs.org) and run it again.`,
  )
  process.exitCode = 1
} else {
  Promise.all([import('node:fs'), import('node:module')]).then(([{ existsSync }, { enableCompileCache }]) => {
    enableCompileCache()
    const built = new URL('../dist/faces/cli/main.js', import.meta.url)
    // A checkout that was never built runs its sources.
    return import((existsSync(built) ? built : new URL('../src/faces/cli/main.ts', import.meta.url)).href)
  })
}
