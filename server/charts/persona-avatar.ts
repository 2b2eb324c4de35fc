import { landscape, type LandscapeInput } from './landscape.ts'
import { markPath } from './persona-mark.ts'

/**
 * A persona's small picture: its own landscape, seen through its own mark. Shape, colour and contours all come from the set, so it shows
 * no age, skin or gender, and the same persona has the same picture everywhere.
 * @param seed and distances as for `landscape`
 */
export function personaAvatar({
  seed,
  distances,
  number,
  name,
}: Pick<LandscapeInput, 'seed' | 'distances' | 'name'> & { number: number }): string {
  const side = 100
  const drawn = landscape({ seed, distances, width: side, height: side, levels: 7, name })
  // A page may show several of them: the window is named by whose it is.
  const window = `window-${number}-${(seed >>> 0).toString(36)}`
  const content = drawn.slice(drawn.indexOf('</desc>') + '</desc>'.length, drawn.lastIndexOf('</svg>'))
  const head = drawn.slice(0, drawn.indexOf('</desc>') + '</desc>'.length)
  return (
    `${head.replace(' preserveAspectRatio="xMidYMid slice"', '').replace('class="land"', 'class="land land--avatar"')}` +
    `<clipPath id="${window}"><path transform="scale(${side / 10})" d="${markPath(number)}"/></clipPath>` +
    `<g clip-path="url(#${window})">${content}</g></svg>`
  )
}
