import { buffer } from 'node:stream/consumers'
import { drawFile, type FileOrder } from '../server/exports/draw-file.ts'
import { setArchive } from '../server/exports/set-archive.ts'
import { setSummary } from '../server/personas/set-summary.ts'
import { smallPage, smallSet } from '../test/personas/small-set.ts'
import { interviews, smallWorld } from '../test/personas/small-world.ts'
import type { BenchRow } from './run.ts'

const rounds = 7

/** What a file of one persona costs in processor time, which other work on the machine does not change; the first of each kind is left out, it loads fonts and libraries. */
export async function filesBench(): Promise<BenchRow[]> {
  const heard = interviews()
  const input = smallWorld(heard)
  const view = smallPage(input, { sources: heard.sources, more: { address: 'https://verbatim.example/personas/s/p1' } })
  const views = [0, 1].map((persona) => smallPage(input, { persona, sources: heard.sources }))
  const { set, claims } = smallSet(input, heard.sources)
  const summary = setSummary(set, claims.flat(), { workspaceName: 'Bench', decision: 'Which page first.' })
  const brand = { accentInk: null, logo: null }
  const orders: [string, FileOrder][] = [
    ['PDF, A4, three sheets', { kind: 'pdf', view, paper: 'a4', brand }],
    ['PDF, US Letter', { kind: 'pdf', view, paper: 'letter', brand }],
    ['PNG, 1600 wide', { kind: 'png', view, size: 'screen', brand }],
    ['PNG, 1920 × 1080', { kind: 'png', view, size: 'wide', brand }],
    ['PNG, 3508 wide', { kind: 'png', view, size: 'print', brand }],
    ['PPTX, three slides', { kind: 'pptx', view, brand }],
    ['set as PDF, one sheet', { kind: 'set-pdf', set: summary, views, paper: 'a4', brand }],
    ['set of two as PPTX', { kind: 'set-pptx', set: summary, views, brand }],
  ]
  const rows: BenchRow[] = []
  for (const [name, order] of orders) {
    const bytes = await drawFile(order)
    rows.push({
      name: `${name}, ${Math.round(bytes.length / 1024)} KB`,
      value: await median((round) => drawFile(renamed(order, round))),
      unit: 'ms of processor',
    })
  }
  const whole = () => buffer(setArchive({ set: summary, views, brand }, drawFile))
  const before = process.cpuUsage()
  const zip = await whole()
  const { user, system } = process.cpuUsage(before)
  rows.push({
    name: `ZIP of a set of two, ${Math.round(zip.length / 1024)} KB`,
    value: (user + system) / 1000,
    unit: 'ms of processor',
  })
  return rows
}

/** Another name each round: the typesetter remembers what it has set, and no persona is drawn twice. */
function renamed(order: FileOrder, round: number): FileOrder {
  if ('view' in order) return { ...order, view: { ...order.view, name: `${order.view.name} ${round}` } }
  const views = order.views.map((view) => ({ ...view, name: `${view.name} ${round}` }))
  const personas = order.set.personas.map((persona) => ({ ...persona, name: `${persona.name} ${round}` }))
  return { ...order, views, set: { ...order.set, personas, title: `${order.set.title} ${round}` } }
}

async function median(work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    await work(round)
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  return times.sort((one, other) => one - other)[Math.floor(rounds / 2)]!
}
