import { z } from 'zod'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .pipe(z.email('Write an e-mail address, such as name@example.org.'))

export const setupForm = z.object({
  token: z.string().trim().min(1, 'Copy the token from the terminal that started Verbatim.').max(100),
  name: z.string().trim().min(1, 'Write your name.').max(120),
  workspace: z.string().trim().min(1, 'Write the name of your company or team.').max(120),
  email,
  password: z.string().min(12, 'Use at least 12 characters; a short sentence is fine.').max(200),
})

export const signInForm = z.object({
  email,
  password: z.string().min(1, 'Write your password.').max(200),
})
