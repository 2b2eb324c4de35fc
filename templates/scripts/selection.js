// Which words of a transcript are selected, as the server counts them: code points of the document, half-open.

/** Parts of a turn that are ours, not the speaker's: letters of tags and the links that add one. */
const ours = '.tag__code, .sentence__add'

/**
 * The selected words of the first turn that may be tagged, without white space around them and never half a character.
 * @param {Selection | null} selection
 * @param {ParentNode} transcript
 * @returns {{turn: HTMLElement, start: number, end: number, words: string} | null} null when no such words are selected
 */
export function selectedWords(selection, transcript) {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  for (const turn of transcript.querySelectorAll('.utt[data-start]')) {
    if (!range.intersectsNode(turn)) continue
    const found = wordsIn(turn, range)
    if (found) return found
  }
  return null
}

function wordsIn(turn, range) {
  let text = ''
  let from = -1
  let to = -1
  for (const node of textOf(turn.querySelector('[data-words]'))) {
    // The ends of a range may lie in elements, where their offsets count children: only those in this text are used.
    if (range.intersectsNode(node)) {
      const begins = node === range.startContainer ? range.startOffset : 0
      const ends = node === range.endContainer ? range.endOffset : node.data.length
      if (begins < ends) {
        if (from < 0) from = text.length + begins
        to = text.length + ends
      }
    }
    text += node.data
  }
  if (from < 0) return null
  while (from < to && /\s/.test(text[from])) from++
  while (to > from && /\s/.test(text[to - 1])) to--
  if (from === to) return null
  const whole = wholeCharacters(text, from, to)
  const base = Number(turn.dataset.start)
  const words = text.slice(whole.from, whole.to)
  const start = base + codePoints(text.slice(0, whole.from))
  return { turn, start, end: start + codePoints(words), words }
}

/** Text nodes of a turn's words in order, without what is ours. */
function textOf(words) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.parentElement.closest(ours) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  })
  const nodes = []
  while (walker.nextNode()) nodes.push(walker.currentNode)
  return nodes
}

/** Widens a range to whole characters as people see them: an accent stays with its letter, an emoji in one piece. */
function wholeCharacters(text, from, to) {
  const result = { from, to }
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    const end = index + segment.length
    // A mark that hangs on a space belongs to no word: the space stays out.
    if (index < from && from < end && !/^\s/.test(segment)) result.from = index
    if (index < to && to < end) result.to = end
    if (index >= to) break
  }
  return result
}

function codePoints(text) {
  let count = 0
  for (const _ of text) count++
  return count
}
