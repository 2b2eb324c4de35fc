import { z } from 'zod'
import { itemBase, wording } from '../../parts.ts'

/** A picture that travels inside a questionnaire's file, in characters of its data URL: about 1 MB. */
const longestImage = 1_400_000

/** A picture that was uploaded: where this server serves it, by survey and by what it is. */
const storedImage = /^\/survey-images\/[0-9a-f-]{36}\/[A-Za-z0-9_-]{43}$/

/** Something to read or look at, without an answer. */
export const statement = z.strictObject({
  kind: z.literal('statement'),
  ...itemBase,
  /** What stands below the heading, paragraphs apart by an empty line. */
  text: wording(4000).optional(),
  image: z
    .strictObject({
      /** From this server or the picture itself: nothing is fetched from elsewhere, so no other site learns who reads this. */
      source: z.union([
        z.string().regex(storedImage),
        z
          .string()
          .max(longestImage, 'Use a picture of at most 1 MB.')
          .regex(/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/, 'Use a PNG, JPEG, WebP or GIF picture.'),
      ]),
      /** What it shows, for whoever does not see it. */
      alternative: wording(300),
    })
    .optional(),
})

export type Statement = z.infer<typeof statement>
