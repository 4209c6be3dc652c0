/** `npm run bench [name ...]`: measures each figure and its reference in the same run. */

/** Loaded one at a time, so that one benchmark does not occupy the memory of the next. */
const BENCHES: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
  cli: async () => (await import('./cli.ts')).benchCli,
  resolve: async () => (await import('./resolve.ts')).benchResolve,
  detect: async () => (await import('./detect.ts')).benchDetect,
  scan: async () => (await import('./scan.ts')).benchScan,
  sink: async () => (await import('./sink.ts')).benchSink,
  slack: async () => (await import('./slack.ts')).benchSlack,
  discord: async () => (await import('./discord.ts')).benchDiscord,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name))
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(', ')}. There is: ${Object.keys(BENCHES).join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const [name, load] of Object.entries(BENCHES)) {
    if (asked.length === 0 || asked.includes(name)) await (await load())()
  }
}
