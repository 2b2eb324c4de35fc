import { type Kysely, sql } from 'kysely'

/**
 * More than one person in a workspace. An invitation makes an account; one that names an account lets its
 * person choose a new password. Accounts are closed, not deleted: what they decided keeps their name.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table account add column closed_at timestamptz',
  `create table account_invitation (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    secret_hash bytea not null unique,
    invitee text not null,
    role text not null check (role in ('owner', 'researcher', 'viewer')),
    account_id uuid,
    account_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    foreign key (account_id, workspace_id) references account (id, workspace_id) on delete cascade
  )`,
  'create index account_invitation_of_workspace on account_invitation (workspace_id, id)',
]
