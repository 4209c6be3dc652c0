import { join } from 'node:path'
import { heading, median, ms, row, timeProcess } from './measure.ts'

const ROUNDS = 15

/** A cold `imerr 10010`, as a whole process, in turn with a Node that does nothing. */
export async function benchCli(): Promise<void> {
  const bin = join(import.meta.dirname, '../src/cli/bin.js')
  const bare: number[] = []
  const cold: number[] = []
  // The first run compiles the data and fills Node's compile cache; it is not what users wait for.
  timeProcess(process.execPath, [bin, '10010'])
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(timeProcess(process.execPath, ['-e', '0']))
    cold.push(timeProcess(process.execPath, [bin, '10010']))
  }
  heading(`Terminal, whole process (median of ${ROUNDS}, in turn)`)
  row('node -e 0', ms(median(bare)))
  row('imerr 10010', ms(median(cold)))
  row('ratio (at most 2.5 wanted)', (median(cold) / median(bare)).toFixed(2))
}
