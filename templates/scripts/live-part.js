// Reads the page again every so many seconds and swaps the part that shows numbers, while somebody looks at it.
// Without script the page has a link that does the same.
const part = document.querySelector('[data-live-part]')
const pause = Number(part.dataset.livePart) * 1000

const isInUse = () => part.contains(document.activeElement) || getSelection()?.toString()

const readAgain = async () => {
  if (document.visibilityState === 'visible' && !isInUse()) {
    const reply = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
    if (reply?.ok && !reply.redirected) {
      const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html').querySelector('[data-live-part]')
      const opened = [...part.querySelectorAll('details')].map((details) => details.open)
      if (fresh) part.replaceChildren(...fresh.childNodes)
      part.querySelectorAll('details').forEach((details, index) => {
        details.open = opened[index] ?? false
      })
    }
  }
  setTimeout(readAgain, pause)
}
setTimeout(readAgain, pause)
