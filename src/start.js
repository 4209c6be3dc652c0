// Plain JavaScript, because an older Node cannot read main.ts and would say so with a stack trace only.
import module from 'node:module'

const MIN_NODE_MAJOR = 24

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  process.stderr.write(
    `imerr needs Node ${MIN_NODE_MAJOR} or newer; this is ${process.version}. Use: npm ci && npm start, which brings its own Node.\n`,
  )
  process.exitCode = 2
} else {
  module.enableCompileCache()
  import('./main.ts')
}
