/**
 * `npm run slack:manifest`: writes adapters/slack/setup/manifest.json (Socket Mode).
 * `npm run slack:manifest -- https://imerr.example.com` prints the manifest for HTTP instead.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildManifest } from '../../adapters/slack/setup/manifest.ts'
import { COMMANDS } from '../features/commands.ts'

const LINE_WIDTH = 120

/** As the formatter writes it: short lists of words stand in one line. */
const layOut = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /^(.*)\[\n((?:\s+"[^"\n]*",?\n)+)\s+\](,?)$/gm,
    (all, before, inside, after) => {
      const line = `${before}[${inside.trim().replace(/,\n\s+/g, ', ')}]${after}`
      return line.length <= LINE_WIDTH ? line : all
    },
  )

const [url] = process.argv.slice(2)
const text = `${layOut(buildManifest({ commands: COMMANDS, url }))}\n`
if (url === undefined) {
  writeFileSync(join(import.meta.dirname, '../../adapters/slack/setup/manifest.json'), text)
  process.stdout.write('Wrote adapters/slack/setup/manifest.json\n')
} else if (URL.canParse(url) && url.startsWith('https://')) {
  process.stdout.write(text)
} else {
  process.stderr.write(`${url}: write an https address, such as https://imerr.example.com\n`)
  process.exitCode = 2
}
