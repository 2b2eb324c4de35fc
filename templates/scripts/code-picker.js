// Finding a code by a few letters of its name: a field above the list of codes leaves those that hold them. The codes used last on
// this device stand first. Without this script the list works as it is.

const lastUsedKey = 'verbatim-last-codes'
const lastUsedAtMost = 5

/** Puts the field above a list of codes. */
export function addPicker(select) {
  const field = document.createElement('input')
  field.type = 'search'
  field.className = 'field__input picker__find'
  field.setAttribute('aria-label', 'Find a code by its name')
  field.placeholder = 'Find a code'
  field.autocomplete = 'off'
  field.setAttribute('aria-controls', select.id)
  const count = document.createElement('p')
  count.className = 'visually-hidden'
  count.setAttribute('role', 'status')
  putLastUsedFirst(select)
  const all = [...select.children].map((child) => child.cloneNode(true))
  const chosen = select.value
  select.before(field, count)
  select.size = 8
  select.classList.add('picker__codes')
  field.addEventListener('input', () => {
    const found = matching(all, field.value)
    select.replaceChildren(...found)
    const options = [...select.options].filter(({ value }) => value !== '')
    const keeps = field.value === '' ? chosen : (options[0]?.value ?? '')
    if (keeps) select.value = keeps
    count.textContent = `${options.length} ${options.length === 1 ? 'code' : 'codes'}`
  })
  field.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      select.focus()
    }
    if (event.key === 'Enter' && select.value) {
      event.preventDefault()
      select.form.requestSubmit()
    }
  })
  select.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && select.value) {
      event.preventDefault()
      select.form.requestSubmit()
    }
  })
  select.addEventListener('dblclick', () => select.value && select.form.requestSubmit())
  select.form.addEventListener('submit', () => rememberCode(select.value))
  return field
}

/** The code used last on this device, or null. */
export function lastCode() {
  return lastUsed()[0] ?? null
}

function matching(all, typed) {
  const parts = folded(typed).split(/\s+/).filter(Boolean)
  const holds = (option, group) => parts.every((part) => `${folded(group)} ${folded(option.text)}`.includes(part))
  return all.flatMap((child) => {
    if (child.tagName !== 'OPTGROUP') return parts.length === 0 ? [child.cloneNode(true)] : []
    const group = child.cloneNode(true)
    for (const option of [...group.children]) if (!holds(option, child.label)) option.remove()
    return group.children.length > 0 ? [group] : []
  })
}

function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function putLastUsedFirst(select) {
  const group = document.createElement('optgroup')
  group.label = 'Used last'
  for (const value of lastUsed()) {
    const option = [...select.options].find((one) => one.value === value)
    if (!option) continue
    const copy = option.cloneNode(true)
    copy.selected = false
    group.append(copy)
  }
  if (group.children.length > 0) select.querySelector('optgroup')?.before(group)
}

function lastUsed() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(lastUsedKey) ?? '[]')
    return Array.isArray(kept) ? kept.filter((value) => typeof value === 'string') : []
  } catch {
    return []
  }
}

function rememberCode(value) {
  if (!value) return
  try {
    const kept = [value, ...lastUsed().filter((one) => one !== value)].slice(0, lastUsedAtMost)
    sessionStorage.setItem(lastUsedKey, JSON.stringify(kept))
  } catch {
    // Where nothing can be stored no code stands first.
  }
}
