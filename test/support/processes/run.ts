import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs a file of the project with this Node, without a terminal, and waits until it exits. */
export function runNode(
  file: string,
  args: readonly string[],
  input = '',
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, file), ...args], { cwd: root, env: { ...process.env, ...env } })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    // A process may exit before it has read all input.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

export const imerr = (...args: string[]) => runNode('src/cli/bin.js', args)
export const imerrWith = (input: string, ...args: string[]) => runNode('src/cli/bin.js', args, input)
