import { z } from 'zod'
import { longestWords } from './wording.ts'

/** Zones that a statement written by hand may stand in: reasons and doings, never circumstances, numbers or a place on an axis. */
export const statementZones = [
  'needs',
  'motivations',
  'pains',
  'behaviours',
  'preferences',
  'experiences',
  'values',
] as const
export type StatementZone = (typeof statementZones)[number]

const words = z
  .string()
  .trim()
  .min(3, 'Write the line in words.')
  .max(longestWords, `Use at most ${longestWords} characters.`)

export const wordsForm = z.object({ words })
export const statementForm = z.object({ words, zone: z.enum(statementZones, 'Choose what it is about.') })
export const undoForm = z.object({ edit: z.uuid() })
export const reviewForm = z.object({ months: z.enum(['3', '6', '12']) })
