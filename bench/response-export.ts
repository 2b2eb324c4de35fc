import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { createOwnWorkspace } from '../server/accounts/store.ts'
import { systemClock } from '../server/clock.ts'
import { type Database, openServerDatabase } from '../server/database/connection.ts'
import { newId } from '../server/ids.ts'
import { exportedStudy } from '../server/response-exports/export-study.ts'
import { responsesCsv, responsesJsonLines, responsesXlsx } from '../server/response-exports/formats.ts'
import { saveVariables } from '../server/responses/store.ts'
import type { Variable } from '../server/responses/variable.ts'
import { createStudy, type StudyKey } from '../server/studies/store.ts'
import { startPostgresServer } from '../test/support/postgres-server.ts'
import type { BenchRow } from './run.ts'

const responses = Number(process.env.VERBATIM_BENCH_RESPONSES ?? 100_000)
const questions = 20

/** Answers of many people out as CSV, sheet and JSON Lines, against PostgreSQL's own COPY of the same rows; and the memory it takes. */
export async function responseExportBench(): Promise<BenchRow[]> {
  const server = await startPostgresServer()
  const { db, close } = await openServerDatabase(await server.createDatabase())
  try {
    const study = await fill(db)
    const copied = await timed(async () => {
      await sql`copy (select answers from response where study_id = ${sql.lit(study.studyId)} order by id) to program 'cat > /dev/null'`.execute(
        db,
      )
    })
    const rows: BenchRow[] = [
      { name: `COPY TO of ${responses} responses × ${questions}`, value: responses / copied, unit: 'rows/s' },
    ]
    for (const [name, open] of [
      ['CSV', responsesCsv],
      ['sheet', responsesXlsx],
      ['JSON Lines', responsesJsonLines],
    ] as const) {
      const before = process.memoryUsage().rss
      let peak = before
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss)
      }, 50)
      const processor = process.cpuUsage()
      const seconds = await timed(async () => {
        await pipeline(open(await exportedStudy(db, study), { values: 'codes' }), new Nowhere())
      })
      clearInterval(watch)
      const value = responses / seconds
      rows.push({
        name: `${name}: rows a second`,
        value,
        unit: 'rows/s',
        ratio: (value * copied) / responses,
        against: 'COPY TO',
      })
      const { user, system } = process.cpuUsage(processor)
      rows.push({
        name: `${name}: processor time of this process`,
        value: (user + system) / responses,
        unit: 'µs a row',
      })
      rows.push({ name: `${name}: memory above the start, at its peak`, value: (peak - before) / 1e6, unit: 'MB' })
    }
    return rows
  } finally {
    await close()
    await server.stop()
  }
}

class Nowhere extends Writable {
  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done()
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

/** People of an imported file, made by the database: twenty questions with five answers each. */
async function fill(db: Database): Promise<StudyKey> {
  const study = { workspaceId: newId(), studyId: newId() }
  const at = systemClock.now()
  await createOwnWorkspace(db, { workspaceId: study.workspaceId, name: 'Bench', at })
  await createStudy(db, { ...study, name: 'Bench', decision: '', isSimulated: false, at })
  const variables = Array.from(
    { length: questions },
    (_, index): Variable => ({
      name: `q${index + 1}`,
      label: `Question ${index + 1}`,
      kind: 'ordinal',
      role: 'indicator',
      reason: 'Bench.',
      options: ['1', '2', '3', '4', '5'].map((code) => ({ code, label: `Point ${code}` })),
    }),
  )
  await saveVariables(db, study, variables)
  const answers = sql.raw(variables.map(({ name }) => `'${name}', (1 + floor(random() * 5))::int::text`).join(', '))
  await sql`create temporary table people as select uuidv7() as person_id, n from generate_series(1, ${sql.lit(responses)}) as n`.execute(
    db,
  )
  await sql`insert into person (id, workspace_id, created_at) select person_id, ${study.workspaceId}, now() from people`.execute(
    db,
  )
  await sql`insert into respondent (person_id, study_id, workspace_id, label)
    select person_id, ${study.studyId}, ${study.workspaceId}, 'R-' || lpad(n::text, 7, '0') from people`.execute(db)
  await sql`insert into response (person_id, id, workspace_id, study_id, outcome, answers, started_at, completed_at)
    select person_id, uuidv7(), ${study.workspaceId}, ${study.studyId}, 'completed', jsonb_build_object(${answers}), now(), now()
    from people`.execute(db)
  await sql`analyze`.execute(db)
  return study
}
