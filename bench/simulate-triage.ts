/** `npm run triage:simulate [seed]`: what triage finds in a made-up fortnight; ends with 1 when a bound does not hold. */
import { createKnowledge } from '../src/core/knowledge.ts'
import { loadData } from '../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../src/paths.ts'
import { broken, dayOf, type Outcome, simulate } from './triage/simulate.ts'
import { FORTNIGHT, MINUTE } from './triage/traffic.ts'

const minutes = (ms: number | undefined) => (ms === undefined ? 'missed' : `${(ms / MINUTE).toFixed(1)} min`)

function print({ findings, falseAlarms, weeks, sightings, messages, reopened }: Outcome, seconds: number) {
  console.log('begun (UTC)  people  found after  incidents  kind      codes')
  for (const { start, people, foundAfter, raised, kind, codes } of findings)
    console.log(
      [
        dayOf(start).padEnd(11),
        String(people).padStart(7),
        minutes(foundAfter).padStart(12),
        (raised.map((id) => `#${id}`).join(' ') || '-').padStart(10),
        kind.padEnd(8),
        codes.join(' '),
      ].join('  '),
    )
  const found = findings.flatMap(({ foundAfter }) => foundAfter ?? []).sort((a, b) => a - b)
  console.log(`\n${sightings} sightings in ${weeks} weeks, replayed in ${seconds.toFixed(0)} s`)
  console.log(
    `found ${found.length} of ${findings.length}; median ${minutes(found[Math.floor(found.length / 2)])}, latest ${minutes(found.at(-1))}`,
  )
  console.log(`false incidents: ${falseAlarms.length} (${(falseAlarms.length / weeks).toFixed(1)} a week)`)
  for (const { id, codes, at } of falseAlarms) console.log(`  #${id} ${dayOf(at)} ${codes.join(' ')}`)
  console.log(
    `causes raised more than once: ${findings.filter(({ raised }) => raised.length > 1).length}; relapses: ${reopened}`,
  )
  console.log(
    `messages: ${messages.posts} posted, ${messages.edits} edits, ${messages.threadPosts} lines in threads, ${messages.mentions} mentions`,
  )
}

const seed = Number(process.argv[2] ?? FORTNIGHT.seed)
if (!Number.isInteger(seed)) throw new Error('write a whole number: npm run triage:simulate 7')
const started = performance.now()
const outcome = await simulate({ ...FORTNIGHT, seed }, createKnowledge(await loadData(DATA_FOLDER)))
print(outcome, (performance.now() - started) / 1000)
const problems = broken(outcome)
for (const problem of problems) console.error(`DOES NOT HOLD: ${problem}`)
console.log(problems.length === 0 ? 'All bounds hold.' : '')
process.exitCode = problems.length === 0 ? 0 : 1
