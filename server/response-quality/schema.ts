import { z } from 'zod'
import { type QualitySettings, ruleNames, rules } from './rules.ts'

export const listedStates = ['flagged', 'suspect', 'careless', 'kept', 'set_aside'] as const

export const qualityQuery = z.object({
  state: z.enum(listedStates).catch('flagged'),
  rule: z.enum(ruleNames).optional().catch(undefined),
  after: z.uuid().optional().catch(undefined),
  /** The question that is being made an attention check. */
  check: z.string().max(300).optional(),
})

/** The person whose response it is, and the response. */
export const responseParams = z.object({ respondentId: z.uuid(), responseId: z.uuid() })

const returnTo = z.string().max(600).default('/')

export const decisionForm = z.object({
  decision: z.enum(['kept', 'set_aside'], 'Choose whether to keep this response or to set it aside.'),
  reason: z.string().trim().min(1, 'Write in a few words why.').max(300, 'Use at most 300 characters for the reason.'),
  returnTo,
})

export const undoForm = z.object({ returnTo })

export const attentionForm = z.object({
  variable: z.string().min(1).max(300),
  /** Empty: no longer an attention check. */
  rightAnswer: z.string().max(300).default(''),
})

/** Fields `on-<rule>`, `threshold-<rule>` and `enough-<rule>` of each rule, and how many are needed. */
export const settingsForm = z
  .looseObject({ needed: z.coerce.number().int().min(1, 'Between 1 and 5.').max(5, 'Between 1 and 5.') })
  .transform((form, context): QualitySettings => {
    const own: QualitySettings['rules'] = {}
    for (const name of ruleNames) {
      const { range } = rules[name]
      const isOn = form[`on-${name}`] === 'yes'
      const threshold = Number(
        String(form[`threshold-${name}`] ?? '')
          .trim()
          .replace(',', '.') || Number.NaN,
      )
      if (isOn && !(threshold >= range.from && threshold <= range.to)) {
        context.addIssue({
          code: 'custom',
          path: [`threshold-${name}`],
          message: `${rules[name].title}: use a number between ${range.from} and ${range.to}.`,
        })
      }
      own[name] = { threshold: isOn ? threshold : null, isEnough: form[`enough-${name}`] === 'yes' }
    }
    return { rules: own, needed: form.needed }
  })
