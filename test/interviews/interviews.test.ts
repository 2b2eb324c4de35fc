import { Readable } from 'node:stream'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/ids.ts'
import { readDocumentsTask } from '../../server/interviews/read-uploads.ts'
import { insertUploadFiles, uploadFiles } from '../../server/interviews/upload-store.ts'
import { cancelTask, findTask, insertTask } from '../../server/jobs/store.ts'
import { storeFile } from '../../server/uploads/store.ts'
import { engines } from '../support/database.ts'
import { aStudy, documentsOf, tagsOn, transcript, upload, type World } from './support.ts'

describe.each(engines)('interviews on the %s database', (engine) => {
  let world: World
  beforeEach(async () => {
    world = await aStudy(engine)
  })

  test('an uploaded transcript becomes a person, a document, its speakers with reasons and the exact ranges of their words', async () => {
    const reply = await upload(world, [{ name: 'first.txt', bytes: transcript }])
    expect(reply.statusCode).toBe(303)

    const [document] = await documentsOf(world)
    expect(document?.text).toBe(transcript)
    const { db } = world.open
    const speakers = await db.selectFrom('speaker').selectAll().orderBy('position').execute()
    expect(speakers.map(({ label, role }) => [label, role])).toEqual([
      ['Interviewer', 'interviewer'],
      ['Participant', 'participant'],
    ])
    expect(speakers.every(({ reason }) => reason.length > 10)).toBe(true)
    const utterances = await db.selectFrom('utterance').selectAll().orderBy('position').execute()
    const characters = [...transcript]
    expect(utterances.map((one) => characters.slice(one.startCodePoint, one.endCodePoint).join(''))[1]).toBe(
      'The old one died on a Sunday 😀. I need to know how many of these come back. I always read the bad reviews first.',
    )
    expect(utterances[0]?.words).toBe(8)
    const consents = await db
      .selectFrom('consent')
      .select(['purpose', 'isGranted', 'basis'])
      .orderBy('purpose')
      .execute()
    expect(consents).toEqual([
      { purpose: 'analysis', isGranted: true, basis: 'signed form' },
      { purpose: 'quoting', isGranted: true, basis: 'signed form' },
    ])
  })

  test('suggestions stand on participants’ words only, and their ranges are exact code points', async () => {
    await upload(world, [{ name: 'first.txt', bytes: transcript }])
    const [document] = await documentsOf(world)
    const tags = await tagsOn(world, document!.id)
    const characters = [...transcript]
    const quotes = tags.map((tag) => characters.slice(tag.startCodePoint, tag.endCodePoint).join(''))
    expect(tags.length).toBeGreaterThan(3)
    expect(tags.every(({ speaker }) => speaker === 'Participant')).toBe(true)
    expect(quotes).toContain('I need to know how many of these come back.')
    expect(quotes.some((quote) => quote.includes('stop here') || quote.includes('the time'))).toBe(false)
    expect(tags.every(({ state, decidedBy }) => state === 'suggested' && decidedBy === null)).toBe(true)
  })

  test('many files come at once; each that is refused says why, and the others are kept', async () => {
    const reply = await upload(world, [
      { name: 'one.txt', bytes: transcript },
      { name: 'same words.txt', bytes: transcript },
      { name: 'broken.docx', bytes: Buffer.from([0x50, 0x4b, 3, 4, 9, 9, 9, 9]) },
      { name: 'empty.txt', bytes: '' },
      {
        name: 'two.vtt',
        bytes:
          'WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Why did you buy it?\n\n00:05.000 --> 00:09.000\n<v Bo>I need it to be quiet.\n\n00:10.000 --> 00:12.000\n<v Ann>What else?\n\n01:05.000 --> 01:09.000\n<v Bo>I love how small it is.\n',
      },
    ])
    expect(reply.statusCode).toBe(303)
    expect((await documentsOf(world)).map(({ number }) => number)).toEqual([1, 2])

    const page = await world.researcher.get(`/studies/${world.studyId}/interviews`)
    expect(page.body).toContain('3 of the newest files were not kept')
    expect(page.body).toContain('A duplicate: this very file is already here.')
    expect(page.body).toContain('The file is empty.')
    expect(page.body).toContain('Interview 02')
    expect(await world.open.db.selectFrom('storedFile').select('name').orderBy('name').execute()).toEqual([
      { name: 'one.txt' },
      { name: 'two.vtt' },
    ])
  })

  test('the same words in another file are refused with the document they already are', async () => {
    await upload(world, [{ name: 'one.txt', bytes: transcript }])
    await upload(world, [{ name: 'again.txt', bytes: transcript.replaceAll('\n', '\r\n') }])
    expect(await documentsOf(world)).toHaveLength(1)
    const page = await world.researcher.get(`/studies/${world.studyId}/interviews`)
    expect(page.body).toContain('A duplicate: these words are already here as Interview 01.')
  })

  test('somebody who cancels keeps the files that were finished and nothing of the others', async () => {
    const { db } = world.open
    const study = { workspaceId: world.researcher.workspaceId, studyId: world.studyId }
    const uploadId = newId()
    const stored: { name: string; fileId: string; reason: string }[] = []
    for (const name of ['one.txt', 'two.txt', 'three.txt']) {
      const bytes = [Buffer.from(transcript.replaceAll('Sunday', name))]
      const { fileId } = await storeFile(
        db,
        { ...study, name, purpose: 'interviews', at: world.clock.now() },
        Readable.from(bytes),
      )
      stored.push({ name, fileId, reason: '' })
    }
    await insertUploadFiles(db, { ...study, uploadId }, stored)
    const taskId = newId()
    const input = { basis: '', mayQuote: false, joinsByKey: false }
    await insertTask(db, {
      ...study,
      kind: 'read-documents',
      subjectId: uploadId,
      input,
      id: taskId,
      at: world.clock.now(),
    })
    const task = (await findTask(db, { ...study, taskId }))!
    await cancelTask(db, { ...study, taskId })
    const cancelling = new AbortController()
    // The second file is cancelled when its document is written and its tags are not yet.
    let kept = 0
    const progress = (stage: string) => {
      if (stage === 'Keeping documents' && ++kept === 2) cancelling.abort()
    }
    const follow = async () => ''
    await expect(
      readDocumentsTask({ db, clock: world.clock, task, signal: cancelling.signal, progress, follow }),
    ).rejects.toThrow()

    expect(await documentsOf(world)).toHaveLength(1)
    expect((await uploadFiles(db, { ...study, uploadId })).map(({ state, reason }) => [state, reason])).toEqual([
      ['kept', ''],
      ['refused', 'Cancelled before it was read.'],
      ['refused', 'Cancelled before it was read.'],
    ])
    expect(await db.selectFrom('person').select('id').execute()).toHaveLength(1)
    expect(await db.selectFrom('storedFile').select('name').execute()).toEqual([{ name: 'one.txt' }])
  })

  test('an upload without a file says so beside the field', async () => {
    const reply = await upload(world, [])
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('Choose one file or more first.')
  })

  test('a role that changes takes undecided suggestions along and leaves decisions', async () => {
    await upload(world, [{ name: 'one.txt', bytes: transcript }])
    const [document] = await documentsOf(world)
    const before = await tagsOn(world, document!.id)
    const kept = before[0]!
    await world.researcher.post(`/tags/${kept.personId}/${kept.id}/decision`, { decision: 'accepted', returnTo: '/' })

    const reply = await world.researcher.post(`${document!.href}/speakers`, {
      'role-0': 'participant',
      'role-1': 'agent',
    })
    expect(reply.statusCode).toBe(303)
    const after = await tagsOn(world, document!.id)
    expect(after.filter(({ state }) => state === 'accepted').map(({ id }) => id)).toEqual([kept.id])
    const open = after.filter(({ state }) => state === 'suggested')
    expect(open.length).toBeGreaterThan(0)
    expect(open.every(({ speaker }) => speaker === 'Interviewer')).toBe(true)
    const { areSpeakersConfirmed } = await world.open.db
      .selectFrom('document')
      .select('areSpeakersConfirmed')
      .executeTakeFirstOrThrow()
    expect(areSpeakersConfirmed).toBe(true)
  })

  test('a key typed later joins the document, its tags and its words to the person who answered with it', async () => {
    const { db } = world.open
    const personId = '0199e6b0-0000-7000-8000-000000000001'
    const { workspaceId } = world.researcher
    await db.insertInto('person').values({ id: personId, workspaceId, createdAt: world.clock.now() }).execute()
    await db.insertInto('personKey').values({ workspaceId, key: 'C-77', personId }).execute()
    await upload(world, [{ name: 'one.txt', bytes: transcript }])
    const [document] = await documentsOf(world)
    const tags = await tagsOn(world, document!.id)

    const reply = await world.researcher.post(`${document!.href}/person-key`, { key: 'C-77' })
    expect(reply.headers.location).toBe(`/documents/${personId}/${document!.id}`)
    const moved = await tagsOn(world, document!.id)
    expect(moved.map((tag) => tag.id)).toEqual(tags.map((tag) => tag.id))
    expect(moved.every((tag) => tag.personId === personId)).toBe(true)
    expect(await db.selectFrom('utterance').select('position').where('personId', '=', personId).execute()).toHaveLength(
      6,
    )
    expect(await db.selectFrom('consent').select('purpose').where('personId', '=', personId).execute()).toHaveLength(2)
    // Whoever was made for the file alone is gone.
    expect(await db.selectFrom('person').select('id').execute()).toEqual([{ id: personId }])
  })

  test('ids in a file name people only where the researcher says so', async () => {
    const table =
      'participant_id,transcript\nC-1,"Interviewer: Why?\nParticipant: I need a quiet one for the baby and I always check the label first of all.\nInterviewer: Else?\nParticipant: I love small ones."\n'
    await upload(world, [{ name: 'table.csv', bytes: table }], { joinsByKey: 'yes' })
    const keys = await world.open.db.selectFrom('personKey').select(['key', 'personId']).execute()
    const [document] = await documentsOf(world)
    expect(keys).toEqual([{ key: 'C-1', personId: document!.personId }])

    const other = await aStudy(engine)
    await upload(other, [{ name: 'table.csv', bytes: table }], {})
    expect(await documentsOf(other)).toHaveLength(1)
    expect(await other.open.db.selectFrom('personKey').selectAll().execute()).toEqual([])
  })
})
