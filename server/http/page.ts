import type { FastifyReply, FastifyRequest } from 'fastify'
import { formToken } from './access.ts'
import { renderPage } from './render.ts'

/** What the frame of a researcher's page needs besides the page itself. */
export interface PageFrame {
  /** In the browser's tab; the study's name follows where there is one. */
  title: string
  /** Style sheets of templates/styles/ besides tokens.css, without the extension. */
  styles?: string[]
  /** ES modules of templates/scripts/, without the extension; every page works without them. */
  scripts?: string[]
  study?: { id: string; name: string; isSimulated: boolean }
  /** Which entry of the study's navigation is here. */
  section?: Section
  /** Reload after so many seconds, for pages that show progress where script is off. */
  refreshSeconds?: number
  /** The forms of this page are about the signed-in person alone: somebody who may only look can send them as well. */
  viewersToo?: boolean
}

export type Section = 'study' | 'survey' | 'responses' | 'interviews' | 'personas' | 'segments'

const sections: { section: Section; name: string; path: string }[] = [
  { section: 'study', name: 'Study', path: '' },
  { section: 'survey', name: 'Survey', path: '/survey' },
  { section: 'responses', name: 'Responses', path: '/responses' },
  { section: 'interviews', name: 'Interviews', path: '/interviews' },
  { section: 'personas', name: 'Personas', path: '/personas' },
  { section: 'segments', name: 'Segments', path: '/segments' },
]

/**
 * Answers with templates/<name>.hbs inside the frame. The template gives the inside of <main> and sees the view
 * plus `form`, the token that every form of the page must send back in its hidden field `_form`.
 */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  frame: PageFrame,
  view: object,
): FastifyReply {
  const form = request.session ? formToken(request.session.token) : ''
  const isViewer = request.session?.account.role === 'viewer'
  const layout = { name: 'page', view: { ...frameView(request, frame, form), isViewer } }
  const html = renderPage(name, { ...view, form }, layout, isViewer && !frame.viewersToo ? readOnly : undefined)
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html)
}

/** What forms hold can still be read, but not changed or sent: access.ts refuses it anyway. */
function readOnly(body: string): string {
  return body.replace(
    /(<form\b[^>]*\bmethod="post"[^>]*>)(.*?)(<\/form>)/gs,
    '$1<fieldset class="read-only" disabled>$2</fieldset>$3',
  )
}

function frameView(request: FastifyRequest, frame: PageFrame, form: string) {
  const account = request.session?.account
  return {
    title: frame.study && frame.section !== 'study' ? `${frame.title}, ${frame.study.name}` : frame.title,
    styles: frame.styles ?? [],
    scripts: frame.scripts ?? [],
    refreshSeconds: frame.refreshSeconds ?? 0,
    study: frame.study ?? null,
    entries: frame.study
      ? sections.map((entry) => ({
          name: entry.name,
          href: `/studies/${frame.study!.id}${entry.path}`,
          isHere: entry.section === frame.section,
        }))
      : [],
    account: account ? { name: account.name, workspaceName: account.workspaceName } : null,
    form,
  }
}

/** A page without the researcher's frame: respondents, sign-in, set-up. */
export function sendPlainPage(reply: FastifyReply, name: string, frame: PlainFrame, view: object): FastifyReply {
  const html = renderPage(name, view, {
    name: 'plain',
    view: { language: 'en', direction: 'ltr', styles: [], ...frame },
  })
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html)
}

export interface PlainFrame {
  title: string
  language?: string
  direction?: 'ltr' | 'rtl'
  styles?: string[]
}
