import { facetNames, facets } from '../facets.ts'
import { formatCount } from '../http/format.ts'
import type { FormErrors } from '../http/forms.ts'
import { foldedForSearch } from '../text/search-words.ts'
import type { changesView } from './history-view.ts'
import type { PassagePage } from './passages-store.ts'
import { choiceOf, placeOptions } from './place.ts'
import type { CodeRow } from './store.ts'
import { ancestorsOf, type Branch, branchesOf, inTreeOrder, pathOf } from './tree.ts'
import type { CodeUse } from './use-store.ts'

interface Form {
  values: Record<string, string>
  errors: FormErrors | null
}

type Use = ReadonlyMap<string, CodeUse>

const noUse: CodeUse = { people: 0, accepted: 0, suggested: 0, peopleWithin: 0 }

type BranchView = ReturnType<typeof codeView> & { level: number; under: BranchView[] }

/** The codebook page: every facet with its tree of codes in use, and what is retired or lives on elsewhere apart. */
export function codebookView(
  studyId: string,
  { codes, use, changes, form, search }: { codes: CodeRow[]; use: Use; changes: number; form: Form; search: string },
) {
  const inUse = codes.filter((code) => code.retiredAt === null)
  const found = search.trim() === '' ? null : foundCodes(inUse, search)
  const branches = branchesOf(inUse.filter(({ key }) => found === null || found.shown.has(key)))
  const grown = (branch: Branch): BranchView => ({
    ...codeView(studyId, branch.code, use),
    level: branch.level,
    under: branch.under.map(grown),
  })
  const address = `/studies/${studyId}/codebook`
  return {
    studyId,
    address,
    search,
    foundText: found === null ? '' : foundText(found.hits.size, search),
    facets: facets
      .map((facet) => ({
        key: facet,
        ...facetNames[facet],
        branches: branches.filter(({ code }) => code.facet === facet).map(grown),
        codesInUse: inUse.filter((code) => code.facet === facet).length,
        retired: found === null ? retiredOf(studyId, facet, codes, use) : [],
        addHref: `${address}?${new URLSearchParams({ under: `facet:${facet}` })}#new-code`,
      }))
      .filter((facet) => found === null || facet.branches.length > 0),
    isSearch: found !== null,
    inUse: inUse.length,
    changes,
    historyHref: `${address}/history`,
    filesHref: `${address}/files`,
    places: placeOptions(null, codes, form.values.place ?? ''),
    values: { name: '', definition: '', whenToUse: '', whenNotToUse: '', example: '', ...form.values },
    errors: form.errors,
  }
}

function foundText(count: number, search: string): string {
  if (count === 0) return `No code in use says “${search.trim()}”.`
  return `${formatCount(count)} ${count === 1 ? 'code says' : 'codes say'} “${search.trim()}”.`
}

/** Codes that hold the words in what they say, and with them those they stand under. */
function foundCodes(codes: CodeRow[], search: string): { hits: Set<string>; shown: Set<string> } {
  const words = foldedForSearch(search.trim())
  const hits = codes
    .filter(({ name, definition, whenToUse, whenNotToUse, example }) =>
      [name, definition, whenToUse, whenNotToUse, example].some((text) => foldedForSearch(text).includes(words)),
    )
    .map(({ key }) => key)
  return { hits: new Set(hits), shown: new Set(hits.flatMap((key) => [key, ...ancestorsOf(key, codes)])) }
}

function retiredOf(studyId: string, facet: string, codes: CodeRow[], use: Use) {
  return codes
    .filter((code) => code.facet === facet && code.retiredAt !== null)
    .map((code) => ({ ...codeView(studyId, code, use), livesOn: livesOn(code, codes) }))
}

/** Name of the code that a merged one lives on in, or ''. */
function livesOn({ mergedInto }: CodeRow, codes: CodeRow[]): string {
  return codes.find(({ key }) => key === mergedInto)?.name ?? ''
}

