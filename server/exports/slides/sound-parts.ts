/**
 * What the slide library writes and PowerPoint repairs, written so that it does not (ECMA-376, part 1: 19.2 PresentationML, 21.1
 * DrawingML). Each function takes one part as text and gives it back.
 */

/** The text boxes that are a slide's title: its first words for a screen reader, and its name in the outline. */
const titles = new Set(['Title', 'Name'])

export function soundSlide(xml: string): string {
  let id = 0
  return onePropertiesEach(xml)
    .replace(/<p:cNvPr id="\d+"/g, () => `<p:cNvPr id="${++id}"`)
    .replace(/<p:sp>.*?<\/p:sp>/gs, (shape) => titled(worded(shape)))
    .replace(/(<p:cNvPr id="\d+" name="Claims"\/?>.*?<a:tblPr)(?=\/>)/s, '$1 firstRow="1"')
}

/** A paragraph has its properties once, before its runs; the library repeats them before every run. */
function onePropertiesEach(xml: string): string {
  return xml.replace(/<a:p>.*?<\/a:p>/gs, (paragraph) => {
    let seen = 0
    return paragraph.replace(/<a:pPr\b[^>]*?(?:\/>|>.*?<\/a:pPr>)/gs, (properties) => (seen++ === 0 ? properties : ''))
  })
}

function worded(shape: string): string {
  if (shape.includes('<p:txBody>')) return shape
  return shape.replace(
    '</p:sp>',
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>',
  )
}

function titled(shape: string): string {
  const name = /<p:cNvPr id="\d+" name="([^"]*)"/.exec(shape)?.[1] ?? ''
  if (!titles.has(name)) return shape
  return (
    shape
      .replace(/<p:cNvSpPr\/>/, '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>')
      .replace(/<p:nvPr><\/p:nvPr>|<p:nvPr\/>/, '<p:nvPr><p:ph type="title"/></p:nvPr>')
      // Titles of the master are centred; ours are not.
      .replace(/<a:pPr\b(?![^>]*\balgn=)/g, '<a:pPr algn="l"')
  )
}

/** Lines of notes as paragraphs: a line break inside a run is no more than a space to PowerPoint. */
export function soundNotes(xml: string): string {
  return xml.replace(
    /<a:p><a:r>(<a:rPr[^>]*\/>)<a:t>([^<]*)<\/a:t><\/a:r>(<a:endParaRPr[^>]*\/>)<\/a:p>/g,
    (whole, run, text: string, end) => {
      if (!text.includes('\n')) return whole
      return text
        .split(/\r?\n/)
        .map((line) => `<a:p><a:r>${run}<a:t>${line}</a:t></a:r>${end}</a:p>`)
        .join('')
    },
  )
}

/** Lists of the presentation in the order of its schema, on the sizes that PowerPoint itself uses. */
export function soundPresentation(xml: string): string {
  const notes = /<p:notesMasterIdLst>.*?<\/p:notesMasterIdLst>/s.exec(xml)?.[0] ?? ''
  return xml
    .replace(notes, '')
    .replace('</p:sldMasterIdLst>', `</p:sldMasterIdLst>${notes}`)
    .replace(/<p:sldSz [^>]*\/>/, '<p:sldSz cx="12192000" cy="6858000"/>')
    .replace(/<p:notesSz [^>]*\/>/, '<p:notesSz cx="6858000" cy="9144000"/>')
}

/** The place of a title, which every slide's own title fills; on the master with where it stands, on the layout as there. */
export function withTitlePlace(xml: string): string {
  const isMaster = xml.includes('<p:sldMaster')
  const place = isMaster
    ? '<p:spPr><a:xfrm><a:off x="502920" y="411480"/><a:ext cx="11183112" cy="512064"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
    : '<p:spPr/>'
  const title =
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>' +
    `${place}<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US"/><a:t>Title</a:t></a:r></a:p></p:txBody></p:sp>`
  return xml.replace('</p:spTree>', `${title}</p:spTree>`)
}

/** A chart without the rounded frame that the library asks for. */
export function soundChart(xml: string): string {
  return xml.replace('<c:roundedCorners val="1"/>', '<c:roundedCorners val="0"/>')
}

/** Types of the parts that are there, and of endings that parts have; a JPEG is image/jpeg whatever its ending. */
export function soundTypes(xml: string, names: ReadonlySet<string>): string {
  const endings = new Set([...names].map((name) => name.split('.').at(-1)!.toLowerCase()))
  return xml
    .replace(/<Override PartName="\/([^"]+)"[^>]*\/>/g, (whole, part: string) => (names.has(part) ? whole : ''))
    .replace(/<Default Extension="([^"]+)"[^>]*\/>/g, (whole, ending: string) => (endings.has(ending) ? whole : ''))
    .replace('ContentType="image/jpg"', 'ContentType="image/jpeg"')
    .replace(/(<Override PartName=")\/ppt\/theme\/theme1\.xml("[^>]*\/>)/, (whole, before: string, after: string) =>
      names.has(notesTheme) ? `${whole}${before}/${notesTheme}${after}` : whole,
    )
}

/** Each master has a theme of its own; the library gives the notes the slides'. */
export const notesTheme = 'ppt/theme/theme2.xml'
