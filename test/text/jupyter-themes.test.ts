import { join } from 'node:path'
import { expect, test } from 'vitest'
import { themeFigures, themeTable } from './jupyter-themes.ts'

test('suggested tags agree with human themes as the table says: cues hardly, learnt codes well beyond chance', {
  timeout: 300_000,
}, async () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the themes are not here')
  const figures = themeFigures(folder)
  await expect(themeTable(figures)).toMatchFileSnapshot(join(import.meta.dirname, '../reference/jupyter-themes.md'))
  for (const { learnt } of figures) expect(learnt.low).toBeGreaterThan(0)
})
