/** `npm run bench scan`: `imerr scan` of a large native log against ripgrep for the catalog's numbers; memory of a stream. */
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadData } from '../src/core/load/load-data.ts'
import { DATA_FOLDER } from '../src/paths.ts'
import { heading, median, ms, row, timeProcess } from './measure.ts'
import { createNativeLog } from './native-log.ts'

const ROUNDS = 9
const MEGABYTE = 1024 * 1024
const SEED = 42
const FILE_SIZE = 100 * MEGABYTE
const STREAM_SIZE = 1024 * MEGABYTE
/** Share of lines that report a code. */
const ERROR_SHARE = 0.02

function writeLog(path: string, codes: readonly string[]): void {
  const next = createNativeLog({ seed: SEED, codes, errorShare: ERROR_SHARE })
  const file = openSync(path, 'w')
  for (let size = 0; size < FILE_SIZE; ) size += writeSync(file, next(2000))
  closeSync(file)
}

/** Peak memory of `imerr scan -`, in bytes, while the same log is streamed into it repeatedly. */
async function residentOfStream(bin: string, codes: readonly string[]): Promise<number> {
  const next = createNativeLog({ seed: SEED + 1, codes, errorShare: ERROR_SHARE })
  // The child reports the kernel's high-water mark when it exits.
  const report = `process.on('exit', () => process.stderr.write('RSS ' + process.resourceUsage().maxRSS))`
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, bin, 'scan', '-'],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  const piece = Buffer.from(next(10_000))
  for (let size = 0; size < STREAM_SIZE; size += piece.length) {
    if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once('drain', resolve))
  }
  child.stdin.end()
  await ended
  return Number(/RSS (\d+)/.exec(said)?.[1]) * 1024
}

export async function benchScan(): Promise<void> {
  const bin = join(import.meta.dirname, '../src/cli/bin.js')
  const { entries } = await loadData(DATA_FOLDER)
  const singles = entries.filter((entry) => !entry.range)
  const codes = singles.filter((entry) => entry.source === 'tencent-chat').map((entry) => entry.code)
  const folder = mkdtempSync(join(tmpdir(), 'imerr-bench-'))
  try {
    const log = join(folder, 'native.log')
    const numbers = join(folder, 'codes.txt')
    writeLog(log, codes)
    const every = join(folder, 'every-code.txt')
    const asLines = (some: readonly string[]) => `${some.map((code) => code.replace(/^-/, '')).join('\n')}\n`
    writeFileSync(numbers, asLines(codes))
    writeFileSync(every, asLines(singles.map((entry) => entry.code)))
    heading(
      `Scan of a native log, ${FILE_SIZE / MEGABYTE} MB, ${ERROR_SHARE * 100} % error lines (median of ${ROUNDS}, alternating)`,
    )
    const search = ['-ow', '-f', numbers, log]
    const ripgrep = spawnSync('rg', ['--version']).error === undefined
    // A warm-up run, so that the disk is not measured.
    timeProcess(process.execPath, [bin, 'scan', log])
    const scan: number[] = []
    const rg: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      if (ripgrep) rg.push(timeProcess('rg', search))
      scan.push(timeProcess(process.execPath, [bin, 'scan', log]))
    }
    row('imerr scan, whole process', ms(median(scan)))
    if (ripgrep) {
      row("rg -ow -f codes.txt, Tencent Chat's numbers", ms(median(rg)))
      row('ratio (at most 1 wanted)', (median(scan) / median(rg)).toFixed(2))
      // Some of the other codes are short numbers that occur all over a log. Run once: it takes seconds.
      row('rg, every number of the catalog (once)', ms(timeProcess('rg', ['-ow', '-f', every, log])))
    } else row('rg -ow -f codes.txt', 'skipped: ripgrep is not installed')
    const resident = await residentOfStream(bin, codes)
    row(
      `most memory for a stream of ${STREAM_SIZE / MEGABYTE} MB`,
      `${Math.round(resident / MEGABYTE)} MB (under 200 wanted)`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
