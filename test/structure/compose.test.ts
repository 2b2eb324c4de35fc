import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Compose {
  services: Record<
    string,
    {
      image?: string
      build?: string
      environment: Record<string, string>
      depends_on?: Record<string, unknown>
      volumes?: string[]
    }
  >
  volumes: Record<string, unknown>
}

test('docker-compose.yml names an app and its database, and every volume and dependency it uses exists', () => {
  const compose = parse(readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')) as Compose
  expect(Object.keys(compose.services).sort()).toEqual(['app', 'database'])
  for (const service of Object.values(compose.services)) {
    expect(service.image ?? service.build).toBeTruthy()
    for (const name of Object.keys(service.depends_on ?? {})) expect(compose.services).toHaveProperty(name)
    for (const volume of service.volumes ?? []) expect(compose.volumes).toHaveProperty(volume.split(':')[0]!)
  }
  expect(compose.services.app!.environment.DATABASE_URL).toContain('@database:5432/')
})
