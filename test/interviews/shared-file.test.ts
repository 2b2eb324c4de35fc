import { expect, describe, test } from 'vitest'
import { engines } from '../support/database.ts'
import { aStudy, documentsOf, upload } from './support.ts'

const table =
  'participant_id,transcript\nC-1,"Interviewer: Why?\nParticipant: I need a quiet one for the baby.\nInterviewer: Else?\nParticipant: I love small ones."\nC-2,"Interviewer: Why?\nParticipant: I always read the label.\nInterviewer: Else?\nParticipant: No."\n'

describe.each(engines)('a file with many people, on the %s database', (engine) => {
  test('goes with the first of them who is erased; the others keep their words and point at no file', async () => {
    const world = await aStudy(engine)
    await upload(world, [{ name: 'table.csv', bytes: table }], { joinsByKey: 'yes' })
    const [first, second] = await documentsOf(world)
    await world.researcher.post(`/studies/${world.studyId}/people/${first!.personId}/erasure`)

    const left = await world.open.db.selectFrom('document').select(['id', 'fileId', 'text']).execute()
    expect(left).toEqual([{ id: second!.id, fileId: null, text: second!.text }])
    expect(await world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
    expect((await world.researcher.get(second!.href)).statusCode).toBe(200)
  })
})
