import type { SwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** How the document of the API is made: from the very schemas that its routes are checked by. */
export function openApiOptions(publicAddress: string | undefined): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Verbatim',
        version: '1',
        description:
          'Personas of a workspace with their proof, and who belongs to them. Read only. Words that nobody released for quoting are not in it.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as { name: string },
      },
      servers: [{ url: publicAddress ?? '/' }],
      components: {
        securitySchemes: {
          accessKey: { type: 'http', scheme: 'bearer', description: 'Made under Settings, Access keys' },
        },
      },
      security: [{ accessKey: [] }],
    },
    transform: jsonSchemaTransform,
  }
}
