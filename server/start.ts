import { AppError } from './errors.ts'
import { readConfig } from './config.ts'
import { startServer } from './server.ts'

try {
  const server = await startServer(readConfig(process.env))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)))
  }
} catch (error) {
  const problem = error as NodeJS.ErrnoException
  if (problem instanceof AppError) process.stderr.write(`${problem.message}\n`)
  else if (problem.code === 'EADDRINUSE')
    process.stderr.write('This port is taken. Choose another with PORT, such as PORT=3001 npm start.\n')
  else process.stderr.write(`Verbatim could not start: ${problem.stack}\n`)
  process.exit(1)
}
