import type { FastifyRequest } from 'fastify'

/** Only a path of our own: an address that a stranger put into a link or a form must not become where an answer leads. */
export function ownPath(path: string | undefined): string {
  return path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : '/'
}

/** Where people reach the product, without a slash at the end: what the operator said, else the address this request came by. */
export function addressOf(request: FastifyRequest, publicAddress: string | undefined): string {
  return publicAddress ?? `${request.protocol}://${request.host}`
}
