/** What a browser would send for the form with this action, as the page has it; files and buttons left out. */
export function fieldsOfForm(body: string, action: string): Record<string, string> {
  const form = body.slice(body.lastIndexOf('<form', body.indexOf(`action="${action}"`))).split('</form>')[0]!
  const fields: Record<string, string> = {}
  for (const [, attributes = ''] of form.matchAll(/<input([^>]*)>/g)) {
    const name = /name="([^"]*)"/.exec(attributes)?.[1]
    const isUnsent = /type="(checkbox|radio)"/.test(attributes) && !/ checked/.test(attributes)
    if (!name || name === '_form' || isUnsent || attributes.includes('type="file"')) continue
    fields[name] = unescaped(/value="([^"]*)"/.exec(attributes)?.[1] ?? '')
  }
  for (const [, name = '', inner = ''] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)<\/textarea>/g))
    fields[name] = unescaped(inner)
  for (const [, name = '', inner = ''] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected/.exec(inner) ?? /<option value="([^"]*)"/.exec(inner)
    fields[name] = unescaped(chosen?.[1] ?? '')
  }
  return fields
}

export function unescaped(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x60;', '`')
    .replaceAll('&amp;', '&')
}
