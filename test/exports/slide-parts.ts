import { SaxesParser } from 'saxes'
import { paragraphHeight, type Run } from '../../server/exports/slides/text-width.ts'

export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

export function parsed(xml: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', (text) => {
    open.at(-1)!.text += text
  })
  parser.write(xml).close()
  return top.children[0]!
}

export function* everyElement(element: Element): Generator<Element> {
  yield element
  for (const child of element.children) yield* everyElement(child)
}

export function found(element: Element, name: string): Element[] {
  return [...everyElement(element)].filter((one) => one.name === name)
}

/**
 * Order of children as the schemas of ECMA-376 (5th edition, part 1) have it, for the elements that stand in our slides; "*" may be
 * repeated. An office repairs or drops what stands in another order.
 */
const sequences: Record<string, string> = {
  'p:presentation':
    'p:sldMasterIdLst p:notesMasterIdLst p:handoutMasterIdLst p:sldIdLst p:sldSz p:notesSz p:defaultTextStyle',
  'p:sld': 'p:cSld p:clrMapOvr p:transition p:timing p:extLst',
  'p:notes': 'p:cSld p:clrMapOvr p:extLst',
  'p:sldLayout': 'p:cSld p:clrMapOvr p:transition p:timing p:hf p:extLst',
  'p:sldMaster': 'p:cSld p:clrMap p:sldLayoutIdLst p:transition p:timing p:hf p:txStyles p:extLst',
  'p:notesMaster': 'p:cSld p:clrMap p:hf p:notesStyle p:extLst',
  'p:cSld': 'p:bg p:spTree p:custDataLst p:controls p:extLst',
  'p:sp': 'p:nvSpPr p:spPr p:style p:txBody p:extLst',
  'p:nvSpPr': 'p:cNvPr p:cNvSpPr p:nvPr',
  'p:pic': 'p:nvPicPr p:blipFill p:spPr p:style p:extLst',
  'p:nvPicPr': 'p:cNvPr p:cNvPicPr p:nvPr',
  'p:blipFill': 'a:blip a:srcRect a:tile a:stretch',
  'p:graphicFrame': 'p:nvGraphicFramePr p:xfrm a:graphic p:extLst',
  'p:spPr': 'a:xfrm a:custGeom a:prstGeom a:noFill a:solidFill a:gradFill a:ln a:effectLst a:extLst',
  'p:txBody': 'a:bodyPr a:lstStyle a:p*',
  'a:txBody': 'a:bodyPr a:lstStyle a:p*',
  'a:p': 'a:pPr a:r*|a:br*|a:fld* a:endParaRPr',
  'a:pPr': 'a:lnSpc a:spcBef a:spcAft a:buClr a:buSzPct a:buFont a:buNone a:buChar a:tabLst a:defRPr a:extLst',
  'a:r': 'a:rPr a:t',
  'a:rPr': 'a:ln a:noFill a:solidFill a:effectLst a:highlight a:latin a:ea a:cs a:sym a:hlinkClick a:extLst',
  'a:ln': 'a:noFill a:solidFill a:prstDash a:custDash a:round a:bevel a:miter a:headEnd a:tailEnd a:extLst',
  'a:tbl': 'a:tblPr a:tblGrid a:tr*',
  'a:tblGrid': 'a:gridCol*',
  'a:tr': 'a:tc* a:extLst',
  'a:tc': 'a:txBody a:tcPr a:extLst',
  'a:tcPr': 'a:lnL a:lnR a:lnT a:lnB a:lnTlToBr a:lnBlToTr a:noFill a:solidFill a:headers a:extLst',
  'c:chartSpace':
    'c:date1904 c:lang c:roundedCorners c:style c:clrMapOvr c:pivotFmts c:chart c:spPr c:txPr c:externalData c:printSettings c:userShapes c:extLst',
  'c:chart':
    'c:title c:autoTitleDeleted c:pivotFmts c:view3D c:floor c:sideWall c:backWall c:plotArea c:legend c:plotVisOnly c:dispBlanksAs c:extLst',
  'c:plotArea': 'c:layout c:barChart* c:catAx*|c:valAx*|c:serAx* c:dTable c:spPr c:extLst',
  'c:barChart': 'c:barDir c:grouping c:varyColors c:ser* c:dLbls c:gapWidth c:overlap c:serLines c:axId* c:extLst',
  'c:ser':
    'c:idx c:order c:tx c:spPr c:invertIfNegative c:pictureOptions c:dPt* c:dLbls c:trendline c:errBars c:cat c:val c:shape c:extLst',
  'c:dLbls':
    'c:dLbl* c:delete c:numFmt c:spPr c:txPr c:dLblPos c:showLegendKey c:showVal c:showCatName c:showSerName c:showPercent c:showBubbleSize c:separator c:showLeaderLines c:leaderLines c:extLst',
  'c:catAx':
    'c:axId c:scaling c:delete c:axPos c:majorGridlines c:minorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:crossesAt c:auto c:lblAlgn c:lblOffset c:tickLblSkip c:tickMarkSkip c:noMultiLvlLbl c:extLst',
  'c:valAx':
    'c:axId c:scaling c:delete c:axPos c:majorGridlines c:minorGridlines c:title c:numFmt c:majorTickMark c:minorTickMark c:tickLblPos c:spPr c:txPr c:crossAx c:crosses c:crossesAt c:crossBetween c:majorUnit c:minorUnit c:dispUnits c:extLst',
  'c:scaling': 'c:logBase c:orientation c:max c:min c:extLst',
  'c:legend': 'c:legendPos c:legendEntry c:layout c:overlay c:spPr c:txPr c:extLst',
}

