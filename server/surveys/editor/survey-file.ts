import { type Instrument, instrumentSchema } from '../../../survey-forms/instrument.ts'
import { EditRefused } from '../errors.ts'
import { imageSources, storedName } from './images.ts'

/** Surveys larger than this are no questionnaires, pictures included. */
export const surveyFileBytes = 16 * 1024 * 1024

/** A survey as a file: Verbatim's own JSON, whole as long as its pictures are inside it. */
export function surveyFile(instrument: Instrument): string {
  return `${JSON.stringify(instrument, null, 2)}\n`
}

/** @throws {EditRefused} naming where the file stops being a survey */
export function surveyInFile(bytes: Uint8Array): Instrument {
  if (bytes.length === 0) throw new EditRefused('Choose a file with a survey in it.')
  if (bytes.length > surveyFileBytes) throw new EditRefused('This file is larger than 16 MB: no survey is.')
  let content: unknown
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new EditRefused('This file is not JSON.')
  }
  const read = instrumentSchema.safeParse(content)
  if (!read.success) {
    const [issue] = read.error.issues
    const place = issue!.path.length > 0 ? `At ${issue!.path.join('.')}: ` : ''
    throw new EditRefused(`This file is no survey of Verbatim. ${place}${issue!.message}`)
  }
  if (imageSources(read.data).some((source) => storedName(source)))
    throw new EditRefused('This file names a picture of another server. A survey saved here has its pictures inside.')
  return read.data
}
