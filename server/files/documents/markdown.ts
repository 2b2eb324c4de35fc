import { decodeEntities } from './entities.ts'

/**
 * Markdown as readable text: entities and backslash escapes decoded, comments removed. Emphasis stays, except that
 * the label reader understands it around speakers' names.
 */
export function markdownText(text: string): string {
  return decodeEntities(text.replace(/<!--[\s\S]*?-->/g, '')).replace(/\\([\\`*_{}[\]()#+\-.!~>|<])/g, '$1')
}

/** Why a Markdown file without speakers is no interview, or undefined when it may be somebody's writing. */
export function notWriting(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const structure = lines.filter(
    (line) => /^\s*(?:#|[-*+>|]|\d+(?:\.\d+)*[.)]?\s|---|```)/.test(line) || /\?\s*$/.test(line),
  )
  if (lines.length > 0 && structure.length / lines.length >= 0.6) {
    return 'It is made of headings, lists and questions, and nobody answers in it.'
  }
  return undefined
}
