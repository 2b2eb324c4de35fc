import { type Instrument, instrumentSchema } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { textsOf } from '../../survey-forms/languages/texts.ts'

/** A questionnaire with a page for every kind of item that is shown, holding all its examples; silent ones stand on the last. */
export function everyKindInstrument(): Instrument {
  const { consent, ...others } = itemKinds
  const asked = Object.values(others).filter((kind) => kind.part !== 'silent')
  const silent = Object.values(others).filter((kind) => kind.part === 'silent')
  const plain: Instrument = instrumentSchema.parse({
    code: 'every_kind',
    title: 'Every kind of question',
    description: 'One page for each kind of item.',
    introduction: ['There is one page for each kind of question.'],
    minutes: 12,
    thanks: 'Thank you.',
    reviewsAnswers: true,
    pages: [
      { code: 'start', title: 'Before you start', items: [consent.examples[0]] },
      ...asked.map((kind) => ({ code: kind.kind.replaceAll('-', '_'), title: kind.name, items: kind.examples })),
      { code: 'quiet', title: 'Filled in by itself', items: silent.flatMap((kind) => kind.examples) },
    ],
  })
  // Half of the texts in Arabic: the others must stand in English inside a page that runs the other way.
  const arabic = textsOf(plain).filter((_, place) => place % 2 === 0)
  return instrumentSchema.parse({
    ...plain,
    translations: { ar: Object.fromEntries(arabic.map(({ key }, place) => [key, `نص للسؤال رقم ${place + 1}`])) },
  })
}
