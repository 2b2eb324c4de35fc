import { blocksRuler, partsToReach, personaBlocks, segmentBlocks } from '../charts/segments-against-personas.ts'
import { formatCount, formatPercent } from '../http/format.ts'
import type { PersonaSet } from '../personas/store.ts'
import type { Crosscut } from '../statistics/crosscut.ts'
import type { CrossCut } from './cross-cut.ts'
import { notKnown } from './segment-family.ts'
import type { StoredFamily } from './store.ts'

/** What a study has to show beside the words of the guide. */
export interface GuideStudy {
  studyId: string
  families: StoredFamily[]
  set: PersonaSet | undefined
  /** The newest personas against the first family. */
  cross: CrossCut | undefined
}

/** Sizes for the picture when no study is open: drawn, not measured, and said to be so. */
const drawnSegments = [13, 11, 10, 9, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 2]
const drawnPersonas = [0.28, 0.24, 0.19, 0.15]

/** The page that explains segments and personas; with the study's own numbers when it was opened from one. */
export function guideView(study: GuideStudy | null) {
  const family = study?.families[0]
  return {
    segmentsHref: study ? `/studies/${study.studyId}/segments` : '',
    personasHref: study ? `/studies/${study.studyId}/personas` : '',
    isStudy: study !== null,
    segmentNote: study ? segmentNote(study.families) : '',
    personaNote: study ? personaNote(study.set) : '',
    picture: study?.cross && family ? ownPicture(study.cross, family, study.studyId) : drawnPicture(),
  }
}

function segmentNote(families: StoredFamily[]): string {
  if (families.length === 0) return 'This study has no customers to segment yet.'
  const segments = families.reduce((sum, { segments: of }) => sum + of.length, 0)
  const example = families[0]!.segments.find(({ name }) => name !== notKnown)!
  return `Here: ${formatCount(segments)} segments in ${families.length} ways of slicing; “${example.name}” holds ${formatCount(example.size)} customers.`
}

function personaNote(set: PersonaSet | undefined): string {
  if (!set) return 'This study has not looked for personas yet.'
  if (set.personas.length === 0) return 'This study looked, and its answers hold no personas: that is a finding too.'
  return `Here: ${set.personas.length} personas, ${set.personas.map(({ name }) => name).join(', ')}.`
}

function ownPicture({ people, members, set, result }: CrossCut, family: StoredFamily, studyId: string) {
  const known = family.segments.filter(({ name }) => name !== notKnown)
  const customers = family.segments.reduce((sum, { size }) => sum + size, 0)
  const sizes = known.map(({ size }) => size / customers).sort((one, other) => other - one)
  const personas = set.personas
    .map(({ key, number }) => ({ personaNumber: number, share: (members.get(key) ?? 0) / people }))
    .sort((one, other) => other.share - one.share)
  return {
    ...pictureOf(sizes, personas),
    isOwn: true,
    segmentsSay: `${family.name}, ${formatCount(customers)} customers`,
    personasSay: `${formatCount(people)} respondents`,
    told: result ? toldOf(result) : '',
    href: `/studies/${studyId}/segments/${family.id}/cross-cut`,
  }
}

function toldOf({ p, theilsU }: Crosscut): string {
  return p < 0.05
    ? `Knowing somebody’s segment removes ${formatPercent(theilsU.personaGivenSegment)} of the doubt about their persona.`
    : 'Knowing somebody’s segment tells no more about their persona than chance would.'
}

function drawnPicture() {
  const personas = drawnPersonas.map((share, index) => ({ personaNumber: index + 1, share }))
  return {
    ...pictureOf(
      drawnSegments.map((percent) => percent / 100),
      personas,
    ),
    isOwn: false,
    segmentsSay: 'a company’s customers',
    personasSay: 'the same people, asked why',
    told: '',
    href: '',
  }
}

function pictureOf(segments: number[], personas: { share: number; personaNumber: number }[]) {
  const shares = personas.map(({ share }) => share)
  return {
    segmentCount: partsToReach(segments, 0.8) ?? segments.length,
    segmentTotal: segments.length,
    personaCount: partsToReach(shares, 0.8) ?? personas.length,
    segmentChart: segmentBlocks(segments.map((share) => ({ share }))),
    personaChart: personaBlocks(personas),
    ruler: blocksRuler(),
  }
}
