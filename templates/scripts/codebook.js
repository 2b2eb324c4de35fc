// Arrow keys between the codes of the tree, where one of them has the focus. Without this script Tab goes the same way.
const tree = document.querySelector('[data-codes]')

tree?.addEventListener('keydown', (event) => {
  const code = event.target.closest('.code__name a')
  if (!code || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const codes = [...tree.querySelectorAll('.code__name a')].filter((link) => link.checkVisibility())
  const at = codes.indexOf(code)
  const goals = { ArrowDown: codes[at + 1], ArrowUp: codes[at - 1], Home: codes[0], End: codes.at(-1) }
  const goal = goals[event.key]
  if (!goal) return
  event.preventDefault()
  goal.focus()
})
