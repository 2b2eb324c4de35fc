/** A server to be killed: `node test/surveys/serve.ts <folder or database address> [survey]`. Prints its address and survey as JSON. */
import { openEmbeddedDatabase, openServerDatabase } from '../../server/database/connection.ts'
import { testApp } from '../support/app.ts'
import { anOpenSurvey } from './support.ts'

const [place, given] = process.argv.slice(2)
const open = place.startsWith('postgres:') ? await openServerDatabase(place) : await openEmbeddedDatabase(place)
const world = await testApp(open)
const surveyId = given ?? (await anOpenSurvey(world)).surveyId
const address = await world.app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ address, surveyId })}\n`)
