import { shippedInstruments } from '../../../survey-forms/catalogue.ts'
import { itemsOf } from '../../../survey-forms/instrument.ts'
import { languagesOf } from '../../../survey-forms/languages/texts.ts'
import { formatCount } from '../../http/format.ts'
import { languageName } from './languages.ts'
import type { surveysOfStudy } from '../store.ts'

export const stateNames = { draft: 'Draft', open: 'Open', closed: 'Closed' }

/** What could not be made into a survey: from which form, what was typed, and why. */
export interface RefusedSurvey {
  form: 'empty' | 'file'
  typed: string
  message: string
}

/** The study's surveys and the questionnaires a new one can start from. */
export function surveyListView(
  studyId: string,
  surveys: Awaited<ReturnType<typeof surveysOfStudy>>,
  refused: RefusedSurvey | null,
) {
  return {
    studyId,
    surveys: surveys.map((survey) => ({
      href: `/surveys/${survey.id}`,
      respondentHref: survey.state === 'open' ? `/s/${survey.id}` : null,
      title: survey.title,
      state: stateNames[survey.state],
      version: survey.publishedVersion ?? 0,
      started: formatCount(Number(survey.started)),
      completed: formatCount(Number(survey.completed)),
    })),
    instruments: shippedInstruments().map((instrument) => ({
      code: instrument.code,
      title: instrument.title,
      description: instrument.description,
      size: `${instrument.pages.length} pages, ${itemsOf(instrument).length} questions, about ${instrument.minutes} minutes`,
      languages: languagesOf(instrument).length > 1 ? languagesOf(instrument).map(languageName).join(', ') : null,
    })),
    refused: refused
      ? { message: refused.message, href: refused.form === 'file' ? '#survey-file' : '#empty-title' }
      : null,
    emptyTitle: refused?.form === 'empty' ? refused.typed : '',
    isTitleWrong: refused?.form === 'empty',
    isFileWrong: refused?.form === 'file',
  }
}