/** The page on which one code is edited, moved, merged, split, retired. */
export function codePageView(
  studyId: string,
  {
    code,
    codes,
    use,
    seen,
    history,
    allChanges,
    form,
  }: {
    code: CodeRow
    codes: CodeRow[]
    use: Use
    seen: number
    history: ReturnType<typeof changesView>
    allChanges: number
    form: Form
  },
) {
  const { name, definition, whenToUse, whenNotToUse, example } = code
  const opposite = form.values.opposite ?? code.opposite ?? ''
  const inUse = codes.filter((other) => other.retiredAt === null && other.key !== code.key)
  const level = inTreeOrder(codes)
    .filter((one) => one.code.facet === code.facet && one.code.parent === code.parent && one.code.retiredAt === null)
    .map((one) => one.code.key)
  const at = level.indexOf(code.key)
  return {
    studyId,
    code: codeView(studyId, code, use),
    seen,
    above: code.parent === null ? '' : pathOf(code.parent, codes),
    livesOn: livesOn(code, codes),
    tookIn: codes.filter(({ mergedInto }) => mergedInto === code.key).map((one) => one.name),
    under: codes
      .filter(({ parent, retiredAt }) => parent === code.key && retiredAt === null)
      .map((one) => codeView(studyId, one, use)),
    opposites: inUse
      .filter((other) => other.facet === code.facet)
      .map((other) => ({ key: other.key, name: other.name, isChosen: other.key === opposite })),
    places: placeOptions(code.key, codes, form.values.place ?? choiceOf(code)),
    canGoUp: at > 0,
    canGoDown: at >= 0 && at < level.length - 1,
    goals: facets.map((facet) => ({
      name: facetNames[facet].plural,
      options: inUse
        .filter((other) => other.facet === facet)
        .map((other) => ({ key: other.key, name: pathOf(other.key, codes), isChosen: other.key === form.values.into })),
    })),
    history,
    historyHref: `/studies/${studyId}/codebook/history?${new URLSearchParams({ code: code.key })}`,
    allChanges,
    hasMore: allChanges > history.length,
    values: { name, definition, whenToUse, whenNotToUse, example, ...form.values },
    stored: form.errors ? { name, definition, whenToUse, whenNotToUse, example } : null,
    errors: form.errors,
  }
}

/** The page of a code's passages, with the form that splits some of them off. */
export function passagesView(
  studyId: string,
  {
    code,
    codes,
    use,
    seen,
    page,
    search,
    isFirst,
    ticked,
    form,
  }: {
    code: CodeRow
    codes: CodeRow[]
    use: Use
    seen: number
    page: PassagePage
    search: string
    isFirst: boolean
    ticked: ReadonlySet<string>
    form: Form
  },
) {
  const view = codeView(studyId, code, use)
  const address = `${view.href}/passages`
  const query = (more: Record<string, string>) =>
    `${address}?${new URLSearchParams({ ...(search === '' ? {} : { q: search }), ...more })}`
  return {
    studyId,
    code: view,
    above: code.parent === null ? '' : pathOf(code.parent, codes),
    seen,
    address,
    search,
    passages: page.passages.map((passage, index) => {
      const value = `${passage.personId}/${passage.tagId}`
      return {
        ...passage,
        value,
        id: `tag-${index}`,
        isSuggested: passage.state === 'suggested',
        isTicked: ticked.has(value),
      }
    }),
    isAll: form.values.all === 'yes',
    nextHref: page.next === null ? '' : query({ after: page.next }),
    startHref: isFirst ? '' : query({}),
    values: { name: '', definition: '', whenToUse: '', whenNotToUse: '', example: '', ...form.values },
    errors: form.errors,
  }
}

function codeView(studyId: string, code: CodeRow, use: Use) {
  const own = use.get(code.key) ?? noUse
  const href = `/studies/${studyId}/codes/${encodeURIComponent(code.key)}`
  return {
    key: code.key,
    href,
    passagesHref: `${href}/passages`,
    name: code.name,
    facet: code.facet,
    facetName: facetNames[code.facet].name,
    letters: facetNames[code.facet].letters,
    definition: code.definition,
    whenToUse: code.whenToUse,
    whenNotToUse: code.whenNotToUse,
    example: code.example,
    rules: rulesText(code),
    isRetired: code.retiredAt !== null,
    isUsed: own.accepted + own.suggested > 0,
    people: `${formatCount(own.people)} ${own.people === 1 ? 'person' : 'people'}`,
    within: own.peopleWithin > own.people ? `${formatCount(own.peopleWithin)} with those under it` : '',
    use: `${formatCount(own.accepted)} accepted, ${formatCount(own.suggested)} suggested`,
  }
}

/** What the folded part of a code holds: "When to use it, an example". */
function rulesText({ whenToUse, whenNotToUse, example }: CodeRow): string {
  const parts = [whenToUse && 'when to use it', whenNotToUse && 'when not', example && 'an example'].filter(Boolean)
  const text = parts.join(', ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
