import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one case of the suite came to; kept as a line of JSON, so that a run can be broken off and taken up again. */
export interface CaseResult {
  part: string
  /** Unique within the part: "one-factor 17". */
  name: string
  seed: number | null
  passed: boolean
  /** Figures of the case, by name. */
  figures: Record<string, number | string | boolean | null>
}

/** Results on disk, outside the repository: VERBATIM_TRUTH names the folder. */
export class Results {
  private readonly path: string
  private readonly kept = new Map<string, CaseResult>()

  constructor(version: string) {
    const folder = process.env.VERBATIM_TRUTH ?? join(tmpdir(), 'verbatim-truth')
    mkdirSync(folder, { recursive: true })
    this.path = join(folder, `${version}.jsonl`)
    if (!existsSync(this.path)) return
    for (const line of readFileSync(this.path, 'utf8').split('\n')) {
      if (line === '') continue
      const result = JSON.parse(line) as CaseResult
      this.kept.set(`${result.part}/${result.name}`, result)
    }
  }

  get where(): string {
    return this.path
  }

  has(part: string, name: string): boolean {
    return this.kept.has(`${part}/${name}`)
  }

  add(result: CaseResult): void {
    this.kept.set(`${result.part}/${result.name}`, result)
    appendFileSync(this.path, `${JSON.stringify(result)}\n`)
    const shown = Object.entries(result.figures).filter(([name]) => name !== 'facts')
    const figures = shown.map(([name, value]) => `${name} ${value}`)
    process.stdout.write(
      `${result.passed ? '  ' : '✗ '}${result.part} · ${result.name}${result.seed === null ? '' : ` · seed ${result.seed}`} · ${figures.join(', ')}\n`,
    )
  }

  of(part: string): CaseResult[] {
    return [...this.kept.values()].filter((result) => result.part === part)
  }
}
