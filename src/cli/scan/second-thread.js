// Plain JavaScript, like bin.js: a new thread has no compile cache until it asks for it, and would compile TypeScript again.
import module from 'node:module'

module.enableCompileCache()
await import('./second-thread.ts')
