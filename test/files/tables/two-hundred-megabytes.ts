// Run by bad-tables.test.ts in a process of its own, so that its memory can be measured. Prints one JSON object.
import { openTable } from '../../../server/files/tables/read-table.ts'
import type { TableSource } from '../../../server/files/tables/table-source.ts'
import { examineResponses, importResponses } from '../../../server/responses/import-responses.ts'

const wantedBytes = 200 * 2 ** 20
const answers = ['Very likely', 'Somewhat likely', 'Somewhat unlikely', 'Very unlikely']
const header = `id,${Array.from({ length: 20 }, (_, index) => `How likely are you to do thing ${index + 1}?`).join(',')},Why?\n`

const source: TableSource = {
  name: 'large.csv',
  async *open() {
    yield Buffer.from(header)
    let bytes = header.length
    for (let row = 1; bytes < wantedBytes; ) {
      let lines = ''
      for (let line = 0; line < 500; line++, row++) {
        const cells = Array.from({ length: 20 }, (_, index) => answers[(row * 7 + index * 3) % 4])
        lines += `${row},${cells.join(',')},"Because of reason number ${row}, and because it is what I have always done"\n`
      }
      bytes += lines.length
      yield Buffer.from(lines)
    }
  },
}

const table = await openTable(source)
const examined = await examineResponses(table)
let handed = 0
const counts = await importResponses(table, examined.variables, (rows) => {
  handed += rows.length
})
// Kilobytes, the most that was ever resident.
const peak = process.resourceUsage().maxRSS
const kinds = examined.variables.map((variable) => variable.kind)
process.stdout.write(JSON.stringify({ megabytes: Math.round(peak / 1024), handed, kept: counts.kept, kinds }))
