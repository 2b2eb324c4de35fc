import { z } from 'zod'

export const studyParams = z.object({ studyId: z.uuid() })

export const newStudyForm = z.object({
  decision: z
    .string()
    .trim()
    .min(
      10,
      'Say which decision this study will change, in a sentence. A study that changes nothing is not worth anybody’s answers.',
    )
    .max(400),
  name: z.string().trim().min(1, 'Give the study a short name.').max(120),
})
