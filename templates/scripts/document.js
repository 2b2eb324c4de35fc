// Deciding on tags without reloading the page, by single keys, and on any words that are selected. Without this script every form
// and link works as it is.
import { addPicker, lastCode } from './code-picker.js'
import { selectedWords } from './selection.js'

const transcript = document.querySelector('.transcript')
const bar = document.querySelector('[data-keys]')

if (transcript) {
  transcript.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-decision]')
    if (!form) return
    event.preventDefault()
    decide(form, event.submitter)
  })
  transcript.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-open]')
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    open(link)
  })
  for (const select of transcript.querySelectorAll('select[data-pick]')) addPicker(select)
  transcript.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    const leave = event.target.closest('.note-card, .memo-new')?.querySelector('a[data-open]:not([data-key])')
    if (leave) leave.click()
  })
}

/** Sends a form and puts the turn it belongs to in its place again, as the server now shows it. */
async function decide(form, submitter) {
  const turn = form.closest('.utt')
  const isSuggestion = form.closest('[data-suggested]') !== null
  const next = isSuggestion ? neighbour(form.closest('.note-card'), 1) : null
  const body = new URLSearchParams(new FormData(form, submitter))
  body.set('returnTo', turn.dataset.alone)
  const page = await fetchPage(form.action, { method: 'POST', body }).catch(() => null)
  if (!page || !exchange(turn, page)) return form.submit()
  const goal = next && document.getElementById(next.id)
  if (goal) return makeCurrent(goal)
  makeCurrent(suggestions()[0])
  if (suggestions().length === 0) document.getElementById(turn.id)?.querySelector('a, button')?.focus()
}

/** Opens the form behind a link, or closes it, in the turn where the link stands. */
async function open(link) {
  const turn = link.closest('.utt')
  const wanted = new URL(link.href)
  const address = new URL(turn.dataset.alone, location.href)
  for (const name of ['add', 'in', 'change', 'now', 'memo']) {
    if (wanted.searchParams.has(name)) address.searchParams.set(name, wanted.searchParams.get(name))
  }
  const page = await fetchPage(address).catch(() => null)
  if (!page || !exchange(turn, page)) return location.assign(link.href)
  const fresh = document.getElementById(turn.id)
  const field = fresh.querySelector('.picker__find, .memo-new textarea')
  if (field) return field.focus()
  document.getElementById(wanted.hash.slice(1))?.querySelector('a, button')?.focus()
}

/** Opens the form for a tag on selected words, or with a code gives it to them at once. */
async function tagWords({ turn, start, end }, code = null) {
  const address = new URL(turn.dataset.alone, location.href)
  address.searchParams.set('add', `${start}-${end}`)
  address.searchParams.set('in', turn.id.slice(1))
  const page = await fetchPage(address).catch(() => null)
  if (!page || !exchange(turn, page)) return location.assign(address)
  const form = document.getElementById(turn.id).querySelector('.note-card--new')
  const select = form.querySelector('select[data-pick]')
  if (code && [...select.options].some(({ value }) => value === code)) {
    select.value = code
    return form.requestSubmit()
  }
  form.querySelector('.picker__find').focus()
}

async function fetchPage(address, options) {
  const reply = await fetch(address, { ...options, headers: { accept: 'text/html' } })
  if (!reply.ok) throw new Error(`The page answered ${reply.status}`)
  return new DOMParser().parseFromString(await reply.text(), 'text/html')
}

/** Takes over the turn and the counts of a page. The turn alone knows no neighbours, so what is current is decided here. */
function exchange(turn, page) {
  const fresh = page.getElementById(turn.id)
  if (!fresh) return false
  const current = document.querySelector('.note-card--now')?.id
  for (const run of fresh.querySelectorAll('.tag--now')) run.classList.remove('tag--now')
  for (const card of fresh.querySelectorAll('.note-card')) mark(card, card.id === current)
  if (current) wordsOf(current, fresh)?.classList.add('tag--now')
  turn.replaceWith(document.adoptNode(fresh))
  for (const select of fresh.querySelectorAll('select[data-pick]')) addPicker(select)
  for (const selector of ['.lead__count', '.facets', '.steps']) {
    const from = page.querySelector(selector)
    const to = document.querySelector(selector)
    if (from && to) to.replaceWith(document.adoptNode(from))
  }
  return true
}

function suggestions() {
  return [...document.querySelectorAll('.note-card[data-suggested]')]
}

function neighbour(card, step) {
  const all = suggestions()
  const at = all.indexOf(card)
  return all[at + step] ?? all[at - step] ?? null
}

function mark(card, isCurrent) {
  card.classList.toggle('note-card--now', isCurrent)
  if (isCurrent) card.setAttribute('aria-current', 'true')
  else card.removeAttribute('aria-current')
}

/** The highlighted words that a card is about: the run that carries its letters. */
function wordsOf(cardId, within) {
  return within.querySelector(`.tag__code[href="#${cardId}"]`)?.closest('.tag')
}

