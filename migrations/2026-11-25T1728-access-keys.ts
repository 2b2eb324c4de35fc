import { type Kysely, sql } from 'kysely'

/** Keys by which programs read a workspace's personas. Only a key's fingerprint is kept, and of its use only the last day. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table access_key (
    id uuid primary key,
    workspace_id uuid not null references workspace (id) on delete cascade,
    secret_hash bytea not null unique,
    holder text not null,
    account_name text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    last_used_on date
  )`,
  'create index access_key_of_workspace on access_key (workspace_id, id)',
]