/** What stands in another order, too often or where it may not; '' where all is as the schema has it. */
export function disorder(element: Element): string {
  const sequence = sequences[element.name]
  if (sequence === undefined) return ''
  const places = new Map<string, { place: number; isRepeated: boolean }>()
  for (const [place, group] of sequence.split(' ').entries()) {
    for (const name of group.split('|')) places.set(name.replace('*', ''), { place, isRepeated: name.endsWith('*') })
  }
  let last = -1
  const seen = new Set<string>()
  for (const { name } of element.children) {
    const known = places.get(name)
    if (!known) return `${name} has no place in ${element.name}`
    if (known.place < last) return `${name} comes too late in ${element.name}`
    if (seen.has(name) && !known.isRepeated) return `${name} stands twice in ${element.name}`
    seen.add(name)
    last = known.place
  }
  return ''
}

export interface Box {
  name: string
  x: number
  y: number
  w: number
  h: number
  /** Inches of its text from top to bottom, as Arial's metrics have it. */
  text: number
}

const inch = 914_400

/** Text boxes and tables of a slide with the height that their words need. */
export function textBoxes(slide: Element): Box[] {
  const boxes = found(slide, 'p:sp').map((shape) => ({
    shape,
    body: shape.children.find(({ name }) => name === 'p:txBody'),
  }))
  const words = boxes.flatMap(({ shape, body }) => {
    if (!body || found(body, 'a:t').every(({ text }) => text.trim() === '')) return []
    const place = placeOf(shape)
    return [{ ...place, text: found(body, 'a:p').reduce((sum, paragraph) => sum + heightOf(paragraph, place.w), 0) }]
  })
  const tables = found(slide, 'p:graphicFrame').flatMap((frame) => {
    const rows = found(frame, 'a:tr')
    if (rows.length === 0) return []
    const columns = found(frame, 'a:gridCol').map(({ attributes }) => Number(attributes.w) / inch)
    const text = rows.reduce((sum, row) => sum + rowHeight(row, columns), 0)
    return [{ ...placeOf(frame), text }]
  })
  return [...words, ...tables]
}

function rowHeight(row: Element, columns: number[]): number {
  const cells = row.children.filter(({ name }) => name === 'a:tc')
  const heights = cells.map((cell, place) => {
    const margin = (side: string) => Number(found(cell, 'a:tcPr')[0]?.attributes[side] ?? 91_440) / inch
    const width = columns[place]! - margin('marL') - margin('marR')
    return (
      found(cell, 'a:p').reduce((sum, paragraph) => sum + heightOf(paragraph, width), 0) +
      margin('marT') +
      margin('marB')
    )
  })
  return Math.max(Number(row.attributes.h) / inch, ...heights)
}

function heightOf(paragraph: Element, width: number): number {
  const runs = found(paragraph, 'a:r').map((run): Run => {
    const properties = run.children.find(({ name }) => name === 'a:rPr')
    const face = properties ? found(properties, 'a:latin')[0]?.attributes.typeface : undefined
    return {
      text: found(run, 'a:t')[0]?.text ?? '',
      size: Number(properties?.attributes.sz ?? 1800) / 100,
      isWords: face === 'Georgia',
      isBold: properties?.attributes.b === '1',
    }
  })
  return runs.length === 0 ? 0 : paragraphHeight(runs, width)
}

function placeOf(shape: Element): Omit<Box, 'text'> {
  const offset = found(shape, 'a:off')[0]!.attributes
  const size = found(shape, 'a:ext').find(({ attributes }) => attributes.cx !== undefined)!.attributes
  return {
    name: found(shape, 'p:cNvPr')[0]!.attributes.name ?? '',
    x: Number(offset.x) / inch,
    y: Number(offset.y) / inch,
    w: Number(size.cx) / inch,
    h: Number(size.cy) / inch,
  }
}
