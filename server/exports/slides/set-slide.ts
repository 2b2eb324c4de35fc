import { shortened } from '../../personas/claim-words.ts'
import type { OnePagerView } from '../../personas/one-pager.ts'
import type { SetSummary } from '../../personas/set-summary.ts'
import { axisShapes } from './axis-shapes.ts'
import { faces, ink, lineTable, markShape, plainText } from './slide-frame.ts'
import type { Deck, Slide } from './slide-library.ts'

const left = 0.55
/** Fewer shared axes than this tell personas apart no more: then each shows its own answers below. */
const fewAxes = 3
const width = 12.23

/** All personas of a set on one slide: shares on one bar, the same axes under each name. */
export function addSetSlide({ deck, set, views }: { deck: Deck; set: SetSummary; views: OnePagerView[] }): void {
  const slide = deck.addSlide()
  slide.addText(
    set.facts.join('   '),
    plainText({ x: left, y: 0.42, w: 8, h: 0.24, color: ink('text-soft'), objectName: 'Facts' }),
  )
  slide.addText(
    set.title,
    plainText({ x: left, y: 0.68, w: 8.4, h: 0.9, fontFace: faces.words, fontSize: 24, objectName: 'Title' }),
  )
  slide.addText(
    [
      { text: `${set.word}. `, options: { bold: true } },
      { text: set.meaning, options: { color: ink('text-soft') } },
    ],
    plainText({ x: 9.3, y: 0.68, w: 3.48, h: 0.8, objectName: 'Verdict' }),
  )
  addShares(slide, set)
  addColumns(slide, set, views)
  slide.addNotes([`Why this word: ${set.word}`, ...set.reasons, `The decision it serves: ${set.decision}`].join('\n'))
}

function addShares(slide: Slide, { shares, people }: SetSummary): void {
  slide.addText(
    `Share of ${people} respondents`,
    plainText({ x: left, y: 1.72, w: 6, h: 0.24, bold: true, objectName: 'Shares' }),
  )
  let x = left
  for (const { name, share, text, who } of shares) {
    const w = Math.max(0.01, share * width)
    const isPersona = typeof who === 'number'
    slide.addShape('rect', {
      x,
      y: 2,
      w,
      h: 0.3,
      fill: { color: isPersona ? ink(`persona-${who}`) : ink(who === 'between' ? 'surface-sunk' : 'surface') },
      line: {
        color: isPersona ? ink('surface') : ink('border-control'),
        width: 0.75,
        dashType: who === 'unassigned' ? 'dash' : 'solid',
      },
      objectName: `${name}, ${text}`,
    })
    x += w
  }
  const others = shares.filter(({ who }) => typeof who !== 'number').map(({ name, text }) => `${name} ${text}`)
  slide.addText(
    others.join('   '),
    plainText({ x: left, y: 2.36, w: width, h: 0.22, align: 'right', color: ink('text-soft'), objectName: 'Others' }),
  )
}

function addColumns(slide: Slide, { personas, axes }: SetSummary, views: OnePagerView[]): void {
  const gap = 0.3
  const count = Math.max(1, personas.length)
  const w = (width - gap * (count - 1)) / count
  const letters = Math.floor(w * 12.5)
  const half = Math.floor(letters / 2) - 1
  personas.forEach((persona, place) => {
    const x = left + place * (w + gap)
    const className = `persona-${persona.number}`
    slide.addShape(markShape(persona.number), {
      x,
      y: 2.86,
      w: 0.16,
      h: 0.16,
      fill: { color: ink(className) },
      objectName: `Mark of ${persona.name}`,
    })
    slide.addText(
      shortened(persona.name, letters),
      plainText({
        x: x + 0.24,
        y: 2.7,
        w: w - 0.24,
        h: 0.52,
        fontFace: faces.words,
        fontSize: count > 4 ? 13 : 17,
        valign: 'middle',
        objectName: persona.name,
      }),
    )
    slide.addText(
      [
        {
          text: `${persona.share}  `,
          options: { fontFace: faces.words, fontSize: 22, color: ink(`${className}-ink`) },
        },
        { text: persona.stability, options: { color: ink('text-soft'), fontSize: 11 } },
      ],
      plainText({ x, y: 3.24, w, h: 0.42, objectName: `Share of ${persona.name}` }),
    )
    if (axes.length < fewAxes) {
      const lines = views[place]!.apart.slice(0, 4).map(({ words, these, rest, grade }) => {
        return { words: shortened(words, 44), proof: `${these} / ${rest}`, grade }
      })
      const name = `What sets ${persona.name} apart`
      lineTable(slide, lines, { x, y: 3.8 + axes.length * 0.54, w, name, silence: 'No answer.', proofWidth: 0.85 })
    }
    axes.forEach(({ topic, left: leftEnd, right: rightEnd, positions }, index) => {
      const y = 3.8 + index * 0.54
      const position = positions[place]
      const ends = topic ? [shortened(topic, letters), ''] : [shortened(leftEnd, half), shortened(rightEnd, half)]
      slide.addText(
        ends[0]!,
        plainText({
          x,
          y,
          w: topic ? w : w / 2,
          h: 0.19,
          fontSize: 10.5,
          objectName: `Axis ${index + 1} of ${persona.name}, left`,
        }),
      )
      if (ends[1])
        slide.addText(
          ends[1],
          plainText({
            x: x + w / 2,
            y,
            w: w / 2,
            h: 0.19,
            fontSize: 10.5,
            align: 'right',
            objectName: `Axis ${index + 1} of ${persona.name}, right`,
          }),
        )
      if (position)
        axisShapes(slide, {
          x,
          y: y + 0.31,
          w,
          ...position,
          name: `${persona.name}, axis ${index + 1}`,
          view: { number: persona.number, className },
        })
      else
        slide.addText(
          'as everyone',
          plainText({
            x,
            y: y + 0.22,
            w,
            h: 0.2,
            fontSize: 10.5,
            color: ink('text-soft'),
            objectName: `${persona.name}, axis ${index + 1}`,
          }),
        )
    })
  })
}
