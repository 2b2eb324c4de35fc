import { type SaxesAttributeNS, SaxesParser } from 'saxes'

export interface XmlElement {
  /** Without its prefix: files of one format come with several. */
  name: string
  /** By local name. */
  attributes: Record<string, string>
}

export interface XmlHandlers {
  open?: (element: XmlElement) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** XML that is refused: broken, nested too deep, or with declarations of its own. The message completes "The file …". */
export class RefusedXml extends Error {}

const deepest = 200

/**
 * Walks through XML that somebody sent. A document type, and with it every entity of its own, is refused before anything of it is read.
 * @throws {RefusedXml}
 */
export function walkXml(xml: string, { open, close, text }: XmlHandlers): void {
  const parser = new SaxesParser({ xmlns: true })
  let depth = 0
  parser.on('doctype', () => {
    throw new RefusedXml('declares XML entities, which are refused')
  })
  parser.on('opentag', (tag) => {
    if (++depth > deepest) throw new RefusedXml(`nests deeper than ${deepest} levels`)
    const attributes: Record<string, string> = {}
    for (const { local, prefix, value } of Object.values(tag.attributes) as SaxesAttributeNS[])
      if (prefix !== 'xmlns') attributes[local] = value
    open?.({ name: tag.local, attributes })
  })
  parser.on('closetag', (tag) => {
    depth--
    close?.(tag.local)
  })
  parser.on('text', (words) => text?.(words))
  parser.on('cdata', (words) => text?.(words))
  parser.on('error', () => {
    throw new RefusedXml('holds broken XML')
  })
  // A declaration past the first tag is an error of its own, and one before it reaches the handler above.
  parser.write(xml).close()
}
