import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '../errors.ts'

/** What a command is given besides its arguments. Nothing here writes to standard output: that belongs to the one result. */
export interface CommandContext {
  /** Where the person stood when they typed the command: relative paths count from here. */
  cwd: string
  /** One plain line for the person, on standard error. */
  log: (line: string) => void
  /** Worker threads for CPU work: VERBATIM_WORKERS, or one less than the cores, at least one. */
  workers: number
}

/** A command takes its own arguments and returns the one object that `--json` prints. */
export type Command = (argv: string[], context: CommandContext) => Promise<object>

/** The person's input can't be used: exit code 2 and this one line. */
export class BadInput extends AppError {
  readonly kind = 'invalid'
  readonly code = 'bad_input'
}

export interface FlagSpecification {
  [flag: string]: { type: 'string' | 'boolean'; multiple?: boolean }
}

/**
 * Reads `--flag value` pairs and positional arguments.
 * @throws {BadInput} for an unknown flag or a flag without its value, naming it
 */
export function readFlags(argv: string[], flags: FlagSpecification) {
  try {
    return parseArgs({ args: argv, options: flags, allowPositionals: true, strict: true })
  } catch (error) {
    throw new BadInput(firstSentence((error as Error).message))
  }
}

/** Absolute path of what the person typed. */
export function pathFrom(context: CommandContext, typed: string): string {
  return resolve(context.cwd, typed)
}

/**
 * A whole number typed after a flag.
 * @throws {BadInput} when it is not a whole number of at least `minimum`
 */
export function wholeNumber(flag: string, typed: string | undefined, fallback: number, minimum = 0): number {
  if (typed === undefined) return fallback
  const value = Number(typed)
  if (!Number.isInteger(value) || value < minimum) {
    throw new BadInput(`--${flag} takes a whole number of at least ${minimum}, not “${typed}”.`)
  }
  return value
}

function firstSentence(message: string): string {
  return message.split('\n')[0]!.split('. ')[0]!.replace(/\.?$/, '.')
}
