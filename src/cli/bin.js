#!/usr/bin/env node
// Plain JavaScript, so that the compile cache is on before the first TypeScript file is read: a cold start halves.
import module from 'node:module'

const MIN_NODE_MAJOR = 24

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  process.stderr.write(
    `imerr needs Node ${MIN_NODE_MAJOR} or newer; this is ${process.version}. Use: npm run imerr -- ARGUMENTS\n`,
  )
  process.exitCode = 2
} else {
  module.enableCompileCache()
  const { run } = await import('./imerr.ts')
  process.exitCode = await run(process.argv.slice(2))
}
