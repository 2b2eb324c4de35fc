import { type Kysely, sql } from 'kysely'

/** What a team makes of a persona, with who wrote it and when; and how a workspace's files look. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // On the set, not on the persona: a recount draws personas again and must leave what people wrote.
  `create table persona_interpretation (
    persona_set_id uuid not null,
    persona_key text not null,
    kind text not null check (kind in ('do', 'dont')),
    position integer not null,
    workspace_id uuid not null,
    text text not null,
    author text not null,
    written_at timestamptz not null,
    primary key (persona_set_id, persona_key, kind, position),
    foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade
  )`,
  `create table workspace_brand (
    workspace_id uuid primary key references workspace (id) on delete cascade,
    accent text check (accent ~ '^#[0-9a-f]{6}$'),
    logo bytea,
    logo_type text check (logo_type in ('image/png', 'image/jpeg')),
    logo_alt text not null default '',
    updated_at timestamptz not null
  )`,
]
