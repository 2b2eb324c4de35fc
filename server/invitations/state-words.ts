import type { InvitationState } from './invitation-store.ts'

/** Where an invited person is, as pages and lists say it. */
export const stateWords: Record<InvitationState, string> = {
  not_sent: 'not sent',
  waiting: 'mail waits',
  sent: 'sent',
  refused: 'mail not taken',
  unknown: 'mail may have gone',
  started: 'started',
  completed: 'completed',
  ended: 'screened out or over quota',
  opted_out: 'wants no mail',
}
