import { createHash } from 'node:crypto'
import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { pictureOf } from '../../files/picture.ts'

/** Largest picture, in bytes: on a slow phone it is most of the page. */
export const imageBytes = 1024 * 1024
/** Largest side in pixels: a small file can unpack into a very large picture. */
const longestSide = 6000

export interface SurveyImage {
  name: string
  mediaType: string
  bytes: Buffer
}

/** A picture by its bytes, or one sentence that says why it can't be used. */
export function acceptedImage(bytes: Buffer): SurveyImage | string {
  if (bytes.length === 0) return 'Choose a picture first.'
  if (bytes.length > imageBytes) return 'A picture takes up to 1 MB. Make it smaller, so that it opens on a phone.'
  const picture = pictureOf(bytes)
  if (!picture) return 'This is no PNG, JPEG or WebP picture. SVG is not taken, because it can carry scripts.'
  const { width, height, type } = picture
  if (Math.min(width, height) < 1 || Math.max(width, height) > longestSide)
    return `A picture is at most ${longestSide} pixels wide and high; this one is ${width} × ${height}.`
  return { name: createHash('sha256').update(bytes).digest('base64url'), mediaType: type, bytes }
}

/** Where a survey's picture is served. */
export function imagePath(surveyId: string, { name }: Pick<SurveyImage, 'name'>): string {
  return `/survey-images/${surveyId}/${name}`
}

/** The name of a picture that is stored with some survey; null for one that travels in the questionnaire. */
export function storedName(source: string): string | null {
  return source.startsWith('/survey-images/') ? source.split('/').at(-1)! : null
}

export function imageSources({ pages }: Instrument): string[] {
  return pages.flatMap((page) =>
    page.items.flatMap((item) => (item.kind === 'statement' && item.image ? [item.image.source] : [])),
  )
}

/** The questionnaire with every picture's source replaced. */
export function withImages(instrument: Instrument, sourceOf: (source: string) => string): Instrument {
  const change = (item: Item): Item =>
    item.kind === 'statement' && item.image
      ? { ...item, image: { ...item.image, source: sourceOf(item.image.source) } }
      : item
  const pages = instrument.pages.map((page) => ({ ...page, items: page.items.map(change) }))
  return { ...instrument, pages }
}

/** A picture that travels in a questionnaire, by its bytes; null for one that is not taken as a file of its own. */
export function imageInside(source: string): SurveyImage | null {
  const [head, base64] = source.split(',')
  if (!head?.startsWith('data:') || !base64) return null
  const image = acceptedImage(Buffer.from(base64, 'base64'))
  return typeof image === 'string' ? null : image
}

export function dataUrl({ mediaType, bytes }: Pick<SurveyImage, 'mediaType' | 'bytes'>): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`
}
