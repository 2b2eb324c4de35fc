import { describe, expect, test } from 'vitest'
import type { Facet } from '../../server/facets.ts'
import { suggestInSentence } from '../../server/text/suggest.ts'

const found = (sentence: string) => suggestInSentence(sentence, { start: 0, end: sentence.length })
const facetsOf = (sentence: string) => found(sentence).map(({ facet }) => facet)
const strengthOf = (sentence: string, facet: Facet) => found(sentence).find((one) => one.facet === facet)?.strength ?? 0
const reasonOf = (sentence: string, facet: Facet) => found(sentence).find((one) => one.facet === facet)?.reason ?? ''

describe('negation', () => {
  test.each([
    ['I don’t need a receipt.', 'need'],
    ["I don't need a receipt.", 'need'],
    ['I never need a receipt.', 'need'],
    ['It was not at all confusing.', 'pain'],
    ['It never crashes.', 'pain'],
    ['It works without any frustrating steps.', 'pain'],
    ['I hardly struggle with it.', 'pain'],
    ['It doesn’t save me any time.', 'motivation'],
  ] as [string, Facet][])('“%s” carries no %s', (sentence, facet) => {
    expect(facetsOf(sentence)).not.toContain(facet)
  })

  test('it ends at the mark of the clause', () => {
    expect(facetsOf('I don’t mind the colour, but I need a receipt.')).toContain('need')
    expect(facetsOf('No, I need a receipt.')).toContain('need')
  })

  test('it reaches over six words that carry content and no further', () => {
    expect(facetsOf('Nobody here among old village shop owners near town ever found the form confusing.')).toContain(
      'pain',
    )
    expect(facetsOf('Nobody ever found the form confusing.')).not.toContain('pain')
  })

  test('a denied liking stays an attitude', () => {
    expect(facetsOf('I don’t like the new menu.')).toContain('attitude')
  })

  test('“not only” denies nothing', () => {
    expect(facetsOf('It is not only confusing, the waiting is long.')).toContain('pain')
  })
})

describe('litotes', () => {
  test.each(['I can’t complain about the service.', 'The coffee is not bad.', 'The coffee wasn’t bad at all.'])(
    '“%s” is no pain',
    (sentence) => {
      expect(facetsOf(sentence)).not.toContain('pain')
    },
  )

  test('“not bad” is a judgement', () => {
    expect(facetsOf('The coffee is not bad.')).toContain('attitude')
  })
})

describe('hedges', () => {
  test('they lower the strength, never the facet, and the reason says so', () => {
    const plain = strengthOf('I need a quiet place.', 'need')
    const hedged = strengthOf('Maybe I need a quiet place.', 'need')
    expect(hedged).toBeGreaterThan(0)
    expect(hedged).toBeLessThan(plain)
    expect(reasonOf('Maybe I need a quiet place.', 'need')).toContain('hedge “maybe”')
  })
})

describe('hypotheticals', () => {
  test('what the speaker would do is no habit and no experience', () => {
    expect(facetsOf('I would usually take the bus, if there was one.')).not.toContain('behaviour')
    expect(facetsOf('If I tried it, I would begin with a letter.')).not.toContain('experience')
    expect(facetsOf('I could use it for drafts.')).not.toContain('behaviour')
  })

  test('a wish stays a need', () => {
    expect(facetsOf('It would be great if the form saved itself.')).toContain('need')
    expect(facetsOf('I’d love to see the whole list.')).toContain('need')
  })

  test('a condition leaves a habit a habit', () => {
    expect(facetsOf('If the queue is long, I usually go home.')).toContain('behaviour')
  })
})

describe('questions', () => {
  test('a question asserts no pain as strongly as a statement does', () => {
    expect(strengthOf('Is it difficult to find the form?', 'pain')).toBeLessThan(
      strengthOf('It is difficult to find the form.', 'pain'),
    )
  })

  test('a request for help is a need, although it is a question', () => {
    expect(facetsOf('How do I change my address?')).toContain('need')
    expect(facetsOf('Can you please send me the form?')).toContain('need')
  })
})

describe('other people', () => {
  test('what others need or feel is not the speaker’s', () => {
    expect(facetsOf('They need a bigger hall.')).not.toContain('need')
    expect(facetsOf('My boss loves the new menu.')).not.toContain('attitude')
    expect(facetsOf('He said the form is confusing.')).not.toContain('pain')
  })

  test('a quotation is somebody’s words, not the speaker’s', () => {
    expect(facetsOf('The sign said “I need a bigger hall for this” in red.')).not.toContain('need')
  })

  test('the speaker’s own report counts', () => {
    expect(facetsOf('I said that the form is confusing.')).toContain('pain')
  })
})

describe('resolved pain', () => {
  test.each(['It used to be slow.', 'The form is no longer confusing.', 'It was slow, but now it is quick.'])(
    '“%s” is no pain of today',
    (sentence) => {
      expect(facetsOf(sentence)).not.toContain('pain')
    },
  )

  test('what no longer works is one', () => {
    expect(facetsOf('The lift stopped working.')).toContain('pain')
    expect(facetsOf('The lift no longer works.')).toContain('pain')
  })
})

describe('disfluencies', () => {
  test.each([
    'I, um, need a receipt.',
    'I I need a receipt.',
    'I, you know, need a receipt.',
    'I {disfmarker} need a receipt .',
    'Um I mean, I need uh a receipt.',
  ])('“%s” still asks for a receipt', (sentence) => {
    expect(facetsOf(sentence)).toContain('need')
  })

  test('they stay in the quote', () => {
    const sentence = 'I, um, need a receipt.'
    const [tag] = found(sentence)
    expect(sentence.slice(tag!.span.start, tag!.span.end)).toBe(sentence)
  })
})

describe('reasons', () => {
  test('they name the cue in the speaker’s words and what it is', () => {
    expect(reasonOf('I need a receipt.', 'need')).toBe('Cue “I need a”: first-person need.')
  })
})
