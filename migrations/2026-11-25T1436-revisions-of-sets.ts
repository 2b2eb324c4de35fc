import { type Kysely, sql } from 'kysely'

/** The verdict of a set may be revised by a longer check; what it was before is kept with why it changed. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and must not follow the table types of the application
export async function up(db: Kysely<any>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table persona_set_revision (
    persona_set_id uuid not null,
    revision integer not null,
    workspace_id uuid not null,
    word text not null check (word in ('natural', 'reproducible', 'constructive', 'none')),
    verdict jsonb not null,
    changed text not null,
    at timestamptz not null,
    primary key (persona_set_id, revision),
    foreign key (persona_set_id, workspace_id) references persona_set (id, workspace_id) on delete cascade
  )`,
]
