import type { FastifyRequest } from 'fastify'

/**
 * One line a request with the route's pattern, never the address itself: respondents' links hold a secret,
 * and query strings hold form tokens. Bodies and answers are never logged.
 */
export const logOptions = {
  level: 'warn',
  serializers: {
    req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url }),
    err: (error: Error & { code?: string }) => ({
      type: error.name,
      code: error.code ?? '',
      message: error.message,
      stack: error.stack ?? '',
    }),
  },
}
