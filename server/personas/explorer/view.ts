import { criterionLine } from '../../charts/criterion-line.ts'
import { membershipMap } from '../../charts/membership-map.ts'
import { personaMark } from '../../charts/persona-mark.ts'
import { sizeBar } from '../../charts/size-bar.ts'
import { formatCount, formatDate, formatPercent } from '../../http/format.ts'
import type { ModelSummary } from '../../statistics/analysis.ts'
import type { Path } from '../../statistics/model-paths.ts'
import { cornersOf, likelyFrom, type Nearness, sureFrom } from '../../statistics/nearness.ts'
import type { StoredAnalysis } from '../find-personas.ts'
import type { PersonaSet } from '../store.ts'
import type { TaskView } from '../../studies/task-view.ts'
import { pathsView } from './paths-view.ts'
import type { Exploration } from './store.ts'

/** Criteria of the number of groups, the smallest of each being its choice. */
const criteria = [
  { key: 'bic', name: 'BIC', what: 'decides' },
  { key: 'abic', name: 'Size-adjusted BIC', what: 'forgives more groups' },
  { key: 'aic3', name: 'AIC3', what: 'forgives more groups' },
  { key: 'icl', name: 'ICL', what: 'asks that people are placed clearly' },
] as const satisfies { key: keyof ModelSummary; name: string; what: string }[]

/** An item that removes more of the doubt than this alone is the groups under another name; one under the floor is noise. */
const power = { isThePersona: 0.6, noise: 0.01 }

export interface ExplorerParts {
  nearness: Nearness | null
  exploration: Exploration | null
  paths: Path[]
  /** The label of each indicator's question. */
  labels: Map<string, string>
  task: TaskView | null
  mayChange: boolean
}

/** Why this many, what each question adds, how near people stand: everything that a sceptic asks of a set. */
export function explorerView(set: PersonaSet, parts: ExplorerParts) {
  const analysis = set.analysis as StoredAnalysis
  const { nearness, exploration, paths, labels, task, mayChange } = parts
  const isOld = exploration !== null && set.recountedAt !== null && exploration.madeAt < set.recountedAt
  return {
    setId: set.id,
    studyId: set.studyId,
    number: set.number,
    isNone: set.word === 'none',
    hasPersonas: set.personas.length > 1,
    mayChange,
    task: task?.isUnderWay ? task : null,
    failure: task?.hasFailed ? task.message : '',
    ...criteriaView(analysis),
    flow: exploration && paths.length > 0 ? pathsView(set, exploration, paths) : null,
    flowMade: exploration ? formatDate(exploration.madeAt) : '',
    isOld,
    isOtherData: exploration !== null && !exploration.isSameData,
    canFollow: mayChange && analysis.models.length > 1,
    ...powerView(analysis, labels),
    nearness: nearness ? nearnessView(set, nearness) : null,
    flagged: analysis.withoutFlagged?.text ?? '',
    flaggedDiffers: analysis.withoutFlagged?.differs ?? false,
  }
}

function criteriaView({ models, chosenClasses, disagreements, atCap }: StoredAnalysis) {
  const best = new Map(
    criteria.map(({ key }) => [
      key,
      models.reduce((one, other) => (other[key] < one[key] ? other : one), models[0]!)?.k,
    ]),
  )
  return {
    hasModels: models.length > 1,
    chosen: chosenClasses,
    atCap,
    disagreements,
    criteria:
      models.length > 1
        ? criteria.map(({ key, name, what }) => ({
            name,
            what,
            best: best.get(key) ?? 0,
            chart: criterionLine({
              name,
              points: models.map((model) => ({ groups: model.k, value: model[key] })),
              chosen: chosenClasses,
            }),
          }))
        : [],
    models: models.map((model) => ({
      groups: model.k,
      isChosen: model.k === chosenClasses,
      values: criteria.map(({ key }) => ({ value: model[key].toFixed(0), isBest: best.get(key) === model.k })),
      entropy: model.entropyR2 === null ? '' : model.entropyR2.toFixed(2),
      smallest: formatPercent(Math.min(...model.shares)),
      replicated: model.replicated ? 'yes' : 'no',
    })),
  }
}

function powerView({ itemPower, choice }: StoredAnalysis, labels: Map<string, string>) {
  const tagLabels = new Map((choice.tags ?? []).map(({ name, label }) => [name, label]))
  return {
    power: itemPower
      .toSorted((one, other) => other.power - one.power || (one.name < other.name ? -1 : 1))
      .map((item) => ({
        name: labels.get(item.name) ?? tagLabels.get(item.name) ?? item.name,
        share: formatPercent(item.power),
        bar: sizeBar(item.power),
        note:
          item.power > power.isThePersona
            ? 'Nearly the personas under another name'
            : item.power < power.noise
              ? 'Noise: it tells nothing'
              : '',
      })),
  }
}

function nearnessView(set: PersonaSet, { members, between, cells }: Nearness) {
  const corners = cornersOf(set.personas.length)
  const numberOf = (index: number) => set.personas[index]?.number ?? 1
  const people = (count: number) => formatCount(count)
  return {
    chart: membershipMap(
      {
        corners: corners.map((corner, index) => ({ ...corner, number: numberOf(index) })),
        cells: cells.map((cell) => ({ ...cell, number: cell.mostly === null ? null : numberOf(cell.mostly) })),
      },
      {
        title: 'How near people stand to the personas',
        description: 'The tables beside it hold the numbers.',
      },
    ),
    sure: formatPercent(sureFrom),
    likely: formatPercent(likelyFrom),
    members: set.personas.map(({ name, number }, index) => ({
      name,
      className: `persona-${number}`,
      mark: personaMark(number),
      sure: people(members[index]?.sure ?? 0),
      likely: people(members[index]?.likely ?? 0),
      loose: people(members[index]?.loose ?? 0),
    })),
    between: between.map(({ classes: [first, second], people: count }) => ({
      first: set.personas[first]?.name ?? '',
      second: set.personas[second]?.name ?? '',
      people: people(count),
    })),
  }
}
