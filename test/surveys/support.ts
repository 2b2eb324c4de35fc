import type { LightMyRequestResponse } from 'fastify'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { newId } from '../../server/ids.ts'
import { createStudy } from '../../server/studies/store.ts'
import { publishSurvey } from '../../server/surveys/publication.ts'
import { createSurvey, openSurvey } from '../../server/surveys/store.ts'
import { aResearcher, type Researcher, type TestApp, urlEncoded } from '../support/app.ts'

/** Three pages: consent; one item of each closed kind; two texts, one of them shown only to those who may be contacted. */
export const smallInstrument: Instrument = instrumentSchema.parse({
  code: 'small',
  title: 'Choosing an appliance',
  description: 'A small instrument for tests.',
  introduction: ['There are no right answers.'],
  minutes: 3,
  thanks: 'Thank you.',
  urlFields: ['channel'],
  pages: [
    { code: 'start', title: 'Before you start', items: [itemKinds.consent.examples[0]] },
    {
      code: 'closed',
      title: 'What you do',
      items: [
        itemKinds['single-choice'].examples[0],
        itemKinds['multiple-choice'].examples[0],
        itemKinds['agreement-matrix'].examples[0],
        itemKinds['trade-off'].examples[0],
        { ...itemKinds.number.examples[0], isRequired: false },
      ],
    },
    {
      code: 'words',
      title: 'In your words',
      items: [
        itemKinds['long-text'].examples[0],
        { ...itemKinds['short-text'].examples[1], showIf: { item: 'consent', isAnyOf: ['recontact'] } },
      ],
    },
  ],
})

/** Valid answers to the second page of the small instrument. */
export const closedAnswers = {
  how_often: 'monthly',
  channels: ['shop', 'reviews'],
  shopping_bad_reviews: 'p4',
  shopping_one_sitting: 'refused',
  style: 'rather_left',
  visits: '3',
}

export interface OpenSurvey {
  researcher: Researcher
  workspaceId: string
  studyId: string
  surveyId: string
}

/** A published, open survey in a study of a workspace of its own. */
export async function anOpenSurvey(test: TestApp, instrument: Instrument = smallInstrument): Promise<OpenSurvey> {
  const researcher = await aResearcher(test)
  const { workspaceId } = researcher
  const study = { workspaceId, studyId: newId() }
  const at = test.clock.now()
  await createStudy(test.open.db, {
    ...study,
    name: 'Appliances',
    decision: 'What we show first.',
    isSimulated: false,
    at,
  })
  const surveyId = newId()
  await createSurvey(test.open.db, { ...study, surveyId, instrument, at })
  await publishSurvey(test.open.db, { workspaceId, surveyId, at })
  await openSurvey(test.open.db, { workspaceId, surveyId, at })
  return { researcher, ...study, surveyId }
}

export const shippedPersonasInstrument = (): Instrument =>
  shippedInstruments().find((one) => one.code === 'customer_personas')!

/** A respondent's browser: follows the form it was given, hidden fields included. */
export class Phone {
  #test: TestApp
  page!: LightMyRequestResponse
  url = ''
  constructor(test: TestApp) {
    this.#test = test
  }

  /** Another tab, or another telephone, with the same page open. */
  twin(): Phone {
    const other = new Phone(this.#test)
    other.page = this.page
    other.url = this.url
    return other
  }

  async get(url: string): Promise<LightMyRequestResponse> {
    this.url = url
    this.page = await this.#test.app.inject({ method: 'GET', url, headers: { accept: 'text/html' } })
    if (this.page.statusCode === 303) return this.get(this.page.headers.location!)
    return this.page
  }

  /** Posts the form of the page in hand; follows the redirect. */
  async post(
    fields: Record<string, string | string[]>,
    move: 'next' | 'back' = 'next',
  ): Promise<LightMyRequestResponse> {
    return this.send({ ...hiddenFields(this.page.body), ...fields, _move: move })
  }

  /** Posts these fields and nothing else to the address of the page in hand. */
  async send(fields: Record<string, string | string[]>): Promise<LightMyRequestResponse> {
    const form = urlEncoded(fields)
    const headers = { accept: 'text/html', ...form.headers }
    const reply = await this.#test.app.inject({ method: 'POST', url: this.url, ...form, headers })
    if (reply.statusCode === 303) await this.get(reply.headers.location!)
    else this.page = reply
    return reply
  }
}

export function hiddenFields(html: string): Record<string, string> {
  return Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map((found) => [found[1], found[2]]),
  )
}

/** A respondent who has pressed Start and sees the second page. */
export async function aStartedPhone(
  test: TestApp,
  survey: OpenSurvey,
  consent: string[] = ['analysis', 'quoting'],
): Promise<Phone> {
  const phone = new Phone(test)
  await phone.get(`/s/${survey.surveyId}`)
  await phone.post({ consent })
  return phone
}

/** The only response of a survey. */
export async function onlyResponse(test: TestApp, { workspaceId, surveyId }: OpenSurvey) {
  const rows = await test.open.db
    .selectFrom('response')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .execute()
  if (rows.length !== 1) throw new Error(`There are ${rows.length} responses.`)
  return rows[0] as (typeof rows)[0] & {
    answers: Record<string, unknown>
    drafts: Record<string, unknown>
    shownOrder: Record<string, unknown>
  }
}