/** Makes a suggestion the current one: on white, its words marked, its first button focused. */
function makeCurrent(card) {
  for (const other of document.querySelectorAll('.note-card--now')) mark(other, false)
  for (const run of document.querySelectorAll('.tag--now')) run.classList.remove('tag--now')
  if (!card) return
  mark(card, true)
  const words = wordsOf(card.id, document)
  words?.classList.add('tag--now')
  card.querySelector('button')?.focus({ preventScroll: true })
  card.scrollIntoView({ block: 'nearest' })
  words?.scrollIntoView({ block: 'nearest' })
}

// Single keys can be switched off (WCAG 2.1.4); the choice stays on this device.
const storageKey = 'verbatim-keys'
let areKeysOn = readChoice()

function readChoice() {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

function showChoice() {
  const button = bar.querySelector('[data-keys-switch]')
  button.textContent = areKeysOn ? 'Keys are on' : 'Keys are off'
  button.setAttribute('aria-pressed', String(areKeysOn))
  bar.classList.toggle('keys--off', !areKeysOn)
}

if (bar) {
  bar.hidden = false
  showChoice()
  bar.querySelector('[data-keys-switch]').addEventListener('click', () => {
    areKeysOn = !areKeysOn
    try {
      localStorage.setItem(storageKey, areKeysOn ? 'on' : 'off')
    } catch {
      // Where nothing can be stored the choice holds for this page.
    }
    showChoice()
  })
  document.addEventListener('keydown', (event) => {
    if (!areKeysOn || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return
    if (event.target.closest('input, select, textarea, dialog[open]')) return
    const act = actions[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
  })
}

const current = () => document.querySelector('.note-card--now')
const press = (key) => current()?.querySelector(`[data-key="${key}"]`)?.click()
const actions = {
  j: () => makeCurrent(current() ? (suggestions()[place() + 1] ?? current()) : suggestions()[0]),
  k: () => makeCurrent(current() ? (suggestions()[place() - 1] ?? current()) : suggestions()[0]),
  a: () => press('a'),
  r: () => press('r'),
  c: () => press('c'),
  n: () => sentenceAt(1)?.focus(),
  p: () => sentenceAt(-1)?.focus(),
  t: () => tagHere(),
  l: () => tagHere(lastCode()),
  z: () => document.querySelector('form[data-step="z"]')?.requestSubmit(),
  y: () => document.querySelector('form[data-step="y"]')?.requestSubmit(),
  '?': () => document.querySelector('[data-keys-help]').showModal(),
}

function place() {
  return suggestions().indexOf(current())
}

/** Links that tag a sentence, in reading order. */
function sentenceLinks() {
  return [...document.querySelectorAll('.sentence__add')]
}

/** The sentence after or before the one where the focus is; at first the one nearest to the top of the window. */
function sentenceAt(step) {
  const links = sentenceLinks()
  const own = document.activeElement?.closest('.sentence')?.querySelector('.sentence__add')
  if (own) return links[links.indexOf(own) + step] ?? own
  return links.find((link) => link.closest('.sentence').getBoundingClientRect().bottom > 0)
}

/** Tags the selected words, or else the sentence that has the focus. */
function tagHere(code = null) {
  const words = selectedWords(getSelection(), transcript)
  if (words) return tagWords(words, code)
  const link = document.activeElement?.closest('.sentence')?.querySelector('.sentence__add')
  if (!link) return sentenceAt(1)?.focus()
  const [start, end] = new URL(link.href).searchParams.get('add').split('-').map(Number)
  tagWords({ turn: link.closest('.utt'), start, end }, code)
}

// A button beside selected words: with a finger it stands at the foot of the window, out of the way of the system's own menu.
if (transcript?.querySelector('.utt[data-start]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'button tag-words'
  button.dataset.tagWords = ''
  button.textContent = 'Tag these words'
  button.hidden = true
  document.body.append(button)
  const isTouch = matchMedia('(pointer: coarse)').matches
  let isAsked = false
  document.addEventListener('selectionchange', () => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => {
      isAsked = false
      const words = selectedWords(getSelection(), transcript)
      button.hidden = !words
      if (!words || isTouch) return
      const boxes = getSelection().getRangeAt(0).getClientRects()
      const last = boxes[boxes.length - 1]
      if (!last) return
      const left = Math.min(last.right, innerWidth - button.offsetWidth - 8)
      const top = Math.min(last.bottom + 6, innerHeight - button.offsetHeight - 8)
      button.style.insetInlineStart = `${Math.max(8, left)}px`
      button.style.insetBlockStart = `${Math.max(8, top)}px`
    })
  })
  // The press must not take the selection away before it is read.
  button.addEventListener('pointerdown', (event) => event.preventDefault())
  button.addEventListener('click', () => {
    const words = selectedWords(getSelection(), transcript)
    button.hidden = true
    if (words) tagWords(words)
  })
}
