import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Where the product is on the web, as its operator says; undefined when nobody said. */
    publicAddress: string | undefined
  }
}

/** Only a path of our own: an address that a stranger put into a link or a form must not become where an answer leads. */
export function ownPath(path: string | undefined): string {
  return path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : '/'
}

/** Where people reach the product, without a slash at the end: what the operator said, else the address this request came by. */
export function addressOf(request: FastifyRequest): string {
  return request.server.publicAddress ?? `${request.protocol}://${request.host}`
}
