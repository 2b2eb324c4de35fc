/** The nine facets of the mission, fixed; the codes under them belong to the researcher. */
export const facets = [
  'attitude',
  'need',
  'motivation',
  'experience',
  'preference',
  'behaviour',
  'value',
  'pain',
  'journey',
] as const

export type Facet = (typeof facets)[number]

/** How a page names a facet, and the two letters that carry its meaning where colour alone would not do. */
export const facetNames: Record<Facet, { name: string; plural: string; letters: string }> = {
  attitude: { name: 'Attitude', plural: 'Attitudes', letters: 'AT' },
  need: { name: 'Need', plural: 'Needs', letters: 'NE' },
  motivation: { name: 'Motivation', plural: 'Motivations', letters: 'MO' },
  experience: { name: 'Experience', plural: 'Experiences', letters: 'EX' },
  preference: { name: 'Preference', plural: 'Preferences', letters: 'PR' },
  behaviour: { name: 'Behaviour', plural: 'Behaviours', letters: 'BE' },
  value: { name: 'Value, belief', plural: 'Values', letters: 'VA' },
  pain: { name: 'Pain', plural: 'Pains', letters: 'PA' },
  journey: { name: 'Journey stage', plural: 'Journey stages', letters: 'JO' },
}
