import { AppError } from './errors.ts'
import { BadInput, type Command, type CommandContext } from './command-line/command.ts'
import { workerCount } from './jobs/worker-count.ts'

/** Commands are imported when asked for, so that `lca` does not wait for a database it never opens. */
const commands: Record<string, () => Promise<Command>> = {
  personas: async () => (await import('./command-line/personas.ts')).runPersonas,
  lca: async () => (await import('./command-line/lca.ts')).runLca,
  tag: async () => (argv, context) =>
    argv[0] === 'evaluate'
      ? import('./command-line/tag-evaluate.ts').then(({ runTagEvaluate }) => runTagEvaluate(argv.slice(1), context))
      : import('./command-line/tag.ts').then(({ runTag }) => runTag(argv, context)),
  segments: async () => (await import('./command-line/segments.ts')).runSegments,
  survey: async () => (await import('./command-line/survey.ts')).runSurvey,
  responses: async () => (await import('./command-line/responses.ts')).runResponses,
  respond: async () => (await import('./command-line/respond.ts')).runRespond,
  account: async () => (await import('./command-line/account.ts')).runAccount,
  crosscut: async () => (await import('./command-line/crosscut.ts')).runCrosscut,
}

const [name, ...rest] = process.argv.slice(2)
const asJson = rest.includes('--json')
const argv = rest.filter((argument) => argument !== '--json')

const context: CommandContext = {
  // npm changes into the project's folder before it runs a script; INIT_CWD is where the person stood.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  log: (line) => process.stderr.write(`${line}\n`),
  workers: workerCount(),
}

try {
  const load = name === undefined ? undefined : commands[name]
  if (!load) {
    const known = Object.keys(commands).join(', ')
    throw new BadInput(
      name === undefined ? `Say which command: ${known}.` : `There is no command “${name}”. There are: ${known}.`,
    )
  }
  const run = await load()
  const result = await run(argv, context)
  await write(asJson ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`)
  process.exit(0)
} catch (error) {
  if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
  process.stderr.write(`Verbatim failed, through no fault of your file: ${(error as Error)?.stack ?? error}\n`)
  process.exit(1)
}

/** Waits until a pipe has taken everything: process.exit would cut a large result short. */
function write(text: string): Promise<void> {
  return new Promise((done, failed) => process.stdout.write(text, (error) => (error ? failed(error) : done())))
}
