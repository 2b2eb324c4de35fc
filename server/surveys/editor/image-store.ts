import type { Instrument } from '../../../survey-forms/instrument.ts'
import type { Database } from '../../database/connection.ts'
import { dataUrl, imageInside, imagePath, imageSources, storedName, type SurveyImage, withImages } from './images.ts'
import type { SurveyKey } from '../store.ts'

/** Keeps a picture with a survey; the same picture twice is one. */
export async function saveImage(
  db: Database,
  { workspaceId, surveyId, image, at }: SurveyKey & { image: SurveyImage; at: Date },
): Promise<void> {
  await db
    .insertInto('surveyImage')
    .values({ surveyId, workspaceId, ...image, createdAt: at })
    .onConflict((conflict) => conflict.columns(['surveyId', 'name']).doNothing())
    .execute()
}

/** A picture by the address that respondents have: their pages name no workspace, and nobody guesses a picture's name. */
export function findImage(db: Database, { surveyId, name }: { surveyId: string; name: string }) {
  return db
    .selectFrom('surveyImage')
    .select(['mediaType', 'bytes'])
    .where('surveyId', '=', surveyId)
    .where('name', '=', name)
    .executeTakeFirst()
}

/** The questionnaire with its pictures inside it, so that its file is whole. */
export async function withImagesInside(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
  instrument: Instrument,
): Promise<Instrument> {
  const names = imageSources(instrument).flatMap((source) => storedName(source) ?? [])
  if (names.length === 0) return instrument
  const rows = await db
    .selectFrom('surveyImage')
    .select(['name', 'mediaType', 'bytes'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('name', 'in', names)
    .execute()
  const urls = new Map(
    rows.map((row) => [row.name, dataUrl({ mediaType: row.mediaType, bytes: Buffer.from(row.bytes) })]),
  )
  return withImages(instrument, (source) => urls.get(storedName(source) ?? '') ?? source)
}

/** The questionnaire with the pictures inside it kept with the survey instead, and served from there. */
export async function withImagesKept(
  db: Database,
  { at, ...key }: SurveyKey & { at: Date },
  instrument: Instrument,
): Promise<Instrument> {
  const kept = new Map<string, string>()
  for (const source of imageSources(instrument)) {
    const image = imageInside(source)
    if (!image) continue
    await saveImage(db, { ...key, image, at })
    kept.set(source, imagePath(key.surveyId, image))
  }
  return kept.size === 0 ? instrument : withImages(instrument, (source) => kept.get(source) ?? source)
}
