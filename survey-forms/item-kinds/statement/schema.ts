import { z } from 'zod'
import { itemBase, wording } from '../../parts.ts'

/** Larger pictures make a phone on a slow line wait. In characters of the data URL. */
const longestImage = 300_000

/** Something to read or look at, without an answer. */
export const statement = z.strictObject({
  kind: z.literal('statement'),
  ...itemBase,
  /** What stands below the heading, paragraphs apart by an empty line. */
  text: wording(4000).optional(),
  image: z
    .strictObject({
      /** The picture itself: nothing is fetched from elsewhere, so no other site learns who reads this. */
      source: z
        .string()
        .max(longestImage, 'Use a picture of at most 200 kB.')
        .regex(/^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/, 'Use a PNG, JPEG, WebP or GIF picture.'),
      /** What it shows, for whoever does not see it. */
      alternative: wording(300),
    })
    .optional(),
})

export type Statement = z.infer<typeof statement>
