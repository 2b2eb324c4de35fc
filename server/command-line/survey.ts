import { writeFile } from 'node:fs/promises'
import { checkFlow } from '../../survey-forms/flow/check.ts'
import { itemsOf } from '../../survey-forms/instrument.ts'
import { languagesOf } from '../../survey-forms/languages/texts.ts'
import { instrumentById } from './installation-store.ts'
import { BadInput, type Command, type CommandContext, pathFrom, readFlags } from './command.ts'
import { withInstallation } from './installation.ts'
import { readSurveyFile } from './survey-file.ts'

/** `survey check FILE` and `survey export ID [--out FILE]`. */
export const runSurvey: Command = async (argv, context) => {
  const [name, ...rest] = argv
  if (name === 'check') return check(rest, context)
  if (name === 'export') return exportSurvey(rest, context)
  throw new BadInput('Say which: survey check FILE, or survey export ID.')
}

async function check(argv: string[], context: CommandContext): Promise<object> {
  const { positionals } = readFlags(argv, {})
  if (positionals.length !== 1) throw new BadInput('survey check takes one file.')
  const read = await readSurveyFile(pathFrom(context, positionals[0]!))
  if ('problems' in read) {
    const findings = read.problems.map(({ at, message }) => ({ kind: 'not_a_survey', severity: 'error', at, message }))
    return { isPublishable: false, findings }
  }
  const { instrument } = read
  const findings = checkFlow(instrument)
  return {
    code: instrument.code,
    title: instrument.title,
    pages: instrument.pages.length,
    items: itemsOf(instrument).length,
    languages: languagesOf(instrument),
    isPublishable: findings.every(({ severity }) => severity !== 'error'),
    findings,
  }
}

async function exportSurvey(argv: string[], context: CommandContext): Promise<object> {
  const { positionals, values } = readFlags(argv, { out: { type: 'string' } })
  const [id] = positionals
  if (positionals.length !== 1 || !/^[0-9a-f-]{36}$/.test(id!))
    throw new BadInput('survey export takes the survey’s id.')
  const found = await withInstallation(({ db }) => instrumentById(db, id!))
  if (!found) throw new BadInput(`There is no survey ${id} here.`)
  if (!values.out) return found.instrument
  const file = pathFrom(context, values.out as string)
  await writeFile(file, `${JSON.stringify(found.instrument, null, 2)}\n`)
  return { file, version: found.version }
}
