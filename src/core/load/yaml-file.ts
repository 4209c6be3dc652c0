/** Reads YAML files and reports mistakes with file and line. */
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** One mistake in a data file. */
export interface DataProblem {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** What is wrong and what to write instead. */
  readonly message: string
}

/** Invalid data files; carries every mistake, not only the first. */
export class DataError extends Error {
  override readonly name = 'DataError'
  readonly problems: readonly DataProblem[]
  constructor(problems: readonly DataProblem[]) {
    super(problems.map((p) => `${p.file}:${p.line}: ${p.message}`).join('\n'))
    this.problems = problems
  }
}

/** Parses YAML. `lineAt` finds the line of a path; `value` is undefined when there are syntax errors. */
export function readYaml(file: string, source: string) {
  const counter = new LineCounter()
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false })
  const lineAt = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
      if (node?.range) return counter.linePos(node.range[0]).line
    }
    return 1
  }
  const problems: DataProblem[] = document.errors.map((error) => ({
    file,
    line: counter.linePos(error.pos[0]).line,
    message: `${error.message.split('\n')[0]}: mend the YAML here`,
  }))
  return { value: problems.length > 0 ? undefined : (document.toJS() as unknown), lineAt, problems }
}

/** Prefixes a message with the field's name, unless it already begins with it. */
export function describe(path: readonly PropertyKey[], message: string): string {
  const name = path.filter((key) => typeof key === 'string' && key !== 'entries').join('.')
  return name && !message.startsWith(name) ? `${name}: ${message}` : message
}

/** Reads a whole file against a schema. @throws DataError with every mistake */
export function parseYamlFile<T extends z.ZodType>(file: string, source: string, schema: T): z.output<T> {
  const { value, lineAt, problems } = readYaml(file, source)
  if (value === undefined && problems.length > 0) throw new DataError(problems)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DataError(
    parsed.error.issues.map((issue) => ({
      file,
      line: lineAt(issue.path),
      message: describe(issue.path, issue.message),
    })),
  )
}
