import type { AgreementMatrix } from './schema.ts'

export const agreementMatrixExamples: AgreementMatrix[] = [
  {
    kind: 'agreement-matrix',
    code: 'shopping',
    ask: 'How much is each of these like you?',
    isRequired: true,
    facet: 'attitude',
    rows: [
      { code: 'bad_reviews', label: 'I read the bad reviews before the good ones.' },
      { code: 'one_sitting', label: 'I decide in one sitting.', facet: 'behaviour' },
    ],
    points: [
      { code: 'p1', label: 'Very unlike me' },
      { code: 'p2', label: 'Unlike me' },
      { code: 'p3', label: 'In between' },
      { code: 'p4', label: 'Like me' },
      { code: 'p5', label: 'Very like me' },
    ],
    offersRefusal: true,
    isShuffled: true,
  },
  {
    kind: 'agreement-matrix',
    code: 'trust',
    ask: 'Do you agree?',
    isRequired: false,
    rows: [{ code: 'label', label: 'I trust what the label says.' }],
    points: [
      { code: 'no', label: 'No' },
      { code: 'partly', label: 'Partly' },
      { code: 'mostly', label: 'Mostly' },
      { code: 'yes', label: 'Yes' },
    ],
    offersRefusal: false,
    dontKnow: 'I don’t know',
    isShuffled: false,
  },
]
