// Saves a form of the survey editor whenever a field of it was changed, and says so beside its button. What adds,
// removes or moves something stays with the buttons. Without script each form has its own button to save.
const adding = new Set([
  'newEntry',
  'newPoint',
  'newEntryOpposite',
  'newEntryAs',
  'pipeFrom',
  'pipeElse',
  'pipeInto',
  'moveTo',
])

/** What can be taken back now; what was taken back before cannot be made again after a new change. */
const showStep = (back) => {
  const undo = document.querySelector('[data-undo]')
  if (!undo || !back) return
  undo.hidden = false
  undo.querySelector('[data-step]').textContent = back
  document.querySelector('[data-redo]')?.remove()
}

for (const form of document.querySelectorAll('form[data-saves-itself]')) {
  const note = form.querySelector('[data-saved]')
  let waiting = Promise.resolve()
  let isLeaving = false

  const save = async () => {
    if (isLeaving) return
    const body = new URLSearchParams(new FormData(form))
    for (const name of adding) body.delete(name)
    body.set('_do', 'save')
    note.textContent = 'Saving'
    const reply = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } }).catch(
      () => null,
    )
    const answer = reply?.headers.get('content-type')?.includes('json') ? await reply.json() : null
    for (const field of form.querySelectorAll('[data-refused]')) {
      field.removeAttribute('aria-invalid')
      delete field.dataset.refused
    }
    if (reply?.ok && answer) {
      form.elements._marks.value = answer.marks
      note.textContent = 'Saved'
      showStep(answer.back)
      return
    }
    note.textContent = answer?.message ?? 'Not saved. What you typed stays here; press Save and close to try again.'
    const field = answer?.field && document.getElementById(answer.field)
    if (field && form.contains(field)) {
      field.setAttribute('aria-invalid', 'true')
      field.dataset.refused = ''
    }
  }

  form.addEventListener('change', (event) => {
    if (adding.has(event.target.name) || event.target.type === 'file') return
    // One after the other: each brings the marks that the next one sends.
    waiting = waiting.then(save)
  })
  form.addEventListener('submit', () => {
    isLeaving = true
  })
}
