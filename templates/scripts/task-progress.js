// Reloads the page when long work takes a step a person should see. Without script the page refreshes itself.
const box = document.querySelector('[data-task]')

if (box) {
  const id = box.dataset.task
  let stage = box.querySelector('h2')?.textContent
  const look = async () => {
    const reply = await fetch(`/tasks/${id}`, { headers: { accept: 'application/json' } }).catch(() => null)
    if (reply?.ok) {
      const task = await reply.json()
      const bar = box.querySelector('progress')
      if (!task.isUnderWay || (task.hasTotal && !bar)) return location.reload()
      if (task.stage !== stage) {
        stage = task.stage
        box.querySelector('h2').textContent = task.stage
      }
      if (bar) {
        bar.max = task.total
        bar.value = task.done
        const done = box.querySelector('[data-task-done]')
        if (done) done.textContent = task.done.toLocaleString('en-GB')
      }
    }
    setTimeout(look, 700)
  }
  setTimeout(look, 500)
}
