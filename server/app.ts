import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import files from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { agreementRoutes } from './agreement/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import type { Clock } from './clock.ts'
import { accessKeyRoutes } from './access-keys/routes.ts'
import { apiRoutes } from './api/routes.ts'
import { brandRoutes } from './brand/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { codingAnalysisRoutes } from './coding-analysis/routes.ts'
import { codebookRoutes } from './codebook/routes.ts'
import type { Config } from './config.ts'
import type { Database } from './database/connection.ts'
import { exportRoutes } from './exports/routes.ts'
import { registerAccess } from './http/access.ts'
import { personaRoutes } from './personas/routes.ts'
import { privacyRoutes } from './privacy/routes.ts'
import { responseExportRoutes } from './response-exports/routes.ts'
import { responseQualityRoutes } from './response-quality/routes.ts'
import { responseRoutes } from './responses/routes.ts'
import { studyRoutes } from './studies/routes.ts'
import { respondentRoutes } from './surveys/respondent-routes.ts'
import { fieldworkRoutes } from './fieldwork/routes.ts'
import { surveyRoutes } from './surveys/routes.ts'
import { segmentRoutes } from './segments/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { registerErrorPages } from './http/error-page.ts'
import { parseForm } from './http/form-parser.ts'
import { healthRoute } from './http/health.ts'
import { logOptions } from './http/log.ts'
import { qualifiesAsPublicFile } from './http/static.ts'
import { mailSettingsRoutes } from './mail/routes.ts'
import { interviewRoutes } from './interviews/routes.ts'
import type { TaskQueue } from './jobs/tasks.ts'
import type { Mailer } from './mail/mailer.ts'
import { redactionRoutes } from './redaction/routes.ts'
import { learningRoutes } from './tagging/learning/routes.ts'
import { taggingRoutes } from './tagging/routes.ts'

export interface AppParts {
  db: Database
  clock: Clock
  config: Pick<Config, 'uploadBytes'> & Partial<Pick<Config, 'publicAddress'>>
  tasks: TaskQueue
  /** The operator's mail server, where there is one. */
  mailer?: Mailer | null
  /** Where log lines go; false for none. */
  log: boolean
}

const templateFolder = fileURLToPath(new URL('../templates/', import.meta.url))

/** Style sheets, scripts and fonts: for everybody, signed in or not. */
async function publicFiles(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access: 'anonymous' }
  })
  await app.register(files, {
    root: templateFolder,
    prefix: '/static/',
    allowedPath: qualifiesAsPublicFile,
    index: false,
    list: false,
    maxAge: '1h',
  })
}

/** The whole product as one Fastify instance, not yet listening. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const { db, clock, config } = parts
  const app = fastify({
    logger: parts.log ? logOptions : false,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200, querystringParser: parseForm },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
      },
    },
    frameguard: { action: 'sameorigin' },
    // A link a respondent holds is a key: it must not travel to other sites.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
  })
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 1024 * 1024, parser: parseForm })
  await app.register(multipart, {
    limits: { fileSize: config.uploadBytes, files: 500, fields: 20, fieldSize: 10_000, headerPairs: 100 },
    // A file that is too large is said beside the others of its form; who reads it looks at `truncated`.
    throwFileSizeLimit: false,
  })
  await app.register(rateLimit, { global: false })
  app.decorate('publicAddress', config.publicAddress)
  registerAccess(app, { db, clock })
  registerErrorPages(app)
  await app.register(publicFiles)

  await app.register(healthRoute, { db })
  await app.register(accountRoutes, { db })
  await app.register(studyRoutes, { db, tasks: parts.tasks })
  await app.register(surveyRoutes, { db })
  await app.register(mailSettingsRoutes, { db, mailer: parts.mailer ?? null })
  await app.register(invitationRoutes, { db, tasks: parts.tasks, mailer: parts.mailer ?? null })
  await app.register(fieldworkRoutes, { db })
  await app.register(respondentRoutes, { db })
  await app.register(responseExportRoutes, { db })
  await app.register(responseQualityRoutes, { db, tasks: parts.tasks })
  await app.register(responseRoutes, { db, tasks: parts.tasks })
  await app.register(personaRoutes, { db, tasks: parts.tasks })
  await app.register(exportRoutes, { db })
  await app.register(brandRoutes, { db })
  await app.register(accessKeyRoutes, { db })
  await app.register(apiRoutes, { db, prefix: '/api/v1' })
  await app.register(privacyRoutes, { db })
  await app.register(interviewRoutes, { db, tasks: parts.tasks })
  await app.register(redactionRoutes, { db, tasks: parts.tasks })
  await app.register(codingAnalysisRoutes, { db })
  await app.register(taggingRoutes, { db, tasks: parts.tasks })
  await app.register(learningRoutes, { db, tasks: parts.tasks })
  await app.register(agreementRoutes, { db, tasks: parts.tasks })
  await app.register(codebookRoutes, { db, tasks: parts.tasks })
  await app.register(segmentRoutes, { db, tasks: parts.tasks })
  await app.register(groupRoutes, { db })
  return app
}
