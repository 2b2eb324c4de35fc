/** What a picture says to someone who does not see it: the sentence it proves, then the numbers it holds. */
export interface TextAlternative {
  title: string
  description?: string
}

export interface Frame {
  /** Classes of the <svg> element; looks come from style sheets, or from `resolveForPrint`. */
  className: string
  /** View box: left, top, width, height, in chart units. */
  box: [number, number, number, number]
  /** 'stretch' fills whatever place it gets, each direction on its own; 'cover' fills it and crops. */
  fit?: 'stretch' | 'cover'
}

/** One `<svg role="img">` with its text alternative first, so that readers announce it before anything else. */
export function picture(
  { className, box, fit }: Frame,
  { title, description }: TextAlternative,
  content: string,
): string {
  const aspect = fit === undefined ? '' : ` preserveAspectRatio="${fit === 'stretch' ? 'none' : 'xMidYMid slice'}"`
  const described = description ? `<desc>${escapeMarkup(description)}</desc>` : ''
  return (
    `<svg class="${className}" viewBox="${box.map(coordinate).join(' ')}" role="img"${aspect}>` +
    `<title>${escapeMarkup(title)}</title>${described}${content}</svg>`
  )
}

/** A coordinate with at most one decimal: enough for the eye, and the same text on every machine. */
export function coordinate(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return Object.is(rounded, -0) ? '0' : String(rounded)
}

export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A fraction as a reader sees it, "27 %", the sign kept by a narrow no-break space. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)}\u202f%`
}

/** A signed number with a true minus, "−0.52". */
export function signedText(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  return Number(text) === 0 ? text : value < 0 ? `−${text}` : text
}
