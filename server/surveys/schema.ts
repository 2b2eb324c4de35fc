import { z } from 'zod'

export const surveyParams = z.object({ surveyId: z.uuid() })
export const surveyPageParams = surveyParams.extend({ pageCode: z.string().max(32) })
export const surveyItemParams = surveyParams.extend({ itemCode: z.string().max(32) })
export const surveyImageParams = surveyParams.extend({ imageName: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })
export const surveyRuleParams = surveyParams.extend({ place: z.string().max(120) })
export const surveyLanguageParams = surveyParams.extend({ language: z.string().max(40) })
/** An upload names its form token in the address: the body is not read before it is checked. */
export const uploadQuery = z.object({ form: z.string().max(100).optional() })
/** Which form of the editor is open, and which of its lists just got an entry. */
export const editorQuery = z.object({
  open: z.string().max(80).default(''),
  add: z.enum(['newEntry', 'newPoint', '']).default(''),
})
export const addingQuery = z.object({ kind: z.string().max(40).default('') })
export const languageQuery = z.object({ only: z.literal('missing').optional() })
export const ruleQuery = z.object({ question: z.string().max(120).default('') })
export const versionsQuery = z.object({
  from: z.coerce.number().int().min(1).optional(),
  to: z.coerce.number().int().min(1).optional(),
})
export const versionQuery = z.object({ version: z.coerce.number().int().min(1).optional() })
export const previewQuery = z.object({ page: z.string().max(80).default(''), language: z.string().max(40).default('') })
/** A shipped questionnaire to start from, or the title of an empty one. */
export const newSurveyForm = z.object({
  instrument: z.string().max(32).default(''),
  title: z.string().max(400).default(''),
})

/** A respondent's link: who, and the secret that proves it. */
export const linkParams = z.object({ personId: z.uuid(), secret: z.string().regex(/^[A-Za-z0-9_-]{22}$/) })
/** Pages are counted from 1 in addresses. */
export const linkPageParams = linkParams.extend({ number: z.coerce.number().int().min(1).max(20_000) })
