import { formatDate, formatCount } from '../http/format.ts'
import type { Study, StudyCounts } from './store.ts'

export interface PathStep {
  name: string
  href: string
  text: string
  proof: string
  state: 'done' | 'now' | 'ready' | 'wait'
  stateWord: string
}

/** What a study's home page shows: the path from question to field, with one step marked as next. */
export function studyHomeView(
  study: Study,
  counts: StudyCounts,
  newestSet: { word: string; personas: number; number: number } | null,
) {
  const path = pathOf(study.id, counts, newestSet)
  const next = path.find((step) => step.state === 'now')
  return {
    name: study.name,
    decision: study.decision,
    startedOn: formatDate(study.createdAt),
    path: path.map((step) => ({
      ...step,
      isDone: step.state === 'done',
      isNow: step.state === 'now',
      isWaiting: step.state === 'wait',
    })),
    next: next ? { title: nextTitle(next, counts), text: next.text, href: next.href, label: nextLabel(next) } : null,
    studyHref: `/studies/${study.id}`,
    guideHref: `/guide/segments-and-personas?study=${study.id}`,
  }
}

function pathOf(
  studyId: string,
  counts: StudyCounts,
  newestSet: { word: string; personas: number; number: number } | null,
): PathStep[] {
  const base = `/studies/${studyId}`
  const people = counts.completed + counts.partial
  const steps: Omit<PathStep, 'state' | 'stateWord'>[] = [
    {
      name: 'Survey',
      href: `${base}/survey`,
      text: surveyText(counts),
      proof: counts.surveyVersions > 0 ? versions(counts.surveyVersions) : 'Draft',
    },
    {
      name: 'Responses',
      href: `${base}/responses`,
      text: responsesText(counts),
      proof: `${formatCount(people)} people`,
    },
    {
      name: 'Interviews',
      href: `${base}/interviews`,
      text: interviewsText(counts),
      proof: `${formatCount(counts.documents)} heard`,
    },
    {
      name: 'Tags',
      href: counts.suggested > 0 ? `${base}/next-sentence` : `${base}/interviews`,
      text: tagsText(counts),
      proof: `${formatCount(counts.decided)} decided`,
    },
    { name: 'Personas', href: `${base}/personas`, text: personasText(counts, newestSet), proof: setProof(newestSet) },
    {
      name: 'Segments and cross-cut',
      href: `${base}/segments`,
      text: segmentsText(counts),
      proof: `${counts.families} families`,
    },
  ]
  const done = [
    people > 0 || counts.surveyState === 'open',
    people >= 100,
    counts.documents >= 5,
    counts.suggested === 0 && counts.decided > 0,
    newestSet !== null,
    counts.families > 0,
  ]
  const optional = [false, false, true, true, false, false]
  const now = done.findIndex((isDone, index) => !isDone && !optional[index])
  return steps.map((step, index) => {
    const state = index === now ? 'now' : done[index] ? 'done' : index === 5 || people > 0 ? 'ready' : 'wait'
    return { ...step, state, stateWord: { done: 'Done', now: 'You are here', ready: 'Ready', wait: 'Not yet' }[state] }
  })
}

function surveyText(counts: StudyCounts): string {
  if (counts.surveyId === null)
    return 'None yet. Start from a ready questionnaire, or import answers another tool collected.'
  if (counts.surveyVersions === 0) return 'A draft waits to be published.'
  return counts.surveyState === 'open' ? 'Open: respondents can answer.' : 'Closed: nobody can answer now.'
}

function responsesText(counts: StudyCounts): string {
  const people = counts.completed + counts.partial
  if (people === 0) return 'No answers yet. Personas need 100 people at least; 300 tell five attitudes apart.'
  const open = counts.inProgress > 0 ? ` ${formatCount(counts.inProgress)} are under way.` : ''
  return `${formatCount(counts.completed)} completed, ${formatCount(counts.partial)} in part.${open}`
}

function interviewsText(counts: StudyCounts): string {
  if (counts.documents === 0) return 'No interviews yet. Five or more let you hear why.'
  const open = counts.unconfirmed > 0 ? ` In ${formatCount(counts.unconfirmed)} the speakers wait to be confirmed.` : ''
  return `${formatCount(counts.documents)} interviews, notes and conversations.${open}`
}

function tagsText(counts: StudyCounts): string {
  if (counts.suggested + counts.decided === 0)
    return 'Tags are suggested once there are words: interviews or open answers.'
  if (counts.suggested === 0) return 'Every suggestion is decided.'
  return `${formatCount(counts.suggested)} suggestions wait for a person: go sentence by sentence, or document by document.`
}

function personasText(counts: StudyCounts, newestSet: { word: string; number: number } | null): string {
  if (newestSet)
    return newestSet.word === 'none'
      ? `Set ${newestSet.number} found none, and says why.`
      : `Set ${newestSet.number} stands: ${newestSet.word}.`
  return counts.completed + counts.partial >= 100
    ? 'There are enough people to look for personas.'
    : 'Needs 100 people who answered.'
}

function setProof(newestSet: { word: string; personas: number } | null): string {
  if (!newestSet) return 'None drawn'
  return newestSet.word === 'none' ? 'None found' : `${newestSet.personas} personas`
}

function segmentsText(counts: StudyCounts): string {
  return counts.families > 0
    ? 'Customers are sorted into segments; see how personas cut across them.'
    : 'Bring customers, purchases or visits to see which segments a persona covers.'
}

function versions(count: number): string {
  return count === 1 ? '1 version' : `${count} versions`
}

function nextTitle(step: PathStep, counts: StudyCounts): string {
  if (step.name === 'Survey') return counts.surveyId === null ? 'Next: ask people' : 'Next: publish the survey'
  if (step.name === 'Responses') return 'Next: bring in answers'
  if (step.name === 'Personas') return 'Next: look for personas'
  return 'Next: bring in customers'
}

function nextLabel(step: PathStep): string {
  return (
    { Survey: 'Open the survey', Responses: 'Open responses', Personas: 'Find personas' }[step.name] ?? 'Open segments'
  )
}
