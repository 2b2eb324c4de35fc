import { readFile } from 'node:fs/promises'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { BadInput } from './command.ts'

const mostBytes = 20_000_000

export interface SurveyProblem {
  /** pages.3.items.0 */
  at: string
  message: string
}

/**
 * A questionnaire from a file of Verbatim's own JSON.
 * @throws {BadInput} when the file can't be read or is no JSON
 */
export async function readSurveyFile(
  path: string,
): Promise<{ instrument: Instrument } | { problems: SurveyProblem[] }> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw new BadInput(`There is no file that can be read at ${path}.`)
  }
  if (text.length > mostBytes) throw new BadInput('A survey file holds at most 20 MB.')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new BadInput(`${path} is not JSON: ${(error as Error).message.split('\n')[0]}.`)
  }
  const parsed = instrumentSchema.safeParse(json)
  if (parsed.success) return { instrument: parsed.data }
  return { problems: parsed.error.issues.map(({ path: at, message }) => ({ at: at.join('.'), message })) }
}
