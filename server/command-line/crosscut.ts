import { crosscut } from '../statistics/crosscut.ts'
import { BadInput, type CommandContext, pathFrom, readFlags, wholeNumber } from './command.ts'
import { readCsvColumns } from './csv-columns.ts'

/** `crosscut --personas members.csv --segments FILE.csv`: how personas and segments cut across each other. */
export async function runCrosscut(argv: string[], context: CommandContext): Promise<object> {
  const { values } = readFlags(argv, {
    personas: { type: 'string' },
    segments: { type: 'string' },
    seed: { type: 'string' },
  })
  const flags = values as Record<string, string | undefined>
  if (!flags.personas) throw new BadInput('Say which file holds the personas: --personas members.csv (key,persona).')
  if (!flags.segments) throw new BadInput('Say which file holds the segments: --segments FILE.csv (key,segment).')
  const seed = wholeNumber('seed', flags.seed, 1)
  const personaOf = await readMembership(pathFrom(context, flags.personas), 'persona')
  const segmentOf = await readMembership(pathFrom(context, flags.segments), 'segment')

  const pairs: { persona: string; segment: string }[] = []
  for (const [key, persona] of personaOf) {
    const segment = segmentOf.get(key)
    if (segment !== undefined) pairs.push({ persona, segment })
  }
  if (pairs.length === 0) throw new BadInput('No key stands in both files, so nothing can be crossed.')
  const result = crosscut(pairs, { seed })
  return {
    ...result,
    note: 'Labels say where people were put and not how surely, so nothing here is corrected for the errors of that.',
    onlyPersona: personaOf.size - pairs.length,
    onlySegment: segmentOf.size - pairs.length,
  }
}

/** Group of each key. A key with an empty group is in none; one with two different groups is refused: the table needs people, not labels. */
async function readMembership(path: string, column: string): Promise<Map<string, string>> {
  const { rows } = await readCsvColumns(path, ['key', column])
  const groupOf = new Map<string, string>()
  rows.forEach(([key, group], at) => {
    if (key === '' || group === '') return
    const other = groupOf.get(key!)
    if (other !== undefined && other !== group) {
      throw new BadInput(`Data row ${at + 1} puts a key into a second ${column}; each key may have one ${column}.`)
    }
    groupOf.set(key!, group!)
  })
  return groupOf
}
