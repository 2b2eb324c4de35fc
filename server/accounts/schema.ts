import { z } from 'zod'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .pipe(z.email('Write an e-mail address, such as name@example.org.'))

const name = z.string().trim().min(1, 'Write your name.').max(120)
const password = z.string().min(12, 'Use at least 12 characters; a short sentence is fine.').max(200)

export const setupForm = z.object({
  token: z.string().trim().min(1, 'Copy the token from the terminal that started Verbatim.').max(100),
  name,
  workspace: z.string().trim().min(1, 'Write the name of your company or team.').max(120),
  email,
  password,
})

export const signInForm = z.object({
  email,
  password: z.string().min(1, 'Write your password.').max(200),
})

export const roles = ['owner', 'researcher', 'viewer'] as const

export const invitationForm = z.object({
  invitee: z
    .string()
    .trim()
    .min(2, 'Say who it is for, so that you can take it back.')
    .max(120, 'Use at most 120 characters.'),
  role: z.enum(roles, 'Choose what they may do.').default('researcher'),
})

export const roleForm = z.object({ role: z.enum(roles) })
export const accountParams = z.object({ accountId: z.uuid() })
export const invitationParams = z.object({ invitationId: z.uuid() })
export const joinParams = z.object({ secret: z.string().regex(/^[\w-]{22}$/) })

export const joinForm = z.object({ name, email, password })
export const renewalForm = z.object({ password })

export const nameForm = z.object({ name })
export const passwordForm = z.object({
  current: z.string().min(1, 'Write the password you have now.').max(200),
  password,
})
