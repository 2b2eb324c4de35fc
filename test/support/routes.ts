import type { FastifyInstance } from 'fastify'
import type { RouteEntry } from '../../server/http/access.ts'

export type RouteOfApp = RouteEntry

/** Every page and form of the product, as its own list of routes says; public files are left out. */
export function everyRoute(app: FastifyInstance): RouteOfApp[] {
  return app.routeList.filter((route) => !route.url.startsWith('/static/'))
}

/** Puts real ids where the pattern has parameters. @throws naming the parameter that the world lacks */
export function fillParameters(pattern: string, ids: Record<string, string>): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => {
    const value = ids[name]
    if (value === undefined)
      throw new Error(`The test world has no ${name} (for ${pattern}): add it in test/support/whole-study.ts`)
    return encodeURIComponent(value)
  })
}
