import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 AA with everything unfolded, and whether anything is wider than the window. The page's own policy must be bypassed. */
export async function problemsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(`(async () => {
    for (const one of document.querySelectorAll('details')) one.open = true
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run(document, { runOnly: tags })
    const overflow = document.documentElement.scrollWidth - window.innerWidth
    return [
      ...violations.flatMap((one) => one.nodes.slice(0, 2).map((node) => one.id + ' at ' + node.html.slice(0, 160))),
      ...(overflow > 0 ? [overflow + ' px too wide'] : []),
    ]
  })()`)
}
