import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kindsPage } from './kinds-page.ts'

writeFileSync(fileURLToPath(new URL('../docs/item-kinds.md', import.meta.url)), kindsPage())
