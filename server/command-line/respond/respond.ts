import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { formOfPage } from './form-of-page.ts'
import { answersTo, itemsByKey, type SimulatedRespondent, simulatedRespondent } from './simulated-respondent.ts'

export interface RespondReport {
  started: number
  finished: number
  /** Ended before the last page by a screen-out or a full quota, or sent where the simulation found no form. */
  endedEarly: number
  /** A page refused what they sent, and they would send the same again. */
  stuck: number
  requests: number
  /** Messages of pages that refused an answer, with how often: a questionnaire nobody can finish shows here. */
  refusals: Record<string, number>
}

const mostPages = 400

/**
 * Sends simulated respondents through a hosted survey's pages over HTTP, a few at a time, as browsers without script.
 * The same survey, number and seed give the same answers to what everybody is shown; the order, arm and best-worst sets that a response
 * draws for itself are the server's.
 */
export async function sendRespondents(
  instrument: Instrument,
  { address, count, seed, atOnce = 8 }: { address: string; count: number; seed: number; atOnce?: number },
): Promise<RespondReport> {
  const report: RespondReport = { started: 0, finished: 0, endedEarly: 0, stuck: 0, requests: 0, refusals: {} }
  const items = itemsByKey(instrument)
  let next = 0
  const lane = async () => {
    while (next < count) await oneRespondent(address, items, simulatedRespondent(++next, seed), report)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, lane))
  return report
}

async function oneRespondent(
  address: string,
  items: ReadonlyMap<string, Item>,
  respondent: SimulatedRespondent,
  report: RespondReport,
): Promise<void> {
  report.started++
  let page = await ask(address, null, report)
  for (let step = 0; step < mostPages; step++) {
    const form = formOfPage(page.html)
    if (!form || isEnd(page.url)) {
      if (/\/thanks$/.test(page.url)) report.finished++
      else report.endedEarly++
      return
    }
    const body = new URLSearchParams([...form.hidden, ...answersTo(form.fields, items, respondent), ['_move', 'next']])
    const reply = await ask(new URL(form.action ?? page.url, page.url).href, body, report)
    if (reply.status >= 400) {
      for (const message of messagesOf(reply.html)) count(report.refusals, message)
      break
    }
    page = reply
  }
  report.stuck++
}

function isEnd(url: string): boolean {
  return /\/(thanks|end)$/.test(new URL(url).pathname)
}

async function ask(url: string, body: URLSearchParams | null, report: RespondReport) {
  report.requests++
  const reply = await fetch(url, { headers: { accept: 'text/html' }, ...(body ? { method: 'POST', body } : {}) })
  if (reply.redirected) report.requests++
  return { url: reply.url, status: reply.status, html: await reply.text() }
}

function messagesOf(html: string): string[] {
  return [...html.matchAll(/id="[^"]*-error"[^>]*>(.*?)<\/p>/gs)].map(([, text]) =>
    text!.replace(/<[^>]+>/g, '').trim(),
  )
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
